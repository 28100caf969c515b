import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../../src/presets/key-value-store'
import { parsePreset } from '../../../src/presets/parse'
import { defaultPresets } from '../../../src/presets/defaults'
import { referenceTo } from '../../../src/presets/starter-app'
import { portalFiles } from '../../../src/provision/files/portal-files'
import { installRequest } from '../../../src/state/install-request'
import { offeredApp, pastedApp } from '../../../src/state/own-app'
import { OwnApps } from '../../../src/state/own-apps.svelte'
import { decode } from '../../support/bytes'

const python = 'def run(wifi, settings):\n    print("lamp")\n'
// sha256sum of these very bytes.
const sha256 = 'f8f9a345184ca1d3d2116e730c407d1b5d6c9427a56e6ef572815bd099f0c029'
const manifest = {
  name: 'lamp',
  title: 'Lamp',
  description: 'Switches a lamp.',
  files: ['lamp.py', 'page.html'],
  memoryBytes: 2000,
  fields: [{ label: 'Pin', name: 'pin', type: 'number' }],
}
const offer = (files: Record<string, string>) =>
  Object.entries(files).map(([path, text]) => ({ path, file: new Blob([text]) }))
const folder = {
  'lamp/app.json': JSON.stringify(manifest),
  'lamp/lamp.py': python,
  'lamp/page.html': 'x',
}

describe('an app of one’s own', () => {
  it('is one pasted file, named by its hash', () => {
    expect(pastedApp('lamp', python).app).toMatchObject({
      name: 'lamp',
      files: [{ name: 'lamp.py', sha256 }],
      fields: [],
    })
  })

  it('is a folder with an app.json; what that does not name stays behind', async () => {
    const { app, files } = await offeredApp(offer({ ...folder, 'lamp/notes.txt': 'mine' }))
    expect(app.fields[0]).toMatchObject({ name: 'pin', default: '' })
    expect(files.map(({ name }) => name)).toEqual(['lamp.py', 'page.html'])
  })

  it.each([
    ['a file of a name that is no module', { 'My lamp.py': python }, /name/],
    ['a file without run', { 'lamp.py': 'print(1)' }, /def run/],
    [
      'a folder without a file that it names',
      { ...folder, 'lamp/page.html': undefined },
      /page.html .* missing/,
    ],
    ['a folder without an app.json', { 'a/b.py': python, 'a/c.py': python }, /app\.json/],
    ['an app.json that is none', { ...folder, 'lamp/app.json': '{' }, /not JSON/],
    [
      'a hunger',
      { ...folder, 'lamp/app.json': JSON.stringify({ ...manifest, memoryBytes: 1e6 }) },
      /memoryBytes/,
    ],
    ['a source that no board can compile', { 'lamp.py': python + '#'.repeat(8200) }, /8 KB/],
  ] as [string, Record<string, string | undefined>, RegExp][])(
    'is not %s',
    async (_what, files, words) => {
      const given = Object.fromEntries(
        Object.entries(files).filter(([, text]) => text !== undefined),
      )
      await expect(offeredApp(offer(given as Record<string, string>))).rejects.toThrow(words)
    },
  )
})

describe('the apps of a browser', () => {
  const preset = (app = pastedApp('lamp', python).app) =>
    parsePreset({ ...defaultPresets()[0], app: referenceTo(app) })
  const files = (apps: OwnApps, wanted = preset()) => {
    const own = { app: apps.filesOf(wanted.app) }
    const { portal } = installRequest(wanted, new Uint8Array(), 'real', undefined, undefined, own)
    return portalFiles(portal, 'v1.27.0')
  }

  it('are there again after a reload, and go to the board', async () => {
    const store = memoryStore()
    await new OwnApps(store).add(pastedApp('lamp', python))
    const apps = new OwnApps(store)
    await apps.load()
    const found = (await files(apps)).find(({ path }) => path.endsWith('/apps/lamp.py'))
    expect(decode(found?.bytes)).toBe(python)
  })

  it('are not taken for what a link means if they are other files', async () => {
    const apps = new OwnApps(memoryStore())
    await apps.add(pastedApp('lamp', python + '# changed\n'))
    await expect(files(apps)).rejects.toMatchObject({ code: 'app-changed' })
    await apps.remove('lamp')
    await expect(files(apps)).rejects.toMatchObject({ code: 'app-unknown' })
  })

  it('that were damaged in the browser’s storage are left out', async () => {
    const good = pastedApp('lamp', python)
    const apps = new OwnApps(memoryStore({ apps: [7, { app: {}, files: 1 }, good] }))
    await apps.load()
    expect(apps.list.map(({ app }) => app.name)).toEqual(['lamp'])
    const odd = new OwnApps(memoryStore({ apps: 'none' }))
    await odd.load()
    expect(odd.list).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import apps from 'virtual:starter-apps'
import { referenceTo } from '../../../../src/presets/starter-app'
import { portalFiles } from '../../../../src/provision/files/portal-files'
import { decode } from '../../../support/bytes'

const portal = { accessPointName: '', accessPointAddress: '192.168.4.1', hostname: '' }
const blink = referenceTo(apps.find(({ name }) => name === 'blink')!)

describe('the files of a starter app', () => {
  it('go to the board as they are, before main.py, and /portal.json names the app', async () => {
    const files = await portalFiles({ ...portal, app: blink }, 'v1.27.0')
    const paths = files.map(({ path }) => path)
    expect(paths).toContain('/lib/captive_portal/apps/blink.py')
    expect(paths.at(-1)).toBe('/main.py')
    const text = (path: string) => decode(files.find((file) => file.path === path)!.bytes)
    expect(JSON.parse(text('/portal.json'))).toMatchObject({ app: 'blink' })
    expect(text('/lib/captive_portal/apps/blink.py')).toContain('def run(wifi, settings):')
  })

  it('are refused if one of them is not the one that the preset means', async () => {
    const files = [{ name: 'blink.py', sha256: '1'.repeat(64) }]
    await expect(
      portalFiles({ ...portal, app: { name: 'blink', files } }, 'v1.27.0'),
    ).rejects.toMatchObject({ code: 'app-changed' })
  })

  it('are the page’s if one of the person’s own has the same name and other content', async () => {
    const own = [{ name: 'blink.py', text: 'def run(wifi, settings):\n    pass\n' }]
    const files = await portalFiles({ ...portal, app: { ...blink, own } }, 'v1.27.0')
    const found = files.find(({ path }) => path.endsWith('/apps/blink.py'))
    expect(decode(found!.bytes)).toContain('GPIO2')
  })

  it('are refused if this page has no such app, whatever it is called', async () => {
    for (const name of ['gone', 'constructor'])
      await expect(
        portalFiles({ ...portal, app: { ...blink, name } }, 'v1.27.0'),
      ).rejects.toMatchObject({ code: 'app-unknown' })
  })
})

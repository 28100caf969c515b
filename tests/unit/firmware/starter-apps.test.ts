import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readApps } from '../../../firmware/starter-apps'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'apps-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const manifest = {
  name: 'lamp',
  title: 'Lamp',
  description: 'Switches a lamp.',
  files: ['lamp.py'],
  memoryBytes: 2000,
  fields: [{ label: 'Pin', name: 'pin', type: 'number', default: '2' }],
}

function add(name: string, files: Record<string, string>) {
  mkdirSync(join(folder, name), { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text)
}
const lamp = (change: object = {}, more: Record<string, string> = { 'lamp.py': 'abc' }) =>
  add('lamp', { 'app.json': JSON.stringify({ ...manifest, ...change }), ...more })

describe('starter apps at build time', () => {
  it('a folder with an app.json is an app; its files are named by their SHA-256', () => {
    lamp()
    const [found] = readApps(folder)
    expect(found!.app.fields).toEqual([{ ...manifest.fields[0], pattern: '' }])
    expect(found!.files).toEqual([{ name: 'lamp.py', text: 'abc' }])
    expect(found!.app.files).toEqual([
      {
        name: 'lamp.py',
        // FIPS 180-4's own example for "abc".
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      },
    ])
  })

  it('what an app does not have itself comes from the shared folder', () => {
    lamp({ files: ['lamp.py', 'web.py'] })
    add('shared', { 'web.py': 'shared', 'lamp.py': 'not this' })
    expect(readApps(folder)[0]!.files.map(({ text }) => text)).toEqual(['abc', 'shared'])
  })

  it.each([
    ['a part that nobody knows', { onload: 'x' }, /app\.json/],
    ['another name than its folder', { name: 'lamp2', files: ['lamp2.py'] }, /folder/],
    ['no module of its name', { files: ['other.py'] }, /own name/],
    ['a file that is not there', { files: ['lamp.py', 'gone.py'] }, /no gone\.py/],
    ['a path out of its folder', { files: ['lamp.py', '../x.py'] }, /files/],
    ['a hunger for memory', { memoryBytes: 20_000 }, /memoryBytes/],
    [
      'a password in its fields',
      { fields: [{ label: 'K', name: 'k', type: 'password', default: 's' }] },
      /password/,
    ],
  ])('the build stops at an app with %s', (_what, change, words) => {
    lamp(change)
    expect(() => readApps(folder)).toThrow(words)
  })

  it('the build stops at a source that is too long for the board', () => {
    lamp({}, { 'lamp.py': '#'.repeat(8193) })
    expect(() => readApps(folder)).toThrow(/too long/)
  })

  it('our own apps are all in order, each with a README', () => {
    const names = readApps().map(({ app }) => app.name)
    expect(names).toEqual(expect.arrayContaining(['blink', 'broken_calculator']))
    for (const name of names) expect(existsSync(`firmware/apps/${name}/README.md`), name).toBe(true)
  })
})

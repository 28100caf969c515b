/** The owner's extra files: where they may go, what is refused at once, and that nothing else changes. */
import { beforeEach, describe, expect, test } from 'vitest'
import { ExtraFiles, mostFiles } from '../../../src/state/extra-files.svelte'
import {
  absolutePath,
  freePath,
  pathProblem,
  pathProblems,
} from '../../../src/provision/files/extra-paths'
import { portalFiles } from '../../../src/provision/files/portal-files'
import { choicesAfter, installRequest, placeBytes } from '../../../src/state/install-request'
import { newPreset } from '../../../src/presets/defaults'
import { encode } from '../../support/bytes'

const capacityBytes = 100_000
const defaultPreset = newPreset()
const file = (name: string, content = 'x', path = name) => ({
  path,
  file: new File([content], name),
})

describe('a path on the board', () => {
  test.each([
    '/notes.txt',
    '/www/index.html',
    '/lib/mine.py',
    '/Grüße aus Köln.txt',
    '/a b',
    '/.x',
  ])('%s is fine', (path) => expect(pathProblem(path)).toBeUndefined())

  test.each<[string, RegExp]>([
    ['/', /name is needed/],
    ['/../secret', /no “\.”/],
    ['/a/./b', /no “\.”/],
    ['/a\nb', /control/],
    ['/a\x7f', /control/],
    [`/${'a'.repeat(256)}`, /255 bytes/],
    [`/${'ä'.repeat(128)}`, /255 bytes/],
    [`/${'abc/'.repeat(200)}x`, /512 bytes/],
    ['/main.py', /brings its own/],
    ['/wifi.creds', /brings its own/],
    ['/wifi.static', /brings its own/],
    ['/power.ups', /brings its own/],
    ['/main.py/x', /not a folder/],
    ['/lib/captive_portal/mine.py', /belongs to the portal/],
    ['/lib/captive_portal', /folder of the portal/],
    ['/lib', /folder of the portal/],
  ])('%j is refused in words', (path, words) => expect(pathProblem(path)).toMatch(words))

  test('255 bytes are allowed', () => {
    expect(pathProblem(`/${'a'.repeat(255)}`)).toBeUndefined()
    expect(pathProblem(`/${'ä'.repeat(127)}a`)).toBeUndefined()
  })

  test('becomes absolute as it is typed', () => {
    expect(absolutePath('www//a.html')).toBe('/www/a.html')
    expect(absolutePath(' /a ')).toBe('/a')
  })

  test('two of one name, and a file in the way of a folder', () => {
    expect(pathProblems(['/a', '/a', '/b'])).toEqual([
      expect.stringContaining('one name'),
      expect.stringContaining('one name'),
      undefined,
    ])
    expect(pathProblems(['/a', '/a/b'])[1]).toMatch(/\/a is one of these files/)
  })

  test('a free name keeps the ending', () => {
    expect(freePath('/main.py', ['/main-2.py'])).toBe('/main-3.py')
    expect(freePath('/www/a', [])).toBe('/www/a-2')
    expect(pathProblem(freePath('/lib/captive_portal/a.py', []))).toBeUndefined()
  })
})

test.each(['v1.27.0', 'v1.18'])('all that the portal brings to %s is refused', async (version) => {
  const portal = { accessPointName: '', accessPointAddress: '', hostname: '' }
  const ours = await portalFiles(portal, version)
  expect(ours.length).toBeGreaterThan(4)
  for (const { path } of ours) expect(pathProblem(path), path).toBeDefined()
})

describe('the list', () => {
  let extra: ExtraFiles
  beforeEach(() => void (extra = new ExtraFiles()))

  test('files with their bytes; the same array until something changes', async () => {
    expect(extra.files).toBeUndefined()
    await extra.add([file('a.txt', 'hi'), file('b.txt', '', 'www/b.txt')], capacityBytes)
    expect(extra.files).toEqual([
      { path: '/a.txt', bytes: encode('hi') },
      { path: '/www/b.txt', bytes: new Uint8Array() },
    ])
    expect(extra.files).toBe(extra.files)
    extra.remove(extra.list[0]!.id)
    expect(extra.files).toHaveLength(1)
    extra.clear()
    expect(extra.files).toBeUndefined()
  })

  test('a name that is taken is reported, and a rename solves it', async () => {
    await extra.add([file('main.py')], capacityBytes)
    expect(extra.isFine).toBe(false)
    extra.renameFreely(extra.list[0]!.id)
    expect([extra.isFine, extra.list[0]!.path]).toEqual([true, '/main-2.py'])
    extra.rename(extra.list[0]!.id, '../up')
    expect(extra.isFine).toBe(false)
  })

  test('what no board could hold is refused unread; so is what does not fit any more', async () => {
    const unread = (size: number) => ({
      path: 'big.bin',
      file: { size, arrayBuffer: () => expect.unreachable() } as unknown as File,
    })
    await extra.add([unread(capacityBytes + 1)], capacityBytes)
    expect(extra.refused).toEqual([expect.stringContaining('big.bin is larger')])
    await extra.add([file('a', 'x'.repeat(60_000)), unread(60_000)], capacityBytes)
    expect(extra.refused).toEqual([expect.stringContaining('does not fit any more')])
    expect(extra.list.map(({ path }) => path)).toEqual(['/a'])
  })

  test('a file that vanished before it was read is named', async () => {
    const gone = { size: 1, arrayBuffer: () => Promise.reject(new Error('gone')) }
    await extra.add([{ path: 'gone.txt', file: gone as unknown as File }], capacityBytes)
    expect(extra.refused).toEqual(['gone.txt could not be read.'])
  })

  test('a whole project by mistake: the number of files is limited, and the limit is shown', async () => {
    const many = Array.from({ length: mostFiles + 5 }, (_, index) => file(`${index}`, ''))
    await extra.add(many, capacityBytes)
    expect(extra.list).toHaveLength(mostFiles)
    expect(extra.refused.join()).toContain('5 more were left out')
  })

  test('what operating systems put into folders stays behind', async () => {
    await extra.add([file('.DS_Store', 'x', 'www/.DS_Store'), file('a')], capacityBytes)
    expect(extra.list.map(({ path }) => path)).toEqual(['/a'])
    expect(extra.refused).toEqual([])
  })
})

describe('what a failed attempt leaves', () => {
  const requestAfter = (...failed: Parameters<typeof choicesAfter>) =>
    installRequest(defaultPreset, new Uint8Array(8), 'virtual', choicesAfter(...failed))

  test('erasing only the files asks the board to make new ones, and keeps none', () => {
    const request = requestAfter({ erase: 'files' })
    expect(request).toMatchObject({ filesystem: 'format', owners: 'replace', eraseAll: false })
  })

  test('erasing everything replaces, and needs no format; without either nothing is erased', () => {
    const all = requestAfter({ erase: 'everything' })
    expect(all).toMatchObject({ eraseAll: true, owners: 'replace', filesystem: undefined })
    const none = requestAfter()
    expect(none).toMatchObject({ eraseAll: false, owners: 'keep', filesystem: undefined })
  })
})

test('room for files: by variant and flash size', () => {
  expect(placeBytes('GENERIC', 4 << 20)).toBe(763 * 4096)
  expect(placeBytes('FLASH_1M', 1 << 20)).toBe(98 * 4096)
  expect(placeBytes(undefined, 4 << 20)).toBe(4 << 20)
})

/** A plan as people read it: every kind of board, and no promise that the plan does not make. */
import { expect, test } from 'vitest'
import type { FoundFirmware } from '../../../../src/provision/survey/found'
import type { FileFate } from '../../../../src/provision/files/merge-files'
import type { InstallPlan } from '../../../../src/provision/plan/plan'
import { buttonWords } from '../../../../src/ui/install/plan-words/button'
import { costWords } from '../../../../src/ui/install/plan-words/cost'
import {
  extraPaths,
  freeBytes,
  hasOwners,
  keptPaths,
} from '../../../../src/ui/install/plan-words/files'
import { foundWords } from '../../../../src/ui/install/plan-words/found'
import { lossWords } from '../../../../src/ui/install/plan-words/lost'
import { networksWords } from '../../../../src/ui/install/plan-words/stays'
import { writtenWords } from '../../../../src/ui/install/plan-words/writes'
import { micropython, place, planOf, portal, type Wanted } from './plan-of'

test.each<[Wanted, string]>([
  [{}, 'Nothing: the flash is blank.'],
  [{ firmware: { kind: 'other' } }, 'Another firmware, not MicroPython.'],
  [{ firmware: { kind: 'damaged' } }, 'An incomplete MicroPython.'],
  [{ firmware: micropython }, 'MicroPython v1.23.0.'],
  [
    { firmware: micropython, files: { '/a.py': 'kept', '/main.py': 'added' } },
    'MicroPython v1.23.0 with 1 file.',
  ],
  [
    { firmware: micropython, files: { ...portal, '/a': 'kept', '/b': 'lost' } },
    'MicroPython v1.23.0 with the portal and 2 files of yours.',
  ],
  [
    { firmware: micropython, filesystem: { kind: 'fat', place } },
    'MicroPython v1.23.0 and files in an old format.',
  ],
])('what was found: %j', (wanted, words) => {
  expect(foundWords(planOf(wanted))).toBe(words)
})

test('the app that goes along is named with the portal', () => {
  expect(writtenWords(planOf({}), 'Lamp', 'Blink')).toBe(
    'MicroPython v1.27.0, the captive portal “Lamp” and the app Blink.',
  )
  expect(writtenWords(planOf({}), 'Lamp')).toBe(
    'MicroPython v1.27.0 and the captive portal “Lamp”.',
  )
  const same = planOf({ flashBytes: 0, step: 'none' })
  expect(writtenWords(same, 'Lamp', 'Blink')).toContain('the app Blink are there already')
})

test('an identical board: nothing is written, and the button only starts', () => {
  const plan = planOf({ flashBytes: 0, wireBytes: 0, estimatedMs: 0, step: 'none' })
  expect(writtenWords(plan, 'Lamp')).toMatch(/^Nothing needs writing/)
  expect(costWords(plan)).toBe('About 3 s until the portal runs.')
  expect(buttonWords(plan, undefined)).toBe('Start the portal')
})

test('an erase is never called nothing, however little differs', () => {
  const plan = planOf({ flashBytes: 0, work: { eraseFirst: true, firmware: [] } })
  expect(writtenWords(plan, 'Lamp')).not.toContain('Nothing')
  expect(buttonWords(plan, 'everything')).toBe('Erase flash and install')
})

test('the cost is shown in bytes and seconds', () => {
  expect(costWords(planOf({}))).toBe('414 KB over the cable, about 14 s until the portal runs.')
  expect(costWords(planOf({ estimatedMs: 200_000 }))).toContain('about 4 min')
})

test('the button says what happens to this board', () => {
  expect(buttonWords(undefined, undefined)).toBe('Install')
  expect(buttonWords(planOf({}), undefined)).toBe('Install')
  expect(buttonWords(planOf({ firmware: micropython }), undefined)).toBe('Update')
  expect(buttonWords(planOf({ step: 'resume' }), undefined)).toBe('Install the rest')
})

test('losses: things, files that go, files that are replaced; the portal’s own are none', () => {
  const plan = planOf({
    firmware: { kind: 'other' },
    losses: [
      { kind: 'whole-flash' },
      { kind: 'firmware' },
      { kind: 'file', path: '/diary.txt', why: 'erased' },
      { kind: 'file', path: '/torn.txt', why: 'damaged' },
      { kind: 'file', path: '/main.py', why: 'replaced' },
      { kind: 'file', path: '/portal.json', why: 'replaced' },
    ],
  })
  const { things, gone, replaced } = lossWords(plan)
  expect(things).toHaveLength(2)
  expect(gone).toEqual(['/diary.txt', '/torn.txt'])
  expect(replaced).toEqual(['/main.py'])
})

test('erasing a blank board loses nothing', () => {
  expect(lossWords(planOf({ losses: [{ kind: 'whole-flash' }] })).things).toEqual([])
})

test('what stays is named', () => {
  expect(keptPaths(planOf({ files: { '/a': 'kept', '/b': 'lost', '/c': 'added' } }))).toEqual([
    '/a',
  ])
})

test('saved networks are the portal’s own: no file of the owner’s, but never lost in silence', () => {
  const plan = (fate: FileFate, owners: 'keep' | 'replace') =>
    planOf({ firmware: micropython, owners, files: { ...portal, '/wifi.creds': fate } })
  expect(foundWords(plan('kept', 'keep'))).toBe('MicroPython v1.23.0 with the portal.')
  expect(keptPaths(plan('kept', 'keep'))).toEqual([])
  expect(networksWords(plan('kept', 'keep'))).toBe('The saved Wi-Fi networks.')
  expect(networksWords(plan('replaced', 'keep'))).toContain('typed in comes first')
  expect(lossWords(plan('replaced', 'keep')).things).toEqual([])
  expect(lossWords(plan('lost', 'replace')).things).toEqual(['The saved Wi-Fi networks.'])
  expect(lossWords(plan('replaced', 'replace')).things[0]).toContain('replaced by the one typed in')
  expect(networksWords(plan('added', 'keep'))).toBeUndefined()
  expect(hasOwners(plan('kept', 'keep'))).toBe(true)
  expect(hasOwners(plan('added', 'keep'))).toBe(false)
})

test('what the portal has written of addresses and starts is the portal’s own, too', () => {
  const paths = ['/wifi.static', '/power.ups']
  for (const fate of ['kept', 'lost'] as const) {
    const files = Object.fromEntries(paths.map((path) => [path, fate]))
    const plan = planOf({ firmware: micropython, owners: 'keep', files: { ...portal, ...files } })
    expect(foundWords(plan)).toBe('MicroPython v1.23.0 with the portal.')
    expect(keptPaths(plan)).toEqual([])
    expect(hasOwners(plan)).toBe(false)
  }
  const losses = paths.map((path) => ({ kind: 'file', path, why: 'erased' }) as const)
  expect(lossWords(planOf({ losses })).gone).toEqual([])
})

test('extra files: named in the plan, separately from what the portal replaces', () => {
  const plan = planOf({
    files: { '/notes.txt': 'replaced', '/main.py': 'replaced' },
    losses: [
      { kind: 'file', path: '/notes.txt', why: 'replaced' },
      { kind: 'file', path: '/main.py', why: 'replaced' },
    ],
  })
  expect(extraPaths(plan, ['/notes.txt', '/later.txt'])).toEqual(['/notes.txt'])
  const { replaced, overwritten } = lossWords(plan, ['/notes.txt'])
  expect([replaced, overwritten]).toEqual([['/main.py'], ['/notes.txt']])
  expect(freeBytes(plan, 100 * 4096, ['/notes.txt'])).toBe(99 * 4096)
})

test('a filesystem that the board creates anew is named, and the button names what it erases', () => {
  const format = { offsetBytes: 0, bytes: new Uint8Array(8192), erased: true }
  const plan = planOf({ step: 'none', work: { eraseFirst: false, firmware: [], format } })
  expect(writtenWords(plan, 'Lamp')).toContain('new, empty filesystem')
  expect(buttonWords(plan, 'files')).toBe('Erase the files and install')
})

test('a flash is called blank only when all of it has been looked through and is erased', () => {
  const blank = planOf({})
  const withFound = (found: Partial<InstallPlan['found']>) =>
    foundWords({ ...blank, found: { ...blank.found, ...found } })
  const data = { what: 'unknown', offsetBytes: 0x200000, sizeBytes: 4096 } as const
  for (const found of [{ data: [data] }, { isUnread: true }, { rfData: 'foreign' }] as const)
    expect(withFound(found as Partial<InstallPlan['found']>)).not.toContain('blank')
})

test('unknown data is named with its place and size', () => {
  const data = { kind: 'data', what: 'unknown', offsetBytes: 0x200000, sizeBytes: 65536 } as const
  expect(lossWords(planOf({ losses: [data] })).things).toEqual([
    'Data of a kind that this page does not know: 64 KB at 0x200000.',
  ])
})

test('erasing everything over identical firmware names MicroPython with its size', () => {
  const found = { ...micropython, sizeBytes: 525_000 } as FoundFirmware
  const work = { eraseFirst: true, firmware: [] }
  const plan = planOf({ firmware: found, losses: [{ kind: 'whole-flash' }], work })
  expect(writtenWords(plan, 'Lamp')).toContain('MicroPython v1.27.0 (513 KB)')
  expect(lossWords(plan).things[0]).toContain('MicroPython v1.23.0 (513 KB)')
})

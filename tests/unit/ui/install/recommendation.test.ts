/** One button is recommended for each kind of board, with the reason. */
import { expect, test } from 'vitest'
import type { FoundFilesystem, FoundFirmware } from '../../../../src/provision/survey/found'
import { reasonWords } from '../../../../src/ui/install/plan-words/reason'
import { recommend, type Recommendation } from '../../../../src/ui/install/recommendation'
import { micropython, planOf, portal, type Wanted } from './plan-of'

const readable = { kind: 'littlefs', damage: [] } as unknown as FoundFilesystem
const version = (name: string) => ({ kind: 'micropython', version: name }) as FoundFirmware
/** A board that runs the portal, of which a file is to be changed. */
const withPortal = {
  filesystem: readable,
  files: { ...portal, '/portal.json': 'replaced' },
} as const
const usual = { erases: false, ownFirmware: false }

test.each<[string, Wanted, Recommendation]>([
  ['a blank board', {}, { way: 'install' }],
  ['somebody else’s program', { firmware: { kind: 'other' } }, { way: 'install' }],
  [
    'as it was asked for',
    { ...withPortal, firmware: version('v1.27.0'), step: 'none', flashBytes: 0 },
    { way: 'install', reason: 'nothing-to-do' },
  ],
  [
    'an installation that was interrupted',
    { firmware: { kind: 'damaged' }, step: 'resume' },
    { way: 'install', reason: 'unfinished' },
  ],
  [
    'the portal on the same MicroPython',
    { ...withPortal, firmware: version('v1.27.0'), step: 'none' },
    { way: 'files', reason: 'firmware-is-current' },
  ],
  [
    'the same MicroPython without the portal',
    { filesystem: readable, firmware: version('v1.27.0'), step: 'none' },
    { way: 'install' },
  ],
  [
    'the same MicroPython on files that cannot be read',
    { ...withPortal, filesystem: { kind: 'unreadable' } as never, firmware: micropython },
    { way: 'install' },
  ],
  [
    'an older MicroPython',
    { ...withPortal, firmware: micropython },
    { way: 'install', reason: 'other-version' },
  ],
  [
    'a newer MicroPython with the portal',
    { ...withPortal, firmware: version('v1.28.0') },
    { way: 'files', reason: 'board-is-newer' },
  ],
  [
    'a newer MicroPython without the portal',
    { filesystem: readable, firmware: version('v1.28.0') },
    { way: 'install', reason: 'other-version' },
  ],
  [
    'another build of the same version',
    { ...withPortal, firmware: version('v1.27.0') },
    { way: 'install', reason: 'other-build' },
  ],
  [
    'only the settings of the firmware differ',
    { ...withPortal, firmware: version('v1.27.0'), step: 'header' },
    { way: 'install' },
  ],
])('%s', (_what, wanted, recommended) => {
  expect(recommend(planOf(wanted), usual)).toEqual(recommended)
})

test('before the plan is there, and where something is erased, it is Install', () => {
  const plan = planOf({ ...withPortal, firmware: version('v1.27.0'), step: 'none' })
  expect(recommend(undefined, usual)).toEqual({ way: 'install' })
  expect(recommend(plan, { ...usual, erases: true })).toEqual({ way: 'install' })
})

test('a firmware file that somebody chose is what they want, also an older one', () => {
  const plan = planOf({ ...withPortal, firmware: version('v1.28.0') })
  expect(recommend(plan, { ...usual, ownFirmware: true }).way).toBe('install')
})

test('the reason is a sentence with what counts', () => {
  const words = (wanted: Wanted) => {
    const plan = planOf({ ...withPortal, ...wanted })
    return reasonWords(recommend(plan, usual), plan)
  }
  expect(words({ firmware: version('v1.27.0'), step: 'none' })).toMatch(/is current.* About \d s/)
  expect(words({ firmware: version('v1.28.0') })).toContain('MicroPython v1.28.0 on the board')
  expect(words({ firmware: micropython })).toMatch(/v1\.27\.0 takes the place of .*v1\.23\.0/)
  expect(words({ firmware: micropython, flashBytes: 0, step: 'none' })).toMatch(/^Nothing to do/)
  expect(words({ filesystem: { kind: 'none' } })).toBeUndefined()
})

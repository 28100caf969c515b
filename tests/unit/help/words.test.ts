/** Every failure has words, and they are words for people. */
import { expect, test } from 'vitest'
import { deviceErrorCodes } from '../../../src/errors'
import { platforms, stepsFor } from '../../../src/help/entry'
import { bootCauseHelp } from '../../../src/help/boot-causes'
import { help } from '../../../src/help/words'
import { helpText } from '../../support/help-text'

/** What nobody who plugs in a board should have to know. */
const jargon =
  /\b(REPL|SLIP|sync|stub|DTR|RTS|UART|SharedArrayBuffer|IndexedDB|COEP|COOP|exception|traceback|null|undefined|LittleFS|MD5|SHA|JEDEC|opcode|baud|invalid|abort)\b/i

test.each(deviceErrorCodes)('%s has a title, a cause and steps on every platform', (code) => {
  const entry = help[code]
  const title = entry.title()
  expect(title.length).toBeGreaterThan(8)
  expect(title.length).toBeLessThan(65)
  expect(title).not.toMatch(/[.!]$/)
  expect(entry.cause()).toMatch(/\.$/)
  for (const platform of platforms) {
    const steps = stepsFor(entry, platform)
    expect(steps.length).toBeGreaterThan(0)
    for (const step of steps) expect(step).toMatch(/[.?!]$/)
  }
})

test.each(deviceErrorCodes)('%s is explained without jargon', (code) => {
  expect(helpText(help[code])).not.toMatch(jargon)
})

test('no two codes share their title', () => {
  const titles = deviceErrorCodes.map((code) => help[code].title())
  expect(new Set(titles).size).toBe(titles.length)
})

test('Linux users are pointed to the dialout group where a port cannot be used, others do not', () => {
  expect(stepsFor(help['port-busy'], 'linux').join()).toContain('dialout')
  expect(stepsFor(help['port-busy'], 'windows').join()).not.toContain('dialout')
})

test('a board that does not answer gets the hint that helps most often', () => {
  expect(stepsFor(help['no-sync'], 'other')[0]).toContain('FLASH')
})

test('Windows users are told which driver to install when the board is not in the list', () => {
  expect(stepsFor(help['no-port-selected'], 'windows').join()).toMatch(/CH340.*CP210x/)
})

test.each(Object.entries(bootCauseHelp))('%s of the boot log: words without jargon', (_, entry) => {
  expect(entry.title()).not.toMatch(/[.!]$/)
  expect(entry.cause()).toMatch(/[.!]$/)
  for (const step of stepsFor(entry, 'other')) expect(step).toMatch(/[.?!]$/)
  expect(helpText(entry)).not.toMatch(jargon)
})

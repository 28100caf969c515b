/** How a failure is shown: its most likely fix first, with one button that leads on; the rest folded. */
import { render } from 'svelte/server'
import { describe, expect, test } from 'vitest'
import { DeviceError, deviceErrorCodes, type DeviceErrorCode } from '../../../../src/errors'
import { bootCauseHelp } from '../../../../src/help/boot-causes'
import { stepsFor, type HelpAction, type HelpEntry } from '../../../../src/help/entry'
import { help } from '../../../../src/help/words'
import Problem from '../../../../src/ui/shared/Problem.svelte'

const everything: HelpAction[] = [
  'show-all-ports',
  'slower',
  'erase',
  'other-file',
  'console',
  'virtual',
  'rescue',
]
const doNothing = () => undefined

function html(words: HelpEntry, props: object = {}, code: DeviceErrorCode = 'unexpected') {
  const error = new DeviceError(code, 'A line of the log.')
  const wayOut = { onagain: doNothing, onaction: doNothing, ondismiss: doNothing, can: everything }
  const given = { error, words, platform: 'linux' as const, ...wayOut, ...props }
  return plain(render(Problem, { props: given }).body)
}

/** Without what Svelte leaves in the text for itself. */
const plain = (body: string) => body.replaceAll(/<!--.*?-->/gs, '')
const primaries = (body: string) => body.match(/<button class="primary[^>]*>[^<]*/g) ?? []
/** What can be seen before anything is opened. */
const unfolded = (body: string) => body.split('<details')[0] ?? ''
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

describe.each(deviceErrorCodes)('%s', (code) => {
  const body = html(help[code], {}, code)

  test('has one button that leads on, or only a way out', () => {
    const { again, action } = help[code]
    expect(primaries(body)).toHaveLength(again === false && !action ? 0 : 1)
  })

  test('shows its most likely fix at once, and the others folded', () => {
    const [first = '', ...others] = stepsFor(help[code], 'linux')
    expect(unfolded(body)).toContain(escaped(first))
    for (const other of others) {
      expect(unfolded(body)).not.toContain(escaped(other))
      expect(body).toContain(escaped(other))
    }
  })

  test('keeps the line of the log folded', () => {
    expect(unfolded(body)).not.toContain('A line of the log.')
    expect(body).toContain(`${code}: A line of the log.`)
  })

  test('has one button that leads on where the page can do nothing of what may help', () => {
    expect(primaries(html(help[code], { can: [], working: true })).length).toBeLessThanOrEqual(1)
  })
})

test.each(Object.entries(bootCauseHelp))(
  '%s of the boot log: one button that leads on',
  (_, words) => {
    expect(primaries(html(words))).toHaveLength(1)
  },
)

test('what mends it for sure comes before trying again', () => {
  const body = html(help['boot-failed'], { fix: { label: 'Mend it', run: doNothing } })
  expect(primaries(body)).toEqual([expect.stringMatching(/Mend it$/)])
  expect(unfolded(body)).toContain('Try again')
})

test('where the first step is what a button does, that button leads', () => {
  expect(primaries(html(help['verify-failed']))[0]).toContain('Try again more slowly')
  expect(primaries(html(help['part-missing']))[0]).toContain('Reload the page')
  expect(primaries(html(help['part-missing'], { working: true }))[0]).toContain('Try again')
})

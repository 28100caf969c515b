/** What a program prints: plain lines, whatever it sends, and of a flood the end. */
import { beforeEach, expect, it, vi } from 'vitest'
import { OutputLines } from '../../../../src/ui/files/run/output-lines.svelte'
import { encode } from '../../../support/bytes'

let frame: (() => void) | undefined
beforeEach(() => {
  frame = undefined
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => ((frame = run), 1))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
})

function linesOf(...parts: (string | Uint8Array)[]) {
  const output = new OutputLines()
  output.begin()
  for (const part of parts) output.push(typeof part === 'string' ? encode(part) : part)
  frame?.()
  return output
}

it.each([
  ['lines', ['a\r\nb\r\n'], ['a', 'b']],
  ['an empty line between', ['a\r\n\r\nb'], ['a', '', 'b']],
  ['a progress bar on one line', ['10 %\r20 %\r30 %\r\ndone'], ['30 %', 'done']],
  ['a line end in two parts', ['a\r', '\nb'], ['a', 'b']],
  ['backspaces', ['abc\b\bX'], ['aX']],
  ['colours, also cut in two', ['\x1b[31mred\x1b[', '0m end'], ['red end']],
  ['a title for the window', ['\x1b]0;owned\x07text'], ['text']],
  ['half a letter', [Uint8Array.of(0xc3), Uint8Array.of(0xa9)], ['é']],
])('%s', (_name, parts, lines) => expect(linesOf(...parts).lines).toEqual(lines))

it('keeps the end of a flood, and says that there was more', () => {
  const output = linesOf('x\r\n'.repeat(5000), 'last')
  expect(output.lines.length).toBeLessThanOrEqual(1000)
  expect(output.lines.at(-1)).toBe('last')
  expect(output.isCut).toBe(true)
  expect(linesOf('y'.repeat(100_000)).lines[0]!.length).toBeLessThanOrEqual(2000)
})

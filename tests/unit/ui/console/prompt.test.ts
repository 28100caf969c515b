/** Where the board stands, and what was entered there: never what was typed into a program. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prompt } from '../../../../src/ui/console/prompt'
import { Keyboard } from '../../../../src/ui/console/keyboard'
import { encode } from '../../../support/bytes'

function watch() {
  const entered: string[] = []
  const prompt = new Prompt((line) => entered.push(line))
  const say = (text: string, ms = 0) => prompt.push(encode(text), ms)
  return { entered, prompt, say }
}

describe('the prompt', () => {
  it.each([
    ['>>> ', 'empty'],
    ['a line\r\n>>> ', 'empty'],
    ['half a line>>> ', 'empty'],
    ['>>> x = ', 'typed'],
    ['>>> for i in x:\r\n... ', 'typed'],
    ['>>> \r\nworking', 'none'],
    ['Password: ', 'none'],
    ['', 'none'],
  ] as const)('after %j: %s', (text, state) => {
    for (const size of [1, 3, 100]) {
      const { prompt } = watch()
      const bytes = encode(text)
      for (let at = 0; at < bytes.length; at += size) prompt.push(bytes.subarray(at, at + size), 0)
      expect(prompt.state).toBe(state)
    }
  })
})

describe('lines that were entered', () => {
  it('count as they stood on the screen: edited, completed, recalled', () => {
    const { entered, prompt, say } = watch()
    say('>>> prnt\b\x1b[K\b\x1b[K\b\x1b[Krint(1)')
    prompt.entered(1, 0)
    say('\r\n1\r\n>>> ')
    expect(entered).toEqual(['print(1)'])
  })

  it('are none of what a program asked for, echoed or not', () => {
    const { entered, prompt, say } = watch()
    say('Password: hunter2')
    prompt.entered(1, 0)
    say('\r\n>>> ')
    prompt.entered(1, 0)
    say('\r\n>>> ')
    expect(entered).toEqual([])
  })

  it('are none that nobody pressed Enter for, or long ago', () => {
    const { entered, prompt, say } = watch()
    say('>>> printed by a program\r\n')
    say('>>> ')
    prompt.entered(1, 0)
    say('later\r\n', 60_000)
    expect(entered).toEqual([])
  })

  it('cost a flood nothing but its last line', () => {
    const { prompt } = watch()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        prompt.push(bytes, 0)
        prompt.push(encode('\r\n>>> '), 0)
        expect(prompt.state).toBe('empty')
      }),
    )
  })
})

describe('the keyboard', () => {
  function typing(shown: string) {
    const { prompt, say } = watch()
    say(shown)
    const sent: string[] = []
    const asked: string[] = []
    const keyboard = new Keyboard(
      async (bytes) => void sent.push(new TextDecoder().decode(bytes)),
      prompt,
      (text) => asked.push(text) > 0,
    )
    return { keyboard, sent, asked }
  }

  it('asks about several lines at the prompt, and only there', () => {
    const atPrompt = typing('>>> ')
    atPrompt.keyboard.take('a\rb\r')
    atPrompt.keyboard.take('a\r')
    expect(atPrompt.asked).toEqual(['a\rb\r'])
    expect(atPrompt.sent.join('')).toBe('a\r')
    const inProgram = typing('Name: ')
    inProgram.keyboard.take('a\rb\r')
    expect(inProgram.asked).toEqual([])
    expect(inProgram.sent.join('')).toBe('a\rb\r')
  })

  it('keeps what is typed while lines are pasted, and lets Ctrl-C through', async () => {
    const { keyboard, sent } = typing('>>> ')
    await keyboard.meanwhile(async () => {
      keyboard.take('x')
      keyboard.take('\x03')
      await Promise.resolve()
      expect(sent).toEqual(['\x03'])
    })
    await Promise.resolve()
    expect(sent).toEqual(['\x03', 'x'])
  })
})

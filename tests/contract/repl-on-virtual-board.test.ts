/**
 * The REPL against real MicroPython on the virtual board, through the port that the page uses. What the
 * chip does differently from the WebAssembly port is in the recordings (unit tests).
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeFile } from '../../src/micropython/files'
import { bytesLiteral, stringLiteral } from '../../src/micropython/python-literal'
import type { PythonError } from '../../src/micropython/traceback'
import { rig, useReplRig } from './repl-rig'
import { encode } from '../support/bytes'
import { failure } from '../support/promises'

useReplRig()

describe('running code', () => {
  it('gives its output', async () => {
    expect(await rig.repl.exec("print('caf\\xe9')\nprint(6*7)")).toBe('café\n42\n')
  })

  it('takes 300 lines', async () => {
    const lines = Array.from(
      { length: 300 },
      (_, i) => `total = ${i ? 'total + ' : ''}${i}  # line ${i}`,
    )
    expect(await rig.repl.exec([...lines, 'print(total)'].join('\n'))).toBe('44850\n')
  })

  it('runs execs back to back, and continues after one that failed', async () => {
    for (let i = 0; i < 20; i++) {
      expect(await rig.repl.exec(`print(${i})`, { more: true })).toBe(`${i}\n`)
    }
    expect(await failure(rig.repl.exec('1/0', { more: true }))).toMatchObject({
      code: 'python-error',
    })
    expect(await rig.repl.exec('print(1)')).toBe('1\n')
  })

  it('reports file, line and function of an exception in an uploaded module', async () => {
    await writeFile(
      rig.repl,
      '/lib/deep.py',
      encode('def f(x):\n  return g(x)\ndef g(x):\n  return 1/x\n'),
    )
    const error = await failure(
      rig.repl.exec("import sys\nsys.path.append('/lib')\nimport deep\ndeep.f(0)"),
    )
    expect((error as PythonError).traceback).toEqual({
      frames: [
        { file: '<stdin>', line: 4, function: '<module>' },
        { file: '/lib/deep.py', line: 2, function: 'f' },
        { file: '/lib/deep.py', line: 4, function: 'g' },
      ],
      type: 'ZeroDivisionError',
      message: 'divide by zero',
    })
  })

  it('stops a long paste at its syntax error', async () => {
    const error = await failure(rig.repl.exec(`x = = 1\n${'# filler\n'.repeat(500)}`))
    expect(error).toMatchObject({ traceback: { type: 'SyntaxError', frames: [{ line: 1 }] } })
    expect(await rig.repl.exec('print(2)')).toBe('2\n')
  })

  it.each([
    ["open('/nope')", 'file-missing'],
    ['bytearray(60000)', 'no-memory'],
    ['raise OSError(28)', 'no-space'],
    ["{}['k']", 'python-error'],
  ])('%s is %s', async (code, expected) => {
    expect(await failure(rig.repl.exec(code))).toMatchObject({ code: expected })
  })

  it('interrupts an endless loop when it is cancelled, and the REPL goes on', async () => {
    const controller = new AbortController()
    const onOutput = () => controller.abort()
    const code = "print('begun')\nwhile True: pass"
    const error = await failure(rig.repl.exec(code, { signal: controller.signal, onOutput }))
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(await rig.repl.exec('print(3)')).toBe('3\n')
  })

  it('interrupts a sleeping program at its deadline', async () => {
    const error = await failure(rig.repl.exec('import time\ntime.sleep(1000)', { timeoutMs: 300 }))
    expect(error).toMatchObject({ code: 'repl-silent' })
    expect(await rig.repl.exec('print(4)')).toBe('4\n')
  })

  it('survives sys.exit(), which soft-resets the board', async () => {
    expect(await rig.repl.exec("print('bye')\nraise SystemExit")).toBe('bye\n')
    expect(await rig.repl.exec('print(5)')).toBe('5\n')
  })

  it('loses all variables at a soft reset', async () => {
    await rig.repl.exec('kept = 1')
    await rig.repl.softReset()
    expect(await failure(rig.repl.exec('kept'))).toMatchObject({ traceback: { type: 'NameError' } })
  })
})

describe('literals', () => {
  it('of any text and any bytes are read back by the real lexer', async () => {
    const anyText = fc.string({
      unit: fc.oneof(fc.constantFrom("'", '\\', '\n', '\0', 'é', '😀'), fc.string()),
    })
    const sample = {
      texts: fc.sample(anyText, { numRuns: 40, seed: 1 }),
      blobs: fc.sample(fc.uint8Array({ maxLength: 120 }), { numRuns: 40, seed: 2 }),
    }
    const all = Uint8Array.from({ length: 256 }, (_, i) => i)
    for (const bytes of [all, ...sample.blobs]) {
      const code = Buffer.concat([
        encode('import binascii\nprint(binascii.hexlify('),
        bytesLiteral(bytes),
        encode(').decode())'),
      ])
      expect(await rig.repl.exec(code)).toBe(`${Buffer.from(bytes).toString('hex')}\n`)
    }
    for (const text of sample.texts) {
      const code = `import binascii\nprint(binascii.hexlify(${stringLiteral(text)}.encode()).decode())`
      expect(await rig.repl.exec(code)).toBe(`${Buffer.from(text).toString('hex')}\n`)
    }
  })
})

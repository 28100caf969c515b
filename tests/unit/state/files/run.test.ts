/** Programs that are tried: what they print, how they end, and where their tracebacks lead. */
import { describe, expect, it } from 'vitest'
import { DeviceError } from '../../../../src/errors'
import { PythonError } from '../../../../src/micropython/traceback'
import { pathOfTraceback } from '../../../../src/state/files/open'
import { placeOf, ProgramRun } from '../../../../src/state/files/program-run.svelte'
import { decode, encode } from '../../../support/bytes'
import { opened } from './files-rig'

async function rig() {
  const { board, files } = await opened()
  let printed = ''
  const output = {
    begin: () => void (printed = ''),
    push: (bytes: Uint8Array) => void (printed += decode(bytes)),
  }
  const run = new ProgramRun(files, output)
  return { board, files, run, printed: () => printed }
}
const request = { code: 'x', path: '/lamp.py', firstLine: 4 }

describe('a run', () => {
  it('shows what is printed, and asks afterwards what is left of the room', async () => {
    const { board, files, run, printed } = await rig()
    board.program = (_code, { onOutput }) => {
      onOutput(encode('hello\r\n'))
      board.files.set('/written.txt', encode('by the program'))
      return Promise.resolve()
    }
    await run.start(request)
    expect(printed()).toBe('hello\r\n')
    expect(run.state).toEqual({ is: 'done' })
    const left = { memory: 21_000, space: board.freeBytes }
    expect(run.left).toEqual(left)
    await board.write([{ path: '/later.bin', bytes: new Uint8Array(9000) }])
    await files.reload()
    expect(run.left).toEqual(left)
    expect(files.listing?.entries.some(({ path }) => path === '/written.txt')).toBe(true)
  })

  it('is stopped, also one that never ends; meanwhile no other begins', async () => {
    const { board, run } = await rig()
    let starts = 0
    board.program = (_code, { signal }) => {
      starts++
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error))
      })
    }
    const running = run.start(request)
    await run.start(request)
    expect(run.state).toEqual({ is: 'running' })
    run.stop()
    expect(run.state).toEqual({ is: 'running', stopping: true })
    await running
    expect(run.state).toEqual({ is: 'stopped' })
    expect(starts).toBe(1)
  })

  it('that raises keeps its traceback; lines of the selection are those of its file', async () => {
    const { board, run } = await rig()
    const frames = [{ file: '<stdin>', line: 2, function: '<module>' }]
    const traceback = { frames, type: 'ValueError', message: 'x' }
    board.program = () => Promise.reject(new PythonError('python-error', traceback))
    await run.start(request)
    expect(run.state).toEqual({ is: 'raised', traceback })
    expect(placeOf(request, frames[0]!)).toEqual({ file: '/lamp.py', line: 5 })
    expect(placeOf(request, { file: 'x.py', line: 2 })).toEqual({ file: 'x.py', line: 2 })
  })

  it('that fails still says why once the files are listed again', async () => {
    const { board, files, run } = await rig()
    board.program = () => Promise.reject(new DeviceError('repl-protocol', 'noise'))
    await run.start(request)
    expect(run.state).toEqual({ is: 'stopped' })
    expect(board.calls).toContain('list')
    expect(files.work.problem?.code).toBe('repl-protocol')
  })

  it('that takes the board with it says so', async () => {
    const { board, files, run } = await rig()
    board.program = () => Promise.reject(new DeviceError('repl-silent', 'gone'))
    await run.start(request)
    expect(run.state).toEqual({ is: 'stopped' })
    expect(files.work.problem?.code).toBe('repl-silent')
    expect(files.isOpen).toBe(false)
  })
})

describe('the file that a traceback names', () => {
  it.each([
    ['main.py', '/main.py'],
    ['/lamp.py', '/lamp.py'],
    ['captive_portal/apps/blink.py', '/lib/captive_portal/apps/blink.py'],
    ['blink.py', '/lib/captive_portal/apps/blink.py'],
    ['nowhere.py', undefined],
  ])('%s', async (file, path) => {
    const { files } = await rig()
    expect(pathOfTraceback(files, file)).toBe(path)
  })
})

describe('opening', () => {
  it('that fails gives the board back, and can be tried again', async () => {
    const { board, files } = await opened()
    board.failNext('list', new DeviceError('repl-protocol', 'noise'))
    expect(await files.open()).toBe(false)
    expect(board.closed).toBeDefined()
    expect(files.isOpen).toBe(false)
    expect(await files.open()).toBe(true)
    expect(files.isOpen).toBe(true)
  })
})

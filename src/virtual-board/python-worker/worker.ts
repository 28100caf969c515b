/**
 * The thread in which Python runs: MicroPython, the board's files, boot.py, main.py and the REPL, over
 * and over. It blocks like the chip does; the page's thread is never blocked by it.
 */
import { hostModule } from '../micropython/host-module'
import type { HostRequest } from '../micropython/host-calls'
import { installModules } from '../micropython/stand-ins'
import { putFiles, root, takeFiles, watchFiles } from './board-files'
import { Channel, interrupted } from './channel'
import { startInterpreter } from './interpreter'
import type { FileTree, StartMessage, WorkerMessage } from './messages'
import { Output } from './output'
import { SerialRepl, type ReplEnd } from './serial-repl'

const EINTR = 4
const portName = 'JS with Emscripten'
const chipName = 'ESP module with ESP8266'

/** VfsPosix.rename of this port builds both of its paths in one buffer; the files are renamed here. */
const prelude = `
import sys, os, _files
sys.path[:] = ['', '.frozen', '/lib']
def _install(os, files):
    def absolute(path):
        return path if path[0] == '/' else (os.getcwd().rstrip('/') + '/' + path)
    def rename(old, new):
        os.stat(old)
        if files.rename(absolute(old), absolute(new)) < 0:
            raise OSError(1)
    os.rename = rename
_install(os, _files)
del sys, os, _files, _install
`

export async function serve(
  start: StartMessage,
  post: (message: WorkerMessage) => void,
): Promise<never> {
  const channel = new Channel(start.channel)
  const drain = () => void ask({ op: 'sleep', args: [-1], data: new Uint8Array(0) })
  const output = new Output((bytes) => post({ type: 'output', bytes }), drain)
  let files: FileTree = start.files
  let raw = false
  let first = true

  const ask = (request: HostRequest) => {
    post({ type: 'call', request })
    return channel.awaitReply()
  }

  for (;;) files = await session()

  /** From a (soft) reset to the next. */
  async function session(): Promise<FileTree> {
    const { python, memory, interrupt } = await startInterpreter({
      wasmUrl: start.wasmUrl,
      transmit: (bytes) => output.write(bytes),
      stdin: () => null,
    })
    post({ type: 'memory', memory: memory.buffer as unknown as SharedArrayBuffer, interrupt })
    const wake = (request: HostRequest) => {
      output.flush()
      const reply = ask(request)
      if (reply !== interrupted) return reply
      python._module._mp_sched_keyboard_interrupt()
      return -EINTR
    }
    const view = () => new Uint8Array(memory.buffer)
    output.muted = true
    const fail = (error: unknown) => post({ type: 'died', reason: String(error) })
    installModules(
      python,
      hostModule(wake, view, () => undefined, fail),
      start.modules,
    )
    putFiles(python.FS, files)
    python.registerJsModule('_files', {
      rename: (from: string, to: string) => {
        try {
          python.FS.rename(root + from, root + to)
          return 0
        } catch {
          return -1 // an exception would tear the interpreter down
        }
      },
    })
    python.runPython(prelude)
    output.muted = false
    watchFiles(python.FS, () => post({ type: 'files', files: takeFiles(python.FS) }))
    const running = <T>(work: () => T): T => {
      channel.running = true
      try {
        return work()
      } finally {
        channel.running = false
      }
    }
    const runFile = (name: string) => {
      if (!python.FS.analyzePath(`${root}/${name}`).exists) return
      try {
        running(() => python.runPython(`execfile(${JSON.stringify(name)})`))
      } catch (error) {
        output.text(traceback(error))
      }
    }
    if (start.autorun) {
      runFile('boot.py')
      if (!raw) runFile('main.py')
    }
    output.replace(portName, chipName)
    // The port begins its banner with an empty line; the chip does so only after power-up.
    if (!first && !raw) output.skip = 2
    if (raw) output.muted = true
    python.replInit()
    if (raw) {
      python.replProcessChar(1)
      output.muted = false
      output.text('raw REPL; CTRL-B to exit\r\n>')
    }
    output.flush()
    const repl = new SerialRepl(
      {
        feed: (byte) => {
          if (byte === 13 || byte === 4) output.beEager()
          return running(() => python.replProcessChar(byte)) === 256
        },
        transmit: (bytes) => output.write(bytes),
        cook: (cooked) => (output.cooked = cooked),
        filter: (filter) => (output.filter = filter),
        nextByte: () => {
          const byte = channel.takeByte()
          if (byte !== undefined) return byte
          output.flush()
          return channel.awaitByte()
        },
      },
      { raw },
    )
    const end: ReplEnd = repl.run()
    output.flush()
    first = false
    raw = end === 'soft-reset-raw'
    return takeFiles(python.FS)
  }
}

/** As the chip prints it: without the frame of whoever started the file. */
function traceback(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace('  File "<stdin>", line 1, in <module>\n', '').replace(/\r?\n/g, '\r\n')
}

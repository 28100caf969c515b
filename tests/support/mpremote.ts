/**
 * What mpremote does to a board, by its protocol (tools/mpremote of MicroPython: transport_serial.py,
 * transport.py, commands.py): the raw REPL after a soft reset, raw paste, files in pieces of 256 bytes.
 * mpremote itself is a Python package; this speaks the same bytes over RFC 2217.
 */
import { Rfc2217Client } from '../device/rfc2217-client'
import { encode } from './bytes'

const ENTER = '\r'
const CTRL = { A: '\x01', B: '\x02', C: '\x03', D: '\x04' }
const rawPrompt = 'raw REPL; CTRL-B to exit\r\n'
const pieceBytes = 256

/** What the board's exception printed. */
export class ExecError extends Error {}

/** Takes bytes out of the stream before the REPL's reader sees them: a mounted folder. */
export interface Interceptor {
  /** Called at an escape byte 0x18, which has been taken. */
  serve(wire: Mpremote): Promise<void>
}

export interface Entry {
  name: string
  isFolder: boolean
  sizeBytes: number
}

export class Mpremote {
  /** Set while a folder of the host is mounted. */
  interceptor: Interceptor | undefined
  readonly #bytes: number[] = []
  #wake = () => {}

  private constructor(private readonly client: Rfc2217Client) {
    client.onData((bytes) => {
      this.#bytes.push(...bytes)
      this.#wake()
    })
  }

  static async open(host: string, port: number): Promise<Mpremote> {
    return new Mpremote(await Rfc2217Client.open(host, port))
  }

  close(): void {
    this.client.close()
  }

  send(data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? encode(data) : data
    this.client.send(bytes, () => undefined)
  }

  async rawByte(): Promise<number> {
    for (;;) {
      const byte = this.#bytes.shift()
      if (byte !== undefined) return byte
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  async #byte(): Promise<number> {
    for (;;) {
      const byte = await this.rawByte()
      if (byte !== 0x18 || !this.interceptor) return byte
      await this.interceptor.serve(this)
    }
  }

  /** Everything up to and with `ending`, one character a byte. */
  async until(ending: string): Promise<string> {
    let text = ''
    while (!text.endsWith(ending)) text += String.fromCharCode(await this.#byte())
    return text
  }

  /** Interrupts whatever runs and starts afresh without main.py. */
  async enterRawRepl(): Promise<void> {
    this.send(`${ENTER}${CTRL.C}`)
    this.send(`${ENTER}${CTRL.A}`)
    await this.until(`${rawPrompt}>`)
    this.send(CTRL.D)
    await this.until('soft reboot\r\n')
    await this.until(rawPrompt)
  }

  leaveRawRepl(): void {
    this.send(`${ENTER}${CTRL.B}`)
  }

  /** `mpremote exec`: the output of the code; rejects with the traceback. */
  async exec(code: string): Promise<string> {
    await this.until('>')
    this.send(`\x05A${CTRL.A}`)
    const answer = await this.until(CTRL.A)
    if (answer !== `R${CTRL.A}`) throw new Error(`No raw paste: ${JSON.stringify(answer)}`)
    await this.#paste(encode(code))
    const output = (await this.until(CTRL.D)).slice(0, -1)
    const failure = (await this.until(CTRL.D)).slice(0, -1)
    if (failure) throw new ExecError(failure)
    return output
  }

  async #paste(code: Uint8Array): Promise<void> {
    const window = (await this.rawByte()) | ((await this.rawByte()) << 8)
    let room = window
    for (let at = 0; at < code.length;) {
      while (room === 0 || this.#bytes.length > 0) {
        const byte = await this.rawByte()
        if (byte !== 1) throw new Error(`The board ended the paste with ${byte}`)
        room += window
      }
      const piece = code.subarray(at, at + room)
      this.send(piece)
      room -= piece.length
      at += piece.length
    }
    this.send(CTRL.D)
    await this.until(CTRL.D)
  }

  async list(folder = ''): Promise<Entry[]> {
    const call = folder ? `(${quoted(folder)})` : '()'
    const code = `import os\nfor f in os.ilistdir${call}:\n print(repr(f), end=',')`
    const found = (await this.exec(code)).matchAll(
      /\('((?:[^'\\]|\\.)*)', (\d+), \d+(?:, (\d+))?\)/g,
    )
    return [...found].map(([, name = '', mode, size = '0']) => ({
      name,
      isFolder: (Number(mode) & 0x4000) !== 0,
      sizeBytes: Number(size),
    }))
  }

  async isFolder(path: string): Promise<boolean> {
    try {
      await this.exec('import os')
      const [mode] = /\d+/.exec(await this.exec(`print(repr(os.stat(${quoted(path)})))`)) ?? []
      return (Number(mode) & 0x4000) !== 0
    } catch {
      return false
    }
  }

  async write(path: string, data: Uint8Array): Promise<void> {
    await this.exec(`f=open(${quoted(path)},'wb')\nw=f.write`)
    for (let at = 0; at < data.length; at += pieceBytes) {
      await this.exec(`w(${bytesLiteral(data.subarray(at, at + pieceBytes))})`)
    }
    await this.exec('f.close()')
  }

  async read(path: string): Promise<Uint8Array> {
    await this.exec(`f=open(${quoted(path)},'rb')\nr=f.read`)
    const pieces: number[] = []
    for (;;) {
      const piece = literalBytes((await this.exec(`print(repr(r(${pieceBytes})))`)).trim())
      if (piece.length === 0) break
      pieces.push(...piece)
    }
    await this.exec('f.close()')
    return Uint8Array.from(pieces)
  }

  async sha256(path: string): Promise<string> {
    await this.exec('import hashlib\nh = hashlib.sha256()')
    await this.exec(
      `buf = memoryview(bytearray(256))\nwith open(${quoted(path)}, 'rb') as f:\n while True:\n` +
        '  n = f.readinto(buf)\n  if n == 0:\n   break\n  h.update(buf if n == 256 else buf[:n])\n',
    )
    return Buffer.from(literalBytes((await this.exec('print(repr(h.digest()))')).trim())).toString(
      'hex',
    )
  }

  makeFolder = (path: string) => this.exec(`import os\nos.mkdir(${quoted(path)})`)

  async copyTree(files: Record<string, Uint8Array>, to: string): Promise<void> {
    await this.makeFolder(to)
    const folders = new Set(Object.keys(files).flatMap((path) => parents(path)))
    for (const folder of [...folders].sort()) await this.makeFolder(`${to}/${folder}`)
    for (const path of Object.keys(files).sort()) {
      await this.write(`${to}/${path}`, files[path] ?? new Uint8Array())
    }
  }

  async removeTree(path: string): Promise<void> {
    if (!(await this.isFolder(path))) {
      await this.exec(`import os\nos.remove(${quoted(path)})`)
      return
    }
    for (const { name } of await this.list(path)) await this.removeTree(`${path}/${name}`)
    await this.exec(`import os\nos.rmdir(${quoted(path)})`)
  }

  /** Each entry below `path`, indented by its depth. */
  async tree(path: string, indent = ''): Promise<string[]> {
    const lines: string[] = []
    const entries = (await this.list(path)).sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const { name, isFolder } of entries) {
      lines.push(indent + name)
      if (isFolder) lines.push(...(await this.tree(`${path}/${name}`, `${indent}  `)))
    }
    return lines
  }
}

const parents = (path: string): string[] =>
  path.split('/').flatMap((_, i, parts) => (i > 0 ? [parts.slice(0, i).join('/')] : []))

const quoted = (path: string) => `'${path.replace(/[\\']/g, '\\$&')}'`

function bytesLiteral(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
  return `b'${escaped.join('')}'`
}

const escapes: Record<string, number> = { n: 10, r: 13, t: 9, '\\': 92, "'": 39, '"': 34 }

/** The bytes of a Python literal as MicroPython's repr gives it. */
function literalBytes(literal: string): number[] {
  const body = /^b(['"])([\s\S]*)\1$/.exec(literal)?.[2]
  if (body === undefined) throw new Error(`No bytes: ${literal}`)
  return [...body.matchAll(/\\x(..)|\\(.)|([^\\])/g)].map(([, hex, escape, plain = '']) =>
    hex ? parseInt(hex, 16) : escape ? (escapes[escape] ?? NaN) : plain.charCodeAt(0),
  )
}

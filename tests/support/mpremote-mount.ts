/**
 * `mpremote mount`: the board sees a folder of the host below /remote. The board's side escapes with
 * 0x18 and a command, waits for 0x18, and both then speak little-endian numbers and counted strings
 * (transport_serial.py, fs_hook_code and PyboardCommand). Reading only.
 */
import type { Mpremote } from './mpremote'
import { decode, encode } from './bytes'

const command = {
  stat: 1,
  listStart: 2,
  listNext: 3,
  open: 4,
  close: 5,
  read: 6,
  readLine: 7,
} as const
const ENOENT = 2

/** The board's side, in the same steps as mpremote's: keys off, escape, poll before each read. */
export const hookCode = `
import os, io, sys, select, struct, micropython
class Wire:
 def __init__(self):
  self.i, self.o, self.b = sys.stdin.buffer, sys.stdout.buffer, bytearray(4)
  self.p = select.poll()
  self.p.register(self.i, select.POLLIN)
 def begin(self, kind):
  micropython.kbd_intr(-1)
  self.b[0], self.b[1] = 0x18, kind
  self.o.write(self.b, 2)
  for _ in range(30):
   self.p.poll(1000)
   self.i.readinto(self.b, 1)
   if self.b[0] == 0x18: break
 def end(self):
  micropython.kbd_intr(3)
 def into(self, buf, n):
  view, at = memoryview(buf), 0
  while at < n:
   for _ in self.p.ipoll(1000): break
   else:
    self.end()
    raise OSError(110)
   at += self.i.readinto(view[at:], n - at)
 def s8(self):
  self.into(self.b, 1)
  return self.b[0] - 256 if self.b[0] & 128 else self.b[0]
 def s32(self):
  self.into(self.b, 4)
  return struct.unpack('<i', self.b)[0]
 def data(self):
  n = self.s32()
  buf = bytearray(n)
  self.into(buf, n)
  return buf
 def put8(self, n):
  self.b[0] = n
  self.o.write(self.b, 1)
 def put32(self, n):
  struct.pack_into('<i', self.b, 0, n)
  self.o.write(self.b)
 def puts(self, text):
  self.put32(len(text))
  self.o.write(text)
class RemoteFile(io.IOBase):
 def __init__(self, wire, fd, text):
  self.w, self.fd, self.text = wire, fd, text
 def __enter__(self): return self
 def __exit__(self, *_): self.close()
 def ioctl(self, request, arg):
  if request == 4: self.close()
  elif request == 11: return 249
  elif request != 1: return -1
  return 0
 def ask(self, kind, n=None):
  self.w.begin(kind)
  self.w.put8(self.fd)
  if n is not None: self.w.put32(n)
  data = self.w.data()
  self.w.end()
  return data
 def read(self, n=-1):
  data = self.ask(6, n)
  return str(data, 'utf8') if self.text else bytes(data)
 def readinto(self, buf):
  data = self.ask(6, len(buf))
  buf[:len(data)] = data
  return len(data)
 def readline(self):
  data = self.ask(7)
  return str(data, 'utf8') if self.text else bytes(data)
 def close(self):
  if self.fd is not None:
   self.w.begin(5)
   self.w.put8(self.fd)
   self.w.end()
   self.fd = None
class RemoteFS:
 path = '/'
 def __init__(self, wire): self.w = wire
 def mount(self, readonly, mkfs): pass
 def umount(self): pass
 def full(self, path): return path if path.startswith('/') else self.path + path
 def chdir(self, path):
  path = self.full(path)
  if not path.endswith('/'): path += '/'
  if path != '/': self.stat(path)
  self.path = path
 def getcwd(self): return self.path
 def begin(self, kind, path):
  self.w.begin(kind)
  self.w.puts(self.full(path))
 def result(self):
  answer = self.w.s8()
  if answer < 0:
   self.w.end()
   raise OSError(-answer)
  return answer
 def stat(self, path):
  self.begin(1, path)
  self.result()
  mode, size, a, m, c = [self.w.s32() for _ in range(5)]
  self.w.end()
  return mode, 0, 0, 0, 0, 0, size, a, m, c
 def ilistdir(self, path):
  self.begin(2, path)
  self.result()
  self.w.end()
  def entries():
   while True:
    self.w.begin(3)
    name = str(self.w.data(), 'utf8')
    if not name: break
    kind = self.w.s32()
    self.w.end()
    yield (name, kind, 0)
   self.w.end()
  return entries()
 def open(self, path, mode):
  self.begin(4, path)
  self.w.puts(mode)
  fd = self.result()
  self.w.end()
  return RemoteFile(self.w, fd, 'b' not in mode)
`

interface OpenFile {
  bytes: Uint8Array
  at: number
}

export class MountedFolder {
  readonly #open: (OpenFile | undefined)[] = []
  #names: string[] = []

  /** Paths without a leading slash. */
  constructor(private readonly files: Record<string, Uint8Array>) {}

  async mount(wire: Mpremote): Promise<void> {
    await wire.exec(hookCode)
    wire.interceptor = this
    await wire.exec("os.mount(RemoteFS(Wire()), '/remote')\nos.chdir('/remote')")
  }

  async serve(wire: Mpremote): Promise<void> {
    const kind = await wire.rawByte()
    wire.send(Uint8Array.of(0x18))
    if (kind === command.stat) this.#stat(wire, await text(wire))
    else if (kind === command.listStart) this.#list(wire, await text(wire))
    else if (kind === command.listNext) this.#nextName(wire)
    else if (kind === command.open) this.#openFile(wire, await text(wire), await text(wire))
    else if (kind === command.close) this.#open[await wire.rawByte()] = undefined
    else if (kind === command.read) this.#read(wire, await wire.rawByte(), await number(wire))
    else if (kind === command.readLine) this.#readLine(wire, await wire.rawByte())
    else throw new Error(`The board asked for command ${kind}`)
  }

  #stat(wire: Mpremote, path: string): void {
    const file = this.files[path]
    const isFolder = Object.keys(this.files).some((name) => name.startsWith(`${path}/`))
    if (!file && !isFolder && path !== '') return wire.send(Uint8Array.of(256 - ENOENT))
    wire.send(Uint8Array.of(0))
    for (const n of [file ? 0x8000 : 0x4000, file?.length ?? 0, 0, 0, 0]) wire.send(u32(n))
  }

  #list(wire: Mpremote, folder: string): void {
    const prefix = folder && `${folder}/`
    const inside = Object.keys(this.files).filter((name) => name.startsWith(prefix))
    this.#names = [...new Set(inside.map((name) => name.slice(prefix.length).split('/')[0] ?? ''))]
    wire.send(Uint8Array.of(0))
  }

  #nextName(wire: Mpremote): void {
    const name = this.#names.shift() ?? ''
    wire.send(counted(encode(name)))
    if (name) wire.send(u32(this.files[name] ? 0x8000 : 0x4000))
  }

  #openFile(wire: Mpremote, path: string, mode: string): void {
    const bytes = this.files[path]
    if (!bytes || !mode.startsWith('r')) return wire.send(Uint8Array.of(256 - ENOENT))
    this.#open.push({ bytes, at: 0 })
    wire.send(Uint8Array.of(this.#open.length - 1))
  }

  #read(wire: Mpremote, fd: number, size: number): void {
    const file = this.#open[fd]
    const rest = file?.bytes.subarray(file.at) ?? new Uint8Array()
    const piece = size < 0 ? rest : rest.subarray(0, size)
    if (file) file.at += piece.length
    wire.send(counted(piece))
  }

  #readLine(wire: Mpremote, fd: number): void {
    const file = this.#open[fd]
    const end = file ? file.bytes.indexOf(10, file.at) + 1 : 0
    this.#read(wire, fd, end > 0 && file ? end - file.at : -1)
  }
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value, true)
  return bytes
}

const counted = (bytes: Uint8Array) => Uint8Array.of(...u32(bytes.length), ...bytes)

async function number(wire: Mpremote): Promise<number> {
  const bytes = [0, 0, 0, 0]
  for (let i = 0; i < 4; i++) bytes[i] = await wire.rawByte()
  return new DataView(Uint8Array.from(bytes).buffer).getInt32(0, true)
}

/** A path arrives absolute on the mounted filesystem. */
async function text(wire: Mpremote): Promise<string> {
  const bytes: number[] = []
  for (let left = await number(wire); left > 0; left--) bytes.push(await wire.rawByte())
  return decode(Uint8Array.from(bytes)).replace(/^\/|\/$/g, '')
}

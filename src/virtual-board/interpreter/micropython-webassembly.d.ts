/** The parts of npm @micropython/micropython-webassembly-pyscript that the virtual board uses. */
declare module '@micropython/micropython-webassembly-pyscript/micropython.mjs' {
  export interface EmscriptenStat {
    mode: number
    size: number
  }
  export interface EmscriptenStream {
    /** Set for the terminal. */
    tty?: object
    position: number
    node: { usedBytes?: number }
    stream_ops: { fsync?: (stream: EmscriptenStream) => number }
  }
  export interface EmscriptenFileSystem {
    /** Its numbers are WASI's. */
    ErrnoError: new (errno: number) => Error & { errno: number }
    open(path: string, flags: string | number, mode?: number): EmscriptenStream
    close(stream: EmscriptenStream): void
    write(
      stream: EmscriptenStream,
      buffer: ArrayBufferView,
      offset: number,
      length: number,
      position?: number,
      canOwn?: boolean,
    ): number
    mkdir(path: string, mode?: number): void
    writeFile(path: string, data: Uint8Array | string): void
    readFile(path: string): Uint8Array
    readdir(path: string): string[]
    stat(path: string): EmscriptenStat
    isDir(mode: number): boolean
    unlink(path: string): void
    rename(from: string, to: string): void
    rmdir(path: string): void
    analyzePath(path: string): { exists: boolean }
  }
  export interface MicroPython {
    _module: {
      _mp_sched_keyboard_interrupt(): void
      _malloc(size: number): number
      _free(at: number): void
    }
    FS: EmscriptenFileSystem
    globals: { get(name: string): unknown; set(name: string, value: unknown): void }
    registerJsModule(name: string, module: object): void
    pyimport(name: string): Record<string, (...args: unknown[]) => unknown>
    /** Throws a PythonError whose message is the traceback. */
    runPython(code: string): unknown
    replInit(): void
    /** Takes one byte; 256 after Ctrl-D on an empty line. */
    replProcessChar(byte: number): number
  }
  export function loadMicroPython(options: {
    pystack?: number
    heapsize?: number
    url?: string
    stdin?: () => number | null
    stdout?: (bytes: Uint8Array) => void
    stderr?: (bytes: Uint8Array) => void
    linebuffer?: boolean
  }): Promise<MicroPython>
}

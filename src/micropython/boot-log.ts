/**
 * What a board says while it boots, recognised as it comes in: boot ROM and SDK (74,880 baud) and
 * MicroPython (115,200). Names causes by code; the words for them live in help/. Sources of the texts:
 * tests/golden/boot-logs.json, ESP8266 boot ROM, `inisetup.py` of MicroPython's esp8266 port.
 */
import { faultOf, type BootFault, type BootSilence, type MicroPythonBanner } from './boot-fault'
import { LineSplitter } from './line-splitter'
import { parseTraceback, type Traceback } from './traceback'

/** The boot ROM's own line: why the chip started, and from where. */
export const resetLine = /rst cause:(\d+), boot mode:\((\d+),\d+\)/
/** The name may be a bare hash, or a fork's own: see images/micropython-version.ts. */
const bannerLine = /MicroPython (\w\S{0,79}(?: \[\S{1,79}\])?) on (\d{4}-\d\d-\d\d); (.+)/
const registersLine = /^epc1=(0x[0-9a-f]+),.*excvaddr=(0x[0-9a-f]+)/
const tracebackHeading = 'Traceback (most recent call last):'

/** So many boots without any other sign, and it is a loop. */
const loopBoots = 4
const longestTracebackLines = 32

export class BootLog {
  readonly #lines = new LineSplitter()
  #fault: BootFault | undefined
  #micropython: MicroPythonBanner | undefined
  #traceback: string[] | undefined
  #boots = 0
  #resetCause: number | undefined
  #loads = 0
  #faultInThisBoot = false
  #bytes = 0
  #readable = 0

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length
    for (const byte of bytes) if (isReadable(byte)) this.#readable++
    for (const line of this.#lines.push(bytes)) this.#readLine(line)
    // The ROM stops after these words, without ending the line.
    if (this.#lines.rest.startsWith('ets_main.c')) this.#readDeadEnd()
  }

  /** Set when MicroPython has greeted, and until the next reset. */
  get micropython(): MicroPythonBanner | undefined {
    return this.#micropython
  }

  /** The code of the latest fault that nothing has disproved since. */
  get fault(): BootFault['code'] | undefined {
    return this.#fault?.code
  }

  /** Of boot.py or main.py, since the last reset. */
  get traceback(): Traceback | undefined {
    return this.#traceback && parseTraceback(this.#traceback.join('\n'))
  }

  /** How often the boot ROM has reported a reset. */
  get boots(): number {
    return this.#boots
  }

  /** The number that the boot ROM gave for the last of them. */
  get resetCause(): number | undefined {
    return this.#resetCause
  }

  /** What to make of a log that has come to its end, or to the caller's deadline. */
  conclude(): BootFault | BootSilence | { code: 'micropython'; banner: MicroPythonBanner } {
    if (this.#micropython) return { code: 'micropython', banner: this.#micropython }
    if (this.#fault) return this.#fault
    if (this.#bytes === 0) return { code: 'silent' }
    if (this.#readable < this.#bytes * 0.6) return { code: 'noise' }
    return { code: this.#loads > 0 ? 'silent-after-load' : 'unknown' }
  }

  #readLine(line: string): void {
    this.#collectTraceback(line)
    const reset = resetLine.exec(line)
    if (reset) return this.#readReset(Number(reset[1]), Number(reset[2]))
    const banner = bannerLine.exec(line)
    if (banner) return this.#readBanner(banner)
    const registers = registersLine.exec(line)
    if (registers && this.#fault?.code === 'exception') {
      this.#fault = { ...this.#fault, epc1: registers[1], excvaddr: registers[2] }
    }
    if (line.startsWith('load 0x')) this.#loads++
    if (line.startsWith('ets_main.c')) return this.#readDeadEnd()
    const fault = faultOf(line)
    if (fault) this.#setFault(fault)
  }

  #readReset(resetCause: number, bootMode: number): void {
    this.#boots++
    this.#resetCause = resetCause
    this.#loads = 0
    this.#micropython = this.#traceback = undefined
    this.#faultInThisBoot = false
    const strapped = this.#fault?.code === 'download-mode' || this.#fault?.code === 'sdio-mode'
    if (strapped || this.#fault?.code === 'boot-loop') this.#fault = undefined
    if (bootMode === 1) this.#setFault({ code: 'download-mode' })
    else if (bootMode >= 4) this.#setFault({ code: 'sdio-mode' })
    else if (this.#boots >= loopBoots && !this.#fault)
      this.#fault = { code: 'boot-loop', resetCause }
  }

  #readBanner([, version = '', date = '', board = '']: RegExpExecArray): void {
    this.#micropython = { version, date, board }
    this.#fault = undefined
  }

  /** "ets_main.c" follows other faults as well, and then says nothing new. */
  #readDeadEnd(): void {
    if (this.#faultInThisBoot) return
    this.#setFault({ code: this.#loads > 0 ? 'image-damaged' : 'nothing-bootable' })
  }

  #setFault(fault: BootFault): void {
    this.#fault = fault
    this.#faultInThisBoot = true
  }

  #collectTraceback(line: string): void {
    if (line === tracebackHeading) this.#traceback = [line]
    else if (this.#traceback && isOpen(this.#traceback)) this.#traceback.push(line)
  }
}

/** A traceback goes on as long as its last line is the heading or a frame. */
function isOpen(lines: string[]): boolean {
  const last = lines.at(-1)!
  const goesOn = last === tracebackHeading || last.startsWith('  File "')
  return goesOn && lines.length < longestTracebackLines
}

const isReadable = (byte: number) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d

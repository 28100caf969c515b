/** Restarts and crashes in words; the numbers that the chip gave stand beside them. */
import { bootCauseHelp } from '../../help/boot-causes'
import m from '../../messages/compiled/console-tools'
import type { Message } from '../../messages/format'
import type { BootEvent } from '../../micropython/boot-events'
import type { BootSource } from '../../micropython/boot-noise-reader'
import { exceptionKind, type ExceptionKind } from '../../micropython/exception-causes'

/** By the number after "rst cause:". */
const causes: Record<number, Message> = {
  1: m.boots.cause.powerOn,
  2: m.boots.cause.external,
  3: m.boots.cause.software,
  4: m.boots.cause.watchdog,
  5: m.boots.cause.deepSleep,
}

const sources: Record<BootSource, Message> = {
  flash: m.boots.source.flash,
  bootloader: m.boots.source.bootloader,
  sdio: m.boots.source.sdio,
  other: m.boots.source.other,
}

/** The first number of "boot mode:" where the source tells it. */
const modes: Partial<Record<BootSource, number>> = { flash: 3, bootloader: 1 }

const crashes: Record<ExceptionKind, Message> = {
  'illegal-instruction': m.boots.crash.illegalInstruction,
  'bad-memory': m.boots.crash.badMemory,
  'divide-by-zero': m.boots.crash.divideByZero,
  unaligned: m.boots.crash.unaligned,
  'bad-read': m.boots.crash.badRead,
  'bad-write': m.boots.crash.badWrite,
  other: m.boots.crash.other,
}

/** One or two sentences. */
export function bootWords(event: BootEvent): string {
  if (event.is === 'unclear-restart') return m.boots.unclear()
  if (event.is === 'crash') return crashes[exceptionKind(event.cause)]()
  if (event.is === 'fault') {
    const { title, cause } = bootCauseHelp[event.code]
    return `${title()}. ${cause()}`
  }
  const cause = causes[event.resetCause] ?? m.boots.cause.other
  return `${cause()} ${sources[event.source]()}`
}

/** What the chip gave: "rst cause 2, boot mode 3"; undefined if it gave no numbers. */
export function bootNumbers(event: BootEvent): string | undefined {
  if (event.is === 'crash') {
    const { cause, epc1, excvaddr } = event
    if (epc1 === undefined || excvaddr === undefined)
      return m.boots.exception({ cause: String(cause) })
    return m.boots.exceptionAt({ cause: String(cause), epc1, excvaddr })
  }
  if (event.is !== 'restart') return undefined
  const cause = String(event.resetCause)
  const mode = modes[event.source]
  if (mode === undefined) return m.boots.numbers({ cause })
  return m.boots.numbersWithMode({ cause, mode: String(mode) })
}

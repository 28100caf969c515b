/** Answers the host calls of Python (interpreter/host-calls.ts) from clock, radio, sockets and chip. */
import type { FirmwareIdentity } from '../chip/boot-image'
import type { ResetCause } from '../chip/boot-log'
import type { Clock } from '../clock'
import { errno, type BoardHost, type HostReply, type HostRequest } from '../interpreter/host-calls'
import type { Network } from '../radio/network'
import { fillInEvents } from '../radio/poll-events'
import type { Radio } from '../radio/radio'
import type { Pins } from './pins'
import { socketCall } from '../radio/socket-calls'
import { wifiCall } from '../radio/wifi-calls'

/** The chip as `machine` and `esp` use it. */
export interface ChipInterface {
  /** From the image's header: `esp.flash_size()`. */
  flashSizeBytes: number
  /** As `esp.flash_id()` gives it. */
  flashId: number
  /** Offset of the filesystem in bytes: `esp.flash_user_start()`. */
  flashUserStart: number
  /** `machine.reset_cause()` */
  resetCause: number
  firmware: FirmwareIdentity
  reset(cause: ResetCause): void
  deepSleep(ms: number): void
  feedWatchdog(): void
  setBaudRate(baudRate: number): void
  pins: Pins
}

export interface BoardHostOptions {
  clock: Clock
  radio: Radio
  network: Network
  chip: ChipInterface
  /** Poll events of sys.stdin. */
  stdin?: () => number
}

/** Seconds between 1970 and 2000, MicroPython's epoch on this port. */
const epoch2000 = 946_684_800
const ticksPeriod = 2 ** 30
const never = { poll: () => undefined, untilMs: Infinity, expired: 0 }

export function createBoardHost(options: BoardHostOptions): BoardHost {
  const { clock, radio, network, chip, stdin = () => 0 } = options
  const { pins } = chip
  /** The chip's clock starts with it; a soft reset does not set it back. */
  const startMs = clock.now()
  let rtc = new Uint8Array(0)
  let cpuHz = 80_000_000

  const info = (name: string): HostReply =>
    ({
      flash_size: chip.flashSizeBytes,
      flash_id: chip.flashId,
      flash_user_start: chip.flashUserStart,
      reset_cause: chip.resetCause,
      version: chip.firmware.version,
      date: chip.firmware.date,
      machine: chip.firmware.machine,
      freq: cpuHz,
    })[name] ?? -errno.EINVAL

  const pin = ([number, value]: HostRequest['args']): HostReply => {
    if (value !== undefined) pins.drive(Number(number), value ? 1 : 0)
    return pins.level(Number(number))
  }

  const rtcMemory = ({ args, data }: HostRequest): HostReply => {
    if (args.length) rtc = data.slice(0, Number(args[0]))
    return args.length ? 0 : rtc
  }

  return (request) => {
    const { op, args, data } = request
    if (op.startsWith('wlan.')) return wifiCall(radio, clock, request)
    switch (op) {
      case 'sleep':
        return { poll: () => undefined, untilMs: clock.now() + Number(args[0]), expired: 0 }
      case 'ticks_ms':
        return Math.floor(clock.now() - startMs) % ticksPeriod
      case 'ticks_us':
        return Math.floor((clock.now() - startMs) * 1000) % ticksPeriod
      case 'time':
        return Math.floor(Date.now() / 1000) - epoch2000
      case 'poll':
        return poll(data, Number(args[1]))
      case 'info':
        return info(String(args[0]))
      case 'set_freq':
        cpuHz = Number(args[0])
        return 0
      case 'pin':
        return pin(args)
      case 'pull':
        pins.listen(Number(args[0]), Boolean(args[1]))
        return 0
      case 'rtc':
        return rtcMemory(request)
      case 'reset':
        chip.reset(args[0] === 'watchdog' ? 'watchdog' : 'software')
        return never
      case 'deepsleep':
        chip.deepSleep(Number(args[0]))
        return never
      case 'wdt':
        chip.feedWatchdog()
        return 0
      case 'uart':
        chip.setBaudRate(Number(args[0]))
        return 0
      default:
        return socketCall(network, clock, request) ?? -errno.EINVAL
    }
  }

  function poll(entries: Uint8Array, timeoutMs: number) {
    const look = () => (fillInEvents(entries, network, stdin()) ? entries : undefined)
    const ready = look()
    if (ready || timeoutMs === 0) return ready ?? entries
    const untilMs = timeoutMs < 0 ? Infinity : clock.now() + timeoutMs
    return { poll: look, untilMs, expired: entries }
  }
}

/**
 * Host calls: every operation that the stand-in modules (modules/*.py) request from JavaScript, through the
 * JavaScript module `_host` (host-module.ts).
 *
 * In the current thread (tests, firmware development), without worker and SharedArrayBuffer:
 *
 *     const { python, memory, collector } = await startInterpreter({ heapBytes, transmit, … })
 *     const module = hostModule(host, memory, () => collector.collect(), onPanic)
 *     installModules(python, module, readModuleSources())
 *     python.FS.writeFile('/flash/main.py', …)      // Python's root directory
 *     python.runPython('import main')
 *
 * A host is one function `(request) => reply`. A reply is a number (negative: errno of the chip), a string, or
 * bytes, which are written into the buffer that Python passed.
 */

/** Arguments of each operation in order. `data` marks those that pass a buffer. */
export const hostOperations = {
  // time; milliseconds may be fractions; ticks wrap at 2^30
  sleep: 'ms',
  ticks_ms: '',
  ticks_us: '',
  time: '', // seconds since 2000-01-01
  // sockets; descriptors from 1; timeouts in ms, 0 does not wait, -1 without limit
  socket: 'type', // 1 stream, 2 datagram → fd
  bind: 'fd host port',
  listen: 'fd backlog',
  accept: 'fd timeout', // → fd
  peer: 'fd', // → 'a.b.c.d:port'
  connect: 'fd host port timeout',
  send: 'data fd timeout', // → count
  sendto: 'data fd host port', // → count
  recv: 'data fd size timeout', // → bytes
  recvfrom: 'data fd size timeout', // → 4 bytes address, 2 bytes port, payload
  close: 'fd',
  poll: 'data timeout', // 4 bytes each: fd (2), wanted, came → the same bytes, filled in; fd 0 is stdin
  resolve: 'name', // → 'a.b.c.d' or a negative number
  // Wi-Fi; interface 0 station, 1 access point
  'wlan.active': 'interface [on]',
  'wlan.connect': 'data ssidLength keyLength', // data: ssid, key, [bssid]; lengths -1 without data: as stored
  'wlan.disconnect': '',
  'wlan.status': '',
  'wlan.rssi': '',
  'wlan.stations': 'data', // → 6 bytes each
  'wlan.scan': 'data', // → 43 bytes each, see modules/network.py
  'wlan.get': '[data] interface name', // data for mac, ssid
  'wlan.set': '[data] interface name [value]', // data for mac, ssid, key
  'wlan.apply': 'interface on', // what was set since the last one is in force, or forgotten
  'wlan.ifconfig': 'interface [address,mask,gateway,dns | dhcp]',
  // the chip
  info: 'name', // flash_size, flash_id, flash_user_start, reset_cause, freq; texts: version, date, machine
  set_freq: 'hz',
  pin: 'number [value]',
  pull: 'number up', // an input from now on, with or without the chip's own resistor
  rtc: 'data [length]', // without length: read
  reset: '[watchdog]',
  deepsleep: 'ms', // 0: without end; never answers
  wdt: '', // arms the software watchdog, and feeds it
  uart: 'baud', // rate of UART 0
  write: 'data', // to UART 0, as it is
  kbd_intr: 'character', // -1: none interrupts
  dupterm: 'attached', // 0 takes the UART away from the REPL
} as const

export type HostOperation = keyof typeof hostOperations
export type HostArgument = number | string

export interface HostRequest {
  op: HostOperation
  args: readonly HostArgument[]
  /** The buffer's content; empty if the call passes none. */
  data: Uint8Array
}

/** A number (negative: errno), a string, or bytes for the buffer that was passed. */
export type HostReply = number | string | Uint8Array

/** An operation that cannot answer yet. */
export interface Waiting {
  /** Returns the reply once there is one; called again after every change of network, radio or stdin. */
  poll(): HostReply | undefined
  /** When waiting ends (on the board's clock, ms; Infinity for never), and the reply then. */
  untilMs: number
  expired: HostReply
}

/** A host that does not block: it returns a reply, or what to wait for. */
export type BoardHost = (request: HostRequest) => HostReply | Waiting

/** A host that blocks until there is a reply. */
export type SynchronousHost = (request: HostRequest) => HostReply

export function isWaiting(outcome: HostReply | Waiting): outcome is Waiting {
  return typeof outcome === 'object' && !(outcome instanceof Uint8Array)
}

/** errnos as lwIP and MicroPython use them on the chip. */
export const errno = {
  ENOENT: 2,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EINVAL: 22,
  ENOSPC: 28,
  EADDRINUSE: 98,
  ECONNABORTED: 103,
  ECONNRESET: 104,
  ENOTCONN: 107,
  ETIMEDOUT: 110,
  ECONNREFUSED: 111,
  EHOSTUNREACH: 113,
  EALREADY: 114,
  EINPROGRESS: 115,
  EOPNOTSUPP: 95,
} as const

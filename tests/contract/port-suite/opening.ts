/** Opening, closing, options. */
import { usual, type PortCases } from './case'
import { attempt, Log, named, outcome, read, streams } from './seeing'

const wrong: Record<string, unknown> = {
  'no baud rate': {},
  'baud rate 0': { baudRate: 0 },
  'baud rate -1': { baudRate: -1 },
  'baud rate "fast"': { baudRate: 'fast' },
  'baud rate 2^32': { baudRate: 2 ** 32 },
  'buffer of 0': { baudRate: 9600, bufferSize: 0 },
  'buffer of 16 MiB and 1': { baudRate: 9600, bufferSize: 16 * 1024 * 1024 + 1 },
  '6 data bits': { baudRate: 9600, dataBits: 6 },
  '3 stop bits': { baudRate: 9600, stopBits: 3 },
  'parity "mark"': { baudRate: 9600, parity: 'mark' },
  'flow control "software"': { baudRate: 9600, flowControl: 'software' },
}

const allowed: Record<string, SerialOptions> = {
  'usual options': usual,
  'baud rate alone': { baudRate: 9600 },
  'baud rate 115200.7': { baudRate: 115200.7 },
  '7 data bits, 2 stop bits, even parity': {
    baudRate: 9600,
    dataBits: 7,
    stopBits: 2,
    parity: 'even',
  },
  'buffer of 1': { baudRate: 9600, bufferSize: 1 },
  'buffer of 16 MiB': { baudRate: 9600, bufferSize: 16 * 1024 * 1024 },
}

export const opening: PortCases = {
  'closed: no streams, and what it refuses': async ({ port }) => ({
    streams: streams(port),
    close: await outcome(port.close()),
    setSignals: await outcome(port.setSignals({ requestToSend: true })),
    'setSignals of nothing': await outcome(port.setSignals({})),
    getSignals: await outcome(port.getSignals()),
    connected: port.connected ?? 'unknown',
    info: JSON.stringify(port.getInfo()),
  }),

  'options that no port accepts': async ({ port }) => {
    const seen: Record<string, string> = {}
    for (const [name, options] of Object.entries(wrong)) {
      seen[name] = await outcome(port.open(options as SerialOptions))
    }
    return { ...seen, streams: streams(port), after: await outcome(port.open(usual)) }
  },

  'options that are allowed': async ({ port }) => {
    const seen: Record<string, string> = {}
    for (const [name, options] of Object.entries(allowed)) {
      seen[name] = await outcome(port.open(options))
      if (seen[name] === 'fulfilled') await port.close()
    }
    return seen
  },

  'opened twice, and while it opens': async ({ port }) => {
    const log = new Log()
    await Promise.all([
      log.watch('first', port.open(usual)),
      log.watch('second', port.open(usual)),
      log.watch('close meanwhile', port.close()),
      log.watch('signals meanwhile', port.setSignals({ requestToSend: true })),
    ])
    await log.watch('third', port.open(usual))
    return log.lines
  },

  'bad options do not matter to a port that is open': async ({ port }) => {
    await port.open(usual)
    return outcome(port.open({ baudRate: 0 }))
  },

  'streams are there at once, and the same each time': async ({ port }) => {
    await port.open(usual)
    const before = { readable: port.readable, writable: port.writable }
    return [streams(port), streams(port, before)]
  },

  'close with streams that nobody locked': async ({ port, far }) => {
    await port.open(usual)
    const { readable, writable } = port
    await far.say([1, 2, 3])
    const open = await far.isOpen()
    const closed = await outcome(port.close())
    return {
      open,
      closed,
      'open after': await far.isOpen(),
      streams: streams(port),
      'old readable': await named(readable!.getReader().read()),
      'old readable is done': (await readable!.cancel().then(
        () => true,
        () => false,
      )) as boolean,
      'old writable': await outcome(writable!.getWriter().write(new Uint8Array(1))),
      again: await outcome(port.close()),
    }
  },

  'close without ever asking for a stream': async ({ port }) => {
    await port.open(usual)
    return [await outcome(port.close()), await outcome(port.open(usual))]
  },

  'close while the readable is locked': async ({ port }) => {
    await port.open(usual)
    const before = { readable: port.readable, writable: port.writable }
    const reader = port.readable!.getReader()
    const refused = await outcome(port.close())
    const after = streams(port, before)
    reader.releaseLock()
    return { refused, after, released: await outcome(port.close()) }
  },

  // Nobody asks for `readable` between the two: Chromium 156 ends the page for it.
  'close while the writable is locked': async ({ port }) => {
    await port.open(usual)
    const before = { readable: port.readable, writable: port.writable }
    const writer = port.writable!.getWriter()
    const refused = await outcome(port.close())
    const read = await outcome(before.readable!.getReader().read())
    const same = port.writable === before.writable
    writer.releaseLock()
    return { refused, read, same, released: await outcome(port.close()) }
  },

  'close while a read waits, and it ends when the reader is cancelled': async ({ port }) => {
    await port.open(usual)
    const reader = port.readable!.getReader()
    const log = new Log()
    const waiting = log.watch('read', reader.read())
    await log.watch('close', port.close())
    const cancelled = log.watch('cancel', reader.cancel())
    await Promise.all([waiting, cancelled])
    reader.releaseLock()
    await log.watch('close again', port.close())
    return log.lines
  },

  'close and cancel in one breath': async ({ port }) => {
    await port.open(usual)
    const log = new Log()
    const reader = port.readable!.getReader()
    const read = log.watch('read', reader.read())
    const cancel = log.watch('cancel', reader.cancel())
    reader.releaseLock()
    await Promise.all([read, cancel, log.watch('close', port.close())])
    return log.lines.sort()
  },

  'closed twice at once': async ({ port }) => {
    await port.open(usual)
    const log = new Log()
    await Promise.all([log.watch('first', port.close()), log.watch('second', port.close())])
    return log.lines.sort()
  },

  'another baud rate right after close': async ({ port, far }) => {
    const rates: number[] = []
    for (const baudRate of [74880, 115200, 460800]) {
      await port.open({ ...usual, baudRate })
      rates.push(await far.baudRate())
      await far.say([baudRate & 0x7f])
      const reader = port.readable!.getReader()
      rates.push(...(await read(reader, 1)))
      reader.releaseLock()
      await port.close()
    }
    return rates
  },

  'bytes of before the open, and of between two opens, are gone': async ({ port, far }) => {
    await far.say([1, 2, 3])
    await far.settled()
    await port.open(usual)
    await far.say([4])
    const reader = port.readable!.getReader()
    const first = await read(reader, 1)
    reader.releaseLock()
    await port.close()
    await far.say([5, 6])
    await far.settled()
    await port.open(usual)
    await far.say([7])
    return [first, await read(port.readable!.getReader(), 1)]
  },

  'open in the same task as the end of close': async ({ port }) => {
    await port.open(usual)
    const closing = port.close()
    const early = await outcome(port.open(usual))
    await closing
    return {
      early,
      after: await outcome(port.open(usual)),
      read: await attempt(() => port.readable!.getReader()),
    }
  },
}

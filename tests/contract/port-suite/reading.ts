/** The readable: locking, cancel, what is kept, what is lost, errors of the line. */
import { usual, type LineError, type PortCase, type PortCases } from './case'
import { attempt, drain, Log, named, outcome, read, sofar, streams } from './seeing'

export const reading: PortCases = {
  'one reader at a time': async ({ port }) => {
    await port.open(usual)
    const readable = port.readable!
    const reader = readable.getReader()
    const seen = {
      'second reader': await attempt(() => readable.getReader()),
      'cancel past the reader': await named(readable.cancel()),
      locked: readable.locked,
    }
    reader.releaseLock()
    return { ...seen, 'after release': await attempt(() => readable.getReader()) }
  },

  'a read that waits gets what arrives': async ({ port, far }) => {
    await port.open(usual)
    const reader = port.readable!.getReader()
    const waiting = read(reader, 3)
    await far.say([0, 127, 255])
    return waiting
  },

  'every byte value arrives as it was sent': async ({ port, far }) => {
    await port.open(usual)
    const all = Array.from({ length: 256 }, (_, i) => i)
    await far.say(all)
    const got = await read(port.readable!.getReader(), 256)
    return got.every((byte, i) => byte === i)
  },

  'cancel ends a read that waits, and the next readable is new': async ({ port, far }) => {
    await port.open(usual)
    const before = { readable: port.readable, writable: port.writable }
    const reader = port.readable!.getReader()
    const waiting = reader.read()
    const cancelled = await outcome(reader.cancel())
    const { value, done } = await waiting
    reader.releaseLock()
    const after = streams(port, before)
    await far.say([9])
    const next = await read(port.readable!.getReader(), 1)
    return { cancelled, value: String(value), done, after, next }
  },

  'cancel throws away what nobody has read': async ({ port, far }) => {
    await port.open(usual)
    await far.say([1, 2, 3])
    await far.settled()
    await port.readable!.cancel()
    await far.say([4])
    return read(port.readable!.getReader(), 1)
  },

  'cancel with a reason': async ({ port }) => {
    await port.open(usual)
    const before = { readable: port.readable }
    const reader = port.readable!.getReader()
    const read = named(reader.read())
    const cancel = await outcome(reader.cancel(new Error('enough')))
    return { cancel, read: await read, after: streams(port, before) }
  },

  'releasing the lock fails the read that waits, and loses nothing': async ({ port, far }) => {
    await port.open(usual)
    const before = { readable: port.readable, writable: port.writable }
    const first = port.readable!.getReader()
    const waiting = named(first.read())
    first.releaseLock()
    const failed = await waiting
    await far.say([5, 6])
    return {
      failed,
      after: streams(port, before),
      next: await read(port.readable!.getReader(), 2),
    }
  },

  'bytes between two readers are kept': async ({ port, far }) => {
    await port.open(usual)
    const first = port.readable!.getReader()
    await far.say([1])
    const one = await read(first, 1)
    first.releaseLock()
    await far.say([2])
    await far.settled()
    return [one, await read(port.readable!.getReader(), 1)]
  },

  'bytes before the readable was first asked for are kept': async ({ port, far }) => {
    await port.open(usual)
    await far.say([1, 2])
    await far.settled()
    return read(port.readable!.getReader(), 2)
  },

  'a read gives at most the buffer size at once': async ({ port, far }) => {
    await port.open({ ...usual, bufferSize: 8 })
    await far.say([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    await far.settled()
    const reader = port.readable!.getReader()
    const sizes: number[] = []
    const bytes: number[] = []
    while (bytes.length < 10) {
      const { value } = await reader.read()
      sizes.push(value!.length)
      bytes.push(...value!)
    }
    return { bytes, 'largest is 8 or less': Math.max(...sizes) <= 8 }
  },

  'a reader with a buffer of its own (BYOB)': async ({ port, far }) => {
    await port.open(usual)
    await far.say([1, 2, 3])
    await far.settled()
    const reader = port.readable!.getReader({ mode: 'byob' })
    const { value } = await reader.read(new Uint8Array(2))
    return Array.from(value!)
  },

  'more than the buffer holds, to a page that reads late': async ({ port, far }) => {
    await port.open({ ...usual, bufferSize: 64 })
    const count = 6000
    await far.say(Array.from({ length: count }, (_, i) => i % 251))
    await far.settled()
    const got = await read(port.readable!.getReader(), count)
    return got.every((byte, i) => byte === i % 251)
  },

  'break received': disturbed('break'),
  'parity error received': disturbed('parity'),

  'bytes before and after a break are kept': async ({ port, far }) => {
    await port.open(usual)
    await far.say([1, 2])
    await far.disturb('break')
    await far.say([3, 4])
    await far.settled()
    const bytes: number[] = []
    const failed = await drain(port.readable!.getReader(), bytes)
    await sofar(drain(port.readable!.getReader(), bytes), far)
    return { bytes, failed }
  },

  'the writable does not mind an error of the readable': async ({ port, far }) => {
    await port.open(usual)
    const before = { readable: port.readable, writable: port.writable }
    const writer = port.writable!.getWriter()
    await far.disturb('break')
    await drain(port.readable!.getReader())
    const wrote = await outcome(writer.write(Uint8Array.of(7)))
    return { wrote, heard: await far.heard(1), streams: streams(port, before) }
  },

  'close after an error, with nobody asking for the new readable': async ({ port, far }) => {
    await port.open(usual)
    await far.disturb('break')
    const reader = port.readable!.getReader()
    await drain(reader)
    return outcome(port.close())
  },
}

function disturbed(error: LineError): PortCase {
  return async ({ port, far }) => {
    await port.open({ ...usual, parity: error === 'parity' ? 'even' : 'none' })
    const before = { readable: port.readable, writable: port.writable }
    const log = new Log()
    const reader = port.readable!.getReader()
    const reading = log.watch('read', reader.read())
    await far.disturb(error)
    await reading
    await log.watch('reader closed', reader.closed)
    log.note(JSON.stringify(streams(port, before)))
    reader.releaseLock()
    await far.say([1])
    const next = port.readable!.getReader()
    log.note(JSON.stringify(await read(next, 1)))
    log.note(await sofar(next.read(), far))
    return log.lines
  }
}

/** The writable: locking, close, abort, a wire that does not move, chunks of all kinds. */
import { much, usual, type PortCases } from './case'
import { attempt, Log, named, outcome, sofar, streams, waitingWrite } from './seeing'

export const writing: PortCases = {
  'one writer at a time': async ({ port }) => {
    await port.open(usual)
    const writable = port.writable!
    const writer = writable.getWriter()
    const seen = {
      'second writer': await attempt(() => writable.getWriter()),
      'abort past the writer': await named(writable.abort()),
      'close past the writer': await named(writable.close()),
    }
    writer.releaseLock()
    return { ...seen, 'after release': await attempt(() => writable.getWriter()) }
  },

  'chunks: views, buffers, and what is none': async ({ port, far }) => {
    await port.open(usual)
    const seen: string[] = []
    const chunks: unknown[] = [
      Uint8Array.of(1, 2, 3, 4).subarray(1, 3),
      Uint8Array.of(5).buffer,
      new DataView(Uint8Array.of(6, 7).buffer, 1),
      new Uint8Array(0),
    ]
    const writer = port.writable!.getWriter()
    for (const chunk of chunks) seen.push(await outcome(writer.write(chunk as Uint8Array)))
    const heard = await far.heard(4)
    const before = { writable: port.writable }
    seen.push(await named(writer.write('text' as unknown as Uint8Array)))
    seen.push(await named(writer.write(Uint8Array.of(8))))
    writer.releaseLock()
    return { seen, heard, after: streams(port, before) }
  },

  'the page may change its buffer once the write is done': async ({ port, far }) => {
    await port.open(usual)
    const bytes = Uint8Array.of(1, 2, 3)
    const writer = port.writable!.getWriter()
    await writer.write(bytes)
    bytes.fill(9)
    return far.heard(3)
  },

  'desired size and ready': async ({ port, far }) => {
    await port.open(usual)
    await far.stall(true)
    const writer = port.writable!.getWriter()
    const sizes = [writer.desiredSize]
    const write = writer.write(much())
    sizes.push(writer.desiredSize)
    const ready = await sofar(writer.ready, far)
    const pending = await sofar(write, far)
    await far.stall(false)
    await write
    sizes.push(writer.desiredSize)
    return { sizes, ready, pending }
  },

  'close lets everything out first, and the next writable is new': async ({ port, far }) => {
    await port.open(usual)
    const before = { readable: port.readable, writable: port.writable }
    const writer = port.writable!.getWriter()
    const log = new Log()
    const write = log.watch('write', writer.write(new Uint8Array(20_000).fill(1)))
    const close = log.watch('close', writer.close())
    await Promise.all([write, close])
    await far.heard(20_000)
    const after = streams(port, before)
    const next = port.writable!.getWriter()
    await next.write(Uint8Array.of(2))
    await far.heard(20_001)
    return { log: log.lines, after, heardBytes: await far.heardBytes() }
  },

  'close of the writer waits for the wire': async ({ port, far }) => {
    await port.open(usual)
    await far.stall(true)
    const writer = port.writable!.getWriter()
    void writer.write(much()).catch(() => undefined)
    const closing = writer.close()
    const stalled = await sofar(closing, far)
    await far.stall(false)
    return { stalled, moving: await outcome(closing) }
  },

  'abort throws away what has not left, and the next writable is new': async ({ port, far }) => {
    await port.open(usual)
    const before = { readable: port.readable, writable: port.writable }
    await far.stall(true)
    const writer = port.writable!.getWriter()
    const log = new Log()
    const write = log.watch('write under way', writer.write(much()))
    const queued = log.watch('write queued', writer.write(Uint8Array.of(1)))
    await far.settled()
    const aborted = log.watch('abort', writer.abort(new Error('enough')))
    await Promise.all([write, queued, aborted])
    const after = streams(port, before)
    writer.releaseLock()
    await far.stall(false)
    await far.settled()
    const lost = (await far.heardBytes()) < much().length
    const next = port.writable!.getWriter()
    return { log: log.lines, after, lost, next: await outcome(next.write(Uint8Array.of(2))) }
  },

  'abort without a reason': async ({ port, far }) => {
    await port.open(usual)
    await far.stall(true)
    const writer = port.writable!.getWriter()
    const write = named(writer.write(much()))
    await far.settled()
    return { abort: await outcome(writer.abort()), write: await write }
  },

  'close of the port while a write waits': async (rig) => {
    const { port } = rig
    const { writer, log, write } = await waitingWrite(rig)
    await log.watch('close while locked', port.close())
    writer.releaseLock()
    await Promise.all([log.watch('close', port.close()), write])
    return log.lines
  },

  'releasing the lock leaves the write under way': async ({ port, far }) => {
    await port.open(usual)
    await far.stall(true)
    const writer = port.writable!.getWriter()
    const write = writer.write(much())
    writer.releaseLock()
    const stalled = await sofar(write, far)
    await far.stall(false)
    const done = await outcome(write)
    await far.heard(much().length)
    return { stalled, done }
  },

  'what was written right before the port closes may be lost, but closing works': async ({
    port,
    far,
  }) => {
    await port.open(usual)
    await far.stall(true)
    const writer = port.writable!.getWriter()
    const write = await outcome(writer.write(new Uint8Array(1000)))
    writer.releaseLock()
    const closed = await outcome(port.close())
    return { write, closed }
  },
}

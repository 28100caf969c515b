/** The cable is pulled: in every state of the port; events; the same port or another one afterwards. */
import { much, usual, type PortCases, type PortRig, type Seen } from './case'
import { drain, Log, outcome, streams, waitingWrite } from './seeing'

/** Pulls the cable and waits until the page was told. */
async function unplug({ port, far }: PortRig): Promise<void> {
  const told = new Promise((resolve) =>
    port.addEventListener('disconnect', resolve, { once: true }),
  )
  await far.unplug()
  await told
  await far.settled()
}

/** Not with `once`: Chromium 156 never calls such a listener of `serial` for "connect". */
async function plug({ serial, far }: PortRig): Promise<SerialPort> {
  const told = new Promise<EventTarget | null>((resolve) =>
    serial.addEventListener('connect', (event) => resolve(event.target)),
  )
  await far.plug()
  return (await told) as SerialPort
}

/** The streams as they are now, then the locks released and the port closed: the whole log. */
async function closing(port: SerialPort, log: Log, ...locks: { releaseLock(): void }[]) {
  log.note(JSON.stringify(streams(port)))
  for (const lock of locks) lock.releaseLock()
  await log.watch('close', port.close())
  return log.lines
}

export const unplugging: PortCases = {
  'while a read waits': async (rig) => {
    const { port } = rig
    await port.open(usual)
    const reader = port.readable!.getReader()
    const log = new Log()
    const read = log.watch('read', reader.read())
    await unplug(rig)
    await read
    await log.watch('reader closed', reader.closed)
    return closing(port, log, reader)
  },

  'while a write waits': async (rig) => {
    const { port } = rig
    const { writer, log, write } = await waitingWrite(rig)
    await unplug(rig)
    await write
    await log.watch('next write', writer.write(Uint8Array.of(1)))
    return closing(port, log, writer)
  },

  'while both wait': async (rig) => {
    const { port, far } = rig
    await port.open(usual)
    await far.stall(true)
    const reader = port.readable!.getReader()
    const writer = port.writable!.getWriter()
    const log = new Log()
    const both = [log.watch('read', reader.read()), log.watch('write', writer.write(much()))]
    await far.settled()
    await unplug(rig)
    await Promise.all(both)
    log.lines.sort()
    return closing(port, log, reader, writer)
  },

  'while it is open and nobody reads or writes': async (rig) => {
    const { port, far } = rig
    await port.open(usual)
    const before = { readable: port.readable, writable: port.writable }
    await unplug(rig)
    const after = streams(port, before)
    const reader = before.readable!.getReader()
    const writer = before.writable!.getWriter()
    const log = new Log()
    await log.watch('read', reader.read())
    await log.watch('write', writer.write(Uint8Array.of(1)))
    reader.releaseLock()
    writer.releaseLock()
    await far.settled()
    const signals = [
      await outcome(port.setSignals({ requestToSend: true })),
      await outcome(port.getSignals()),
    ]
    return {
      after,
      log: log.lines,
      later: streams(port),
      signals,
      closed: await outcome(port.close()),
    }
  },

  'while no stream was ever asked for': async (rig) => {
    const { port } = rig
    await port.open(usual)
    await unplug(rig)
    return {
      streams: streams(port),
      signals: await outcome(port.setSignals({ requestToSend: true })),
      open: await outcome(port.open(usual)),
      closed: await outcome(port.close()),
    }
  },

  'while a writer is held that has nothing to write': async (rig) => {
    const { port, far } = rig
    await port.open(usual)
    const writer = port.writable!.getWriter()
    const log = new Log()
    await writer.write(Uint8Array.of(1))
    await unplug(rig)
    log.note(JSON.stringify(streams(port)))
    await log.watch('write', writer.write(Uint8Array.of(2)))
    await far.settled()
    log.note(JSON.stringify(streams(port)))
    await log.watch('next write', writer.write(Uint8Array.of(3)))
    writer.releaseLock()
    await log.watch('close', port.close())
    return log.lines
  },

  'bytes that had arrived can still be read': async (rig) => {
    const { port, far } = rig
    await port.open(usual)
    const reader = port.readable!.getReader()
    await far.say([1, 2, 3])
    await far.settled()
    await unplug(rig)
    const bytes: number[] = []
    const end = await drain(reader, bytes)
    return { bytes, end }
  },

  'while it is closed': async (rig) => {
    const { port } = rig
    await unplug(rig)
    return {
      connected: port.connected ?? 'unknown',
      open: await outcome(port.open(usual)),
      streams: streams(port),
      listed: (await rig.serial.getPorts()).length,
    }
  },

  'events: at the port, then at serial, and what is told': async (rig) => {
    const { port, serial, far } = rig
    const seen: Seen[] = []
    const note = (where: string) => (event: Event) =>
      seen.push(
        `${where} ${event.type} target ${event.target === port ? 'port' : 'other'}` +
          ` bubbles ${event.bubbles} cancelable ${event.cancelable} connected ${port.connected}`,
      )
    for (const type of ['connect', 'disconnect'] as const) {
      port.addEventListener(type, note('port'))
      serial.addEventListener(type, note('serial'))
      port[`on${type}`] = note('port handler')
      serial[`on${type}`] = note('serial handler')
    }
    await unplug(rig)
    await plug(rig)
    await far.settled()
    return seen
  },

  'plugged in again: the same port, closed, and it opens': async (rig) => {
    const { port, serial } = rig
    await port.open(usual)
    await unplug(rig)
    await port.close()
    const next = await plug(rig)
    const listed = await serial.getPorts()
    return {
      'same object': next === port,
      'listed the same': listed.map((other) => other === port),
      connected: port.connected ?? 'unknown',
      'old opens': await outcome(port.open(usual)),
      'new opens': next === port ? 'the same' : await outcome(next.open(usual)),
    }
  },

  'plugged in again before it was closed': async (rig) => {
    const { port } = rig
    await port.open(usual)
    await unplug(rig)
    const next = await plug(rig)
    return {
      'same object': next === port,
      streams: streams(port),
      open: await outcome(port.open(usual)),
      closed: await outcome(port.close()),
      reopened: await outcome(port.open(usual)),
    }
  },
}

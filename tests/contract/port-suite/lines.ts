/** DTR, RTS, break, and the modem's inputs. */
import { usual, type PortCases } from './case'
import { outcome } from './seeing'

export const lines: PortCases = {
  'opening raises both lines, closing lowers them': async ({ port, far }) => {
    await far.lines()
    await port.open(usual)
    const opened = await far.lines()
    await port.close()
    return { opened, closed: await far.lines() }
  },

  'both at once, each alone, and the other stays': async ({ port, far }) => {
    await port.open(usual)
    await far.lines()
    const seen: Record<string, string[]> = {}
    const steps: SerialOutputSignals[] = [
      { dataTerminalReady: false, requestToSend: true },
      { dataTerminalReady: true, requestToSend: false },
      { dataTerminalReady: false },
      { requestToSend: true },
      { requestToSend: false, dataTerminalReady: undefined },
    ]
    for (const [index, step] of steps.entries()) {
      await port.setSignals(step)
      seen[`${index + 1} ${JSON.stringify(step)}`] = await far.lines()
    }
    return seen
  },

  'nothing to set': async ({ port }) => {
    await port.open(usual)
    return [
      await outcome(port.setSignals({})),
      await outcome(port.setSignals(undefined as unknown as SerialOutputSignals)),
      await outcome(port.setSignals({ break: undefined })),
    ]
  },

  'break goes on and off': async ({ port, far }) => {
    await port.open(usual)
    await far.lines()
    await port.setSignals({ break: true })
    const on = await far.lines()
    await port.setSignals({ break: false })
    return { on, off: await far.lines() }
  },

  'the inputs': async ({ port }) => {
    await port.open(usual)
    const signals = await port.getSignals()
    return Object.keys(signals)
      .sort()
      .map((name) => `${name} ${String(signals[name as keyof typeof signals])}`)
  },

  'signals while streams are locked': async ({ port }) => {
    await port.open(usual)
    port.readable!.getReader()
    port.writable!.getWriter()
    return [
      await outcome(port.setSignals({ requestToSend: false })),
      await outcome(port.getSignals().then(() => undefined)),
    ]
  },
}

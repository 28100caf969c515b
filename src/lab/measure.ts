/** What one run has taken, from the page's own records: times, bytes, baud rates. */
import { trafficOf } from '../serial/traffic'
import type { History } from '../report/history'
import type { SessionState } from '../state/session-state'
import type { Run } from './results'

/** Begins to measure; the function that it returns ends it. */
export function startMeasuring(history: History, kind: Run['kind']): (state: SessionState) => Run {
  const start = performance.now()
  const before = recordOf(history.port)
  const since = history.attempts.length > 0 ? history.attempts.at(-1)?.fromMs : undefined
  return (state) => {
    const port = history.port
    const after = recordOf(port)
    // Another port, such as after a replug, began at nothing.
    const from = port === before.port ? before : recordOf(undefined)
    return {
      at: new Date().toISOString(),
      kind,
      bridge: port && idsOf(port.getInfo()),
      chip: history.identity?.chip,
      flashSizeBytes: history.identity?.flashSizeBytes,
      ...endingOf(state),
      totalMs: Math.round(performance.now() - start),
      baudRates: after.baudRates.slice(from.baudRates.length),
      sentBytes: after.out - from.out,
      receivedBytes: after.in - from.in,
      attempts: history.attempts
        .filter(({ fromMs }) => since === undefined || fromMs > since)
        .map(({ what, fromMs, toMs = fromMs, outcome = 'not ended', phases }) => ({
          what,
          ms: Math.round(toMs - fromMs),
          outcome,
          phases: phases.map(({ phase, fromMs, toMs }) => ({
            phase,
            ms: Math.round(toMs - fromMs),
          })),
        })),
    }
  }
}

function recordOf(port: SerialPort | undefined) {
  if (!port) return { port, in: 0, out: 0, baudRates: [] as readonly number[] }
  const { totals, baudRates } = trafficOf(port)
  return { port, in: totals.in, out: totals.out, baudRates }
}

const idsOf = ({ usbVendorId, usbProductId }: SerialPortInfo) => ({ usbVendorId, usbProductId })

function endingOf(state: SessionState): Pick<Run, 'ended' | 'code' | 'message'> {
  if (state.at === 'failed') {
    return { ended: 'failed', code: state.error.code, message: state.error.message }
  }
  if (state.at === 'ready' || state.at === 'running') return { ended: state.at }
  return { ended: 'disconnected' }
}

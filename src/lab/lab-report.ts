/** The checklist's results as JSON for an issue, without what is nobody's business. */
import { hexDigits } from '../bytes/hex'
import { redactText } from '../report/redact'
import { versions } from '../report/versions'
import { portName } from '../serial/usb-bridges'
import type { Result, Run } from './results'
import { labSteps } from './steps'

/** Raised when a reader of reports would have to look elsewhere for something. */
const formatVersion = 1

export interface LabReportFacts {
  madeAt: Date
  userAgent: string
  results: Readonly<Record<string, Result>>
}

export function labReport({ madeAt, userAgent, results }: LabReportFacts): string {
  const report = {
    format: 'portal-flasher-lab',
    version: formatVersion,
    madeAt: madeAt.toISOString(),
    versions,
    userAgent,
    steps: labSteps.map(({ id, title }) => stepOf(id, title(), results[id])),
  }
  return JSON.stringify(report, null, 2)
}

const redacted = (text: string) => redactText(text, { names: false, secrets: [] })

const stepOf = (id: string, title: string, result: Result | undefined) => ({
  id,
  title,
  outcome: result?.outcome ?? 'open',
  note: result?.note ? redacted(result.note) : undefined,
  runs: (result?.runs ?? []).map(runOf),
})

function runOf({ bridge, message, ...run }: Run) {
  const { usbVendorId, usbProductId } = bridge ?? {}
  const hex = (id: number | undefined) => (id === undefined ? undefined : hexDigits(id, 4))
  return {
    ...run,
    message: message && redacted(message),
    bridge: bridge && {
      name: portName({ usbVendorId, usbProductId }),
      vendor: hex(usbVendorId),
      product: hex(usbProductId),
    },
  }
}

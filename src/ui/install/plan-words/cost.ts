/** How much goes over the cable, and how long it takes. */
import m from '../../../messages/compiled/plan'
import { minutes, seconds, size } from '../../../messages/format'
import type { InstallPlan } from '../../../provision/plan/plan'
import { isIdentical } from './writes'

/** From the reset until the portal's line; a known network may take longer. */
const bootMs = 3000
/** Until MicroPython has made a filesystem of its own and listens. */
const formatMs = 5000
/** Of 115,200 baud what the REPL leaves after pauses for writing. */
const replBytesPerMs = 8

/** "412 KB over the cable, about 12 s until the portal runs." */
export function costWords(plan: InstallPlan): string {
  const uploadBytes = plan.uploads.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const uploadMs = uploadBytes > 0 ? formatMs + uploadBytes / replBytesPerMs : 0
  const time = durationWords(plan.estimatedMs + uploadMs + bootMs)
  if (isIdentical(plan)) return m.cost.timeOnly({ time })
  return m.cost.bytesAndTime({ size: size(Math.max(plan.wireBytes + uploadBytes, 1024)), time })
}

/** Until a board that runs has been interrupted and its files are compared. */
const compareMs = 1500

const sentBytes = ({ files: { planned } }: InstallPlan): number =>
  planned
    .filter(({ fate }) => fate === 'added' || fate === 'replaced')
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** "5 s": of an update of files alone, until the portal runs again. */
export const updateTimeWords = (plan: InstallPlan): string =>
  durationWords(compareMs + sentBytes(plan) / replBytesPerMs + bootMs)

/** The same as `costWords`, of an update of files alone. */
export const updateCostWords = (plan: InstallPlan): string =>
  m.cost.bytesAndTime({
    size: size(Math.max(sentBytes(plan), 1024)),
    time: updateTimeWords(plan),
  })

function durationWords(ms: number): string {
  const wholeSeconds = Math.ceil(ms / 1000)
  return wholeSeconds < 90 ? seconds(wholeSeconds) : minutes(Math.ceil(wholeSeconds / 60))
}

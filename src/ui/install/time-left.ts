/** How long the job still takes. */
import m from '../../messages/compiled/working'
import { minutes, seconds } from '../../messages/format'

/** "about 25 s left"; rounded, because a number that jumps every second reads as unsure. */
export function timeLeftWords(remainingMs: number | undefined): string {
  if (remainingMs === undefined) return ''
  const left = remainingMs / 1000
  if (left < 4) return m.timeLeft.few()
  if (left < 58) return m.timeLeft.about({ time: seconds(Math.ceil(left / 5) * 5) })
  return m.timeLeft.about({ time: minutes(Math.ceil(left / 60)) })
}

/** A console's log as a file. */
import m from '../../messages/compiled/console-tools'
import { downloadText } from '../presets/local-file'
import type { ConsoleLog } from './console-log'
import { plainLog } from './plain-log'

/** @param stamps whether each line begins with its time */
export function saveLog(log: ConsoleLog, stamps: boolean): void {
  const lines = [...plainLog(log.segments(), { stamps, isCut: log.isCut })]
  if (log.isCut) lines.unshift(`${m.log.cut()}\n`)
  downloadText(fileName(new Date()), lines.join(''), 'text/plain')
}

/** "console-2026-11-28-1405.txt", by the reader's clock. */
export function fileName(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-')
  return `console-${day}-${two(now.getHours())}${two(now.getMinutes())}.txt`
}

/** What the cases saw on a browser's own port; RECORD=1 writes it anew from there. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import type { Seen } from './case'

const files = { chromium: 'web-serial.json', firefox: 'web-serial-firefox.json' }
const schema = v.object({ browser: v.string(), cases: v.record(v.string(), v.unknown()) })

export interface PortRecord {
  expectedOf(name: string): unknown
  /** True if this run records; only a run on the browser itself may. */
  record(browser: string, name: string, seen: Seen): boolean
}

export function recordOf(browser: keyof typeof files): PortRecord {
  const path = fileURLToPath(new URL(`../../golden/${files[browser]}`, import.meta.url))
  const recorded = () =>
    existsSync(path)
      ? v.parse(schema, JSON.parse(readFileSync(path, 'utf8')))
      : { browser: '', cases: {} }
  return {
    expectedOf: (name) => recorded().cases[name],
    record(browser, name, seen) {
      if (!process.env.RECORD) return false
      const cases = { ...recorded().cases, [name]: seen }
      writeFileSync(path, JSON.stringify({ browser, cases }, null, 2) + '\n')
      return true
    },
  }
}

/** On Chromium's port, which every other one that is not Firefox's must equal. */
export const { expectedOf } = recordOf('chromium')

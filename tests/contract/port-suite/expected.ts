/** What the cases saw on Chromium's own port; RECORD=1 writes it anew from there. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import type { Seen } from './case'

const path = fileURLToPath(new URL('../../golden/web-serial.json', import.meta.url))
const schema = v.object({ browser: v.string(), cases: v.record(v.string(), v.unknown()) })

function recorded() {
  if (!existsSync(path)) return { browser: '', cases: {} }
  return v.parse(schema, JSON.parse(readFileSync(path, 'utf8')))
}

export const expectedOf = (name: string): unknown => recorded().cases[name]

/** True if this run records; only a run on Chromium may. */
export function record(browser: string, name: string, seen: Seen): boolean {
  if (!process.env.RECORD) return false
  const cases = { ...recorded().cases, [name]: seen }
  writeFileSync(path, JSON.stringify({ browser, cases }, null, 2) + '\n')
  return true
}

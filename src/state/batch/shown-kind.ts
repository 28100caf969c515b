/** Which list somebody looked at last, of real or of virtual boards: a reload shows the same one again. */
import * as v from 'valibot'
import type { KeyValueStore } from '../../presets/key-value-store'
import type { BoardKind } from '../session-state'

const key = 'shown'
const kindSchema = v.picklist(['real', 'virtual'])

/** @returns real where nothing is known. Never rejects. */
export async function shownKind(store: KeyValueStore): Promise<BoardKind> {
  const stored = await store.transact(({ read }) => read(key)).catch(() => undefined)
  return v.is(kindSchema, stored) ? stored : 'real'
}

/** Never rejects: where the browser keeps nothing, there is no list to come back to either. */
export async function rememberShown(store: KeyValueStore, kind: BoardKind): Promise<void> {
  await store.transact(async ({ write }) => write(key, kind)).catch(() => undefined)
}

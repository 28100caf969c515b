/** Rows of the memory table for the starter apps: live bytes while each runs, with the portal gone. */
import { readApps } from '../../firmware/starter-apps'
import { maxAppMemoryBytes } from '../../src/presets/starter-app'
import { appMemory } from '../firmware/app-memory'
import type { MemoryRow } from './portal-memory'

export async function appMemoryRows(): Promise<MemoryRow[]> {
  const rows: MemoryRow[] = []
  for (const { app } of readApps()) {
    const { bytes } = await appMemory(app.name)
    rows.push({ what: `the app ${app.name}`, bytes, limitBytes: maxAppMemoryBytes })
  }
  return rows
}

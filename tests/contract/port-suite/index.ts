/** All cases of the port, by name. */
import type { PortCases } from './case'
import { granting } from './granting'
import { lines } from './lines'
import { opening } from './opening'
import { reading } from './reading'
import { unplugging } from './unplugging'
import { writing } from './writing'

const groups: Record<string, PortCases> = { opening, reading, writing, lines, unplugging, granting }

export const portSuite: PortCases = Object.fromEntries(
  Object.entries(groups).flatMap(([group, cases]) =>
    Object.entries(cases).map(([name, run]) => [`${group}: ${name}`, run]),
  ),
)

/** Whether the real programs are there; without one of them the tests say so and are skipped. */
import { findProgramOrSay, type Program } from '../../runner/debian'

export const missingPrograms = (...more: Program[]): boolean =>
  (['git', 'openssl', 'nginx', 'webhook', 'curl', ...more] as Program[]).some(
    (program) => !findProgramOrSay(program, 'hosting with the real programs'),
  )

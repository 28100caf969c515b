/** A fresh site for a test, cleared away after it; and whether the programs it needs are there. */
import { onTestFinished } from 'vitest'
import { findProgramOrSay, type Program } from '../../runner/debian'
import { DeploySite } from './deploy-site'

export async function useSite(settings?: Record<string, string>, branch?: string) {
  const site = await DeploySite.start(settings, branch)
  onTestFinished(() => site.stop())
  return site
}

export const missing = (...more: Program[]): boolean =>
  (['git', 'curl', ...more] as Program[]).some(
    (program) => !findProgramOrSay(program, 'redeploy with the real programs'),
  )

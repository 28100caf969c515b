/**
 * The programs of other people that the portal and the hosting are tested with. Where Debian's packages
 * may be installed (root, during `npm test`) they are; elsewhere tests that need a missing one are
 * skipped and say so.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Program → Debian's packages. The last four give a browser a terminal as serial device (web-serial/). */
const packages = {
  dig: 'bind9-dnsutils',
  kdig: 'knot-dnsutils',
  curl: 'curl',
  git: 'git',
  openssl: 'openssl',
  nginx: 'nginx',
  webhook: 'webhook',
  hugo: 'hugo',
  shellcheck: 'shellcheck',
  cc: 'gcc libc6-dev',
  unshare: 'util-linux',
  setpriv: 'util-linux',
  'firefox-esr': 'firefox-esr',
} as const

export type Program = keyof typeof packages
const programs = Object.keys(packages) as Program[]

/** The program's path. */
export function findProgram(program: Program): string | undefined {
  // Debian keeps servers out of a user's PATH.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}

/** "curl is missing: apt-get install curl" */
export const missingWords = (program: Program) =>
  `${program} is missing: apt-get install ${packages[program]}`

/** The same; without it, a line says what is skipped and how to get it. */
export function findProgramOrSay(program: Program, skipped: string): string | undefined {
  const path = findProgram(program)
  if (!path) {
    console.warn(`Skipped: ${skipped}. ${missingWords(program)}`)
  }
  return path
}

const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

/** Installs what is missing where that is allowed. */
export function ensurePrograms(): void {
  const missing = programs.filter((program) => !findProgram(program))
  if (missing.length === 0 || !mayInstall()) return
  const names = [...new Set(missing.map((program) => packages[program]))].join(' ')
  spawnSync(`apt-get update && apt-get install -y --no-install-recommends ${names}`, {
    shell: true,
    stdio: 'inherit',
  })
}

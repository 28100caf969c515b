/**
 * What the footer says about this copy of the page, from the environment of the build: version, commit, and
 * where source and documentation are. What is not said is left out on the page; nothing is guessed.
 */
import type { Plugin } from 'vite'

export interface BuildSettings {
  version: string
  /** The first digits of it. */
  commit?: string
  sourceUrl?: string
  documentationUrl?: string
}

interface Package {
  version: string
  repository?: string | { url: string }
}

const name = 'virtual:build-settings'
const commitDigits = 7

/** @throws Error if an address is none that a visitor could open */
export function buildSettings(
  environment: Record<string, string | undefined>,
  { version, repository }: Package,
): BuildSettings {
  const inPackage = typeof repository === 'string' ? repository : repository?.url
  const sourceUrl = webAddress('SOURCE_URL', environment.SOURCE_URL || inPackage)
  const documentation = environment.DOCUMENTATION_URL || (sourceUrl && `${sourceUrl}#readme`)
  const commit = /^[0-9a-f]{7,40}$/.exec(environment.SITE_COMMIT || environment.GITHUB_SHA || '')
  return {
    version,
    commit: commit?.[0].slice(0, commitDigits),
    sourceUrl,
    documentationUrl: webAddress('DOCUMENTATION_URL', documentation),
  }
}

function webAddress(setting: string, value: string | undefined): string | undefined {
  if (!value) return undefined
  const address = value.replace(/^git\+/, '').replace(/\.git$/, '')
  if (!/^https:\/\/\S+$/.test(address) || !URL.canParse(address)) {
    throw new Error(`${setting} must begin with https://, and is "${value}".`)
  }
  return address
}

export const buildSettingsModule = (package_: Package): Plugin => ({
  name: 'build-settings',
  resolveId: (id) => (id === name ? `\0${name}` : undefined),
  load: (id) =>
    id === `\0${name}`
      ? `export default ${JSON.stringify(buildSettings(process.env, package_))}`
      : undefined,
})

/**
 * A preset as the fragment of an address: `#preset=1.<base64url of UTF-8 JSON>`, and behind it a
 * signature if there is one (signed-link.ts). A fragment never reaches a server. Nothing is compressed,
 * so a short link cannot unfold into something large. The id and the tags stay at home: whoever opens a
 * link gets a preset of their own. The password of the set-up network goes along only if somebody insists.
 */
import { DeviceError } from '../errors'
import { newPresetId, presetVersion } from './basics'
import { linkKey as key } from './link-fragment'
import { parsePreset } from './parse'
import type { Preset } from './schema'
import { withoutPassword } from './without-password'

/** Raised when the encoding changes; the preset inside has a version of its own. */
const linkVersion = 1
/** Longer links get cut by messengers; a preset needs about 500 characters, each extra field 150 more. */
export const maxLinkLength = 4096

interface LinkOptions {
  /** The set-up network's password goes along, for everybody who sees the link. Default: it stays here. */
  withPassword?: boolean
}

/** @throws DeviceError link-too-big (a preset full of exotic characters) */
export function presetToFragment(preset: Preset, { withPassword }: LinkOptions = {}): string {
  const carried = withPassword ? preset : withoutPassword(preset)
  const shared = { ...carried, id: undefined, tags: undefined }
  const fragment = `${key}${linkVersion}.${toBase64Url(JSON.stringify(shared))}`
  assertLinkLength(fragment)
  return fragment
}

/** @throws DeviceError link-too-big */
export function assertLinkLength({ length }: string): void {
  if (length <= maxLinkLength) return
  throw new DeviceError('link-too-big', `The link has ${length} characters.`)
}

/**
 * The preset of a link; whether its signature holds is a question of its own, and not asked here.
 * @param fragment `location.hash`, for which `isPresetFragment` holds
 * @throws DeviceError link-too-big, link-damaged, link-newer, preset-invalid; nothing else
 */
export function fragmentToPreset(fragment: string): Preset {
  assertLinkLength(fragment)
  const [, version, body] = /^#preset=(\d{1,4})\.([\w-]+)(?:&|$)/.exec(fragment) ?? []
  if (!version || !body) throw new DeviceError('link-damaged', 'The link is not of our form.')
  if (Number(version) > linkVersion) throw newer(`link version ${version}`)
  const data = parseJson(body)
  if (isRecord(data) && Number(data.version) > presetVersion) throw newer('preset version')
  return parsePreset({ ...(isRecord(data) ? withoutTags(data) : {}), id: newPresetId() })
}

/** Somebody else's words have no place in this browser's list. */
const withoutTags = (data: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'tags'))

const newer = (what: string) => new DeviceError('link-newer', `Unknown ${what} in the link.`)

const isRecord = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null && !Array.isArray(data)

function parseJson(body: string): unknown {
  try {
    return JSON.parse(fromBase64Url(body))
  } catch (cause) {
    throw new DeviceError('link-damaged', 'The link does not decode.', { cause })
  }
}

function toBase64Url(text: string): string {
  const binary = String.fromCharCode(...new TextEncoder().encode(text))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(encoded: string): string {
  const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

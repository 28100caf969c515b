/**
 * What a preset is: everything that decides what gets written to a board. Parsed by this schema
 * wherever it comes from (IndexedDB, a link, a file), so nothing later has to doubt it. There is no
 * place for the home network's password on purpose: the phone gives it to the board, and links are shared.
 */
import * as v from 'valibot'
import m from '../messages/compiled/preset-rules'
import { appReferenceSchema } from './app-reference'
import { longestPresetName, presetVersion } from './basics'
import { flashSizes } from './flash-size'
import { plainText, shownName } from './plain-text'
import { storedPortalFieldsSchema } from './portal-field'
import { setUpEntries } from './set-up-network'
import { stationProblems, stationSchema } from './station'
import { tagsSchema } from './tags'

/** "a.b.c.d" of a host in a /24: usable as an access point's own address. */
const hostAddress = v.pipe(
  v.string(),
  v.ipv4(m.portal.addressForm),
  v.check((address) => {
    const [first = 0, , , last = 0] = address.split('.').map(Number)
    return first >= 1 && first <= 223 && first !== 127 && last >= 1 && last <= 254
  }, m.portal.addressUnusable),
)

const utf8Length = (text: string) => new TextEncoder().encode(text).length

/** An access point's name: 1–32 bytes of UTF-8 (IEEE 802.11). */
const networkName = v.pipe(
  plainText,
  v.check((name) => utf8Length(name) >= 1 && utf8Length(name) <= 32, m.portal.accessPointName),
)

export const boards = ['d1-mini', 'nodemcu', 'esp-01', 'other'] as const

const micropythonVersion = v.pipe(
  v.string(),
  v.regex(/^(latest|v\d{1,3}\.\d{1,3}\.\d{1,3})$/, m.preset.version),
)

const firmwareSchema = v.variant('source', [
  /** A file of this page's own catalogue. `auto` takes what fits the flash that is found. */
  v.strictObject({
    source: v.literal('catalogue'),
    variant: v.picklist(['auto', 'GENERIC', 'FLASH_1M']),
    version: micropythonVersion,
  }),
  /** A file that the user drops at install time; the hash, if there, must match. */
  v.strictObject({
    source: v.literal('file'),
    name: v.pipe(plainText, v.maxLength(120)),
    sha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  }),
])

export const flashModes = ['keep', 'qio', 'qout', 'dio', 'dout'] as const
export const baudRates = [115200, 230400, 460800, 921600] as const

const flashSchema = v.strictObject({
  mode: v.picklist(flashModes),
  baudRate: v.picklist(baudRates),
  eraseAll: v.boolean(),
  /** For chips that do not tell their size; left out: as the chip says. */
  size: v.optional(v.picklist(flashSizes)),
})

const portalEntries = v.strictObject({
  /** Empty: ESP8266- and the last three bytes of the MAC address. */
  accessPointName: v.union([v.literal(''), networkName]),
  accessPointAddress: hostAddress,
  /** Empty: the SDK's own. At most 32 characters (RFC 1123 label). */
  hostname: v.pipe(
    v.string(),
    v.regex(/^([a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?)?$/, m.portal.hostname),
  ),
  /** Asked on the sign-in page beside the network. */
  fields: v.optional(storedPortalFieldsSchema, []),
  ...setUpEntries,
  /** The board's fixed address in its home network; left out: the router gives it one. */
  station: v.optional(stationSchema),
})

const portalSchema = v.pipe(
  portalEntries,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || !dataset.value.station) return
    const { station, accessPointAddress } = dataset.value
    const [message] = Object.values(stationProblems(station, accessPointAddress))
    if (message) addIssue({ message: message() })
  }),
)

const presetName = v.pipe(
  shownName,
  v.minLength(1, m.preset.nameNeeded),
  v.maxLength(longestPresetName, () => m.preset.nameLength({ most: longestPresetName })),
)

/** Each field by itself, so that a form can ask about one of them while it is typed. */
export const fieldSchemas = {
  name: presetName,
  version: micropythonVersion,
  accessPointName: portalEntries.entries.accessPointName,
  accessPointAddress: hostAddress,
  hostname: portalEntries.entries.hostname,
}

export const presetSchema = v.strictObject({
  version: v.literal(presetVersion),
  id: v.pipe(v.string(), v.regex(/^[0-9a-z-]{1,40}$/)),
  name: presetName,
  board: v.picklist(boards),
  firmware: firmwareSchema,
  flash: flashSchema,
  portal: portalSchema,
  /** Runs after the portal; left out: nothing. */
  app: v.optional(appReferenceSchema),
  /** Of this browser's list; left out where there are none, see tags.ts. */
  tags: v.optional(tagsSchema),
})

export type Preset = v.InferOutput<typeof presetSchema>
export type Board = (typeof boards)[number]

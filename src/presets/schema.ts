/**
 * What a preset is: everything that decides what gets written to a board. Parsed by this schema
 * wherever it comes from (IndexedDB, a link, a file), so nothing later has to doubt it.
 */
import * as v from 'valibot'

/** Raised when a stored preset of an older version needs a migration. */
export const presetVersion = 1

/** "a.b.c.d", each 0–255. */
const ipv4 = v.pipe(v.string(), v.ipv4('An address looks like 192.168.4.1.'))

const utf8Length = (text: string) => new TextEncoder().encode(text).length

/** An access point's name: 1–32 bytes of UTF-8 (IEEE 802.11). */
const networkName = v.pipe(
  v.string(),
  v.check(
    (name) => utf8Length(name) >= 1 && utf8Length(name) <= 32,
    'A network name has 1–32 bytes.',
  ),
)

export const boards = ['d1-mini', 'nodemcu', 'esp-01', 'other'] as const

const firmwareSchema = v.variant('source', [
  /** A file of this page's own catalogue. `auto` takes what fits the flash that is found. */
  v.strictObject({
    source: v.literal('catalogue'),
    variant: v.picklist(['auto', 'GENERIC', 'FLASH_1M']),
    version: v.pipe(
      v.string(),
      v.regex(/^(latest|v\d+\.\d+\.\d+)$/, 'A version looks like v1.27.0.'),
    ),
  }),
  /** A file that the user drops at install time; the hash, if there, must match. */
  v.strictObject({
    source: v.literal('file'),
    name: v.pipe(v.string(), v.maxLength(120)),
    sha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  }),
])

const flashSchema = v.strictObject({
  mode: v.picklist(['keep', 'qio', 'qout', 'dio', 'dout']),
  baudRate: v.picklist([115200, 230400, 460800, 921600]),
  eraseAll: v.boolean(),
})

const portalSchema = v.strictObject({
  /** Empty: ESP8266- and the last three bytes of the MAC address. */
  accessPointName: v.union([v.literal(''), networkName]),
  accessPointAddress: ipv4,
  /** Empty: the SDK's own. At most 32 characters (RFC 1123 label). */
  hostname: v.pipe(v.string(), v.regex(/^([a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?)?$/)),
})

export const presetSchema = v.strictObject({
  version: v.literal(presetVersion),
  id: v.pipe(v.string(), v.regex(/^[0-9a-z-]{1,40}$/)),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  board: v.picklist(boards),
  firmware: firmwareSchema,
  flash: flashSchema,
  portal: portalSchema,
})

export type Preset = v.InferOutput<typeof presetSchema>
export type Board = (typeof boards)[number]

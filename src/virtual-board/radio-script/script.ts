/**
 * A script for the virtual radio, read from a JSON file: the networks in reach, and what happens when.
 *
 *     { "networks": [{ "ssid": "Home", "key": "correct horse", "channel": 6, "rssi": -48 }],
 *       "events": [{ "atMs": 20000, "do": "off Home" }] }
 */
import * as v from 'valibot'
import { defaultNetworks, type WifiNetwork } from '../radio/networks'
import { parseCommand, type RadioCommand } from './commands'

const ssidBytes = 32
const isShortEnough = (ssid: string) => new TextEncoder().encode(ssid).length <= ssidBytes

const network = v.pipe(
  v.strictObject({
    ssid: v.optional(
      v.pipe(v.string(), v.minLength(1), v.check(isShortEnough, 'a name has at most 32 bytes')),
    ),
    /** In the place of `ssid`, for names that are no text. */
    ssidHex: v.optional(
      v.pipe(v.string(), v.regex(/^([0-9a-fA-F]{2}){1,32}$/, '1 to 32 bytes in hexadecimal')),
    ),
    /** Empty or missing: an open network. */
    key: v.optional(
      v.pipe(v.string(), v.regex(/^(.{8,64})?$/u, 'a key has 8 to 63 characters or 64 digits')),
    ),
    channel: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(14))),
    /** dBm */
    rssi: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-100), v.maxValue(0))),
    hidden: v.optional(v.boolean()),
    /** Not on the air at the start. */
    off: v.optional(v.boolean()),
    refuses: v.optional(v.boolean()),
    /** From association to address; "never": there is no DHCP server. */
    dhcpMs: v.optional(v.union([v.pipe(v.number(), v.minValue(0)), v.literal('never')])),
    address: v.optional(v.pipe(v.string(), v.ipv4())),
  }),
  v.transform(({ ssid, ssidHex = '', dhcpMs, ...rest }): WifiNetwork => ({
    ssid: ssid ?? Uint8Array.from(Buffer.from(ssidHex, 'hex')),
    ...(dhcpMs === undefined ? {} : { dhcpMs: dhcpMs === 'never' ? Infinity : dhcpMs }),
    ...rest,
  })),
  v.check(({ ssid }) => ssid.length > 0, 'a network has an ssid or an ssidHex'),
)

const command = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): RadioCommand => {
    try {
      return parseCommand(dataset.value)
    } catch (error) {
      addIssue({ message: error instanceof Error ? error.message : String(error) })
      return NEVER
    }
  }),
)

const contents = v.strictObject({
  networks: v.optional(v.array(network)),
  events: v.optional(
    v.array(
      v.strictObject({
        /** Since the board was switched on. */
        atMs: v.pipe(v.number(), v.minValue(0)),
        do: command,
      }),
    ),
    [],
  ),
})

/** Before the rest, because to valibot an array is an object, too. */
const notList = v.check((content) => !Array.isArray(content), 'an object is expected, not a list')
const schema = v.pipe(v.unknown(), notList, contents)

export interface RadioScript {
  networks: readonly WifiNetwork[]
  events: readonly { atMs: number; do: RadioCommand }[]
}

export const emptyScript: RadioScript = { networks: defaultNetworks, events: [] }

/** @throws Error with a line for each wrong value, and where it is */
export function parseScript(json: string): RadioScript {
  const { success, output, issues } = v.safeParse(schema, JSON.parse(json))
  if (success) return { ...output, networks: output.networks ?? defaultNetworks }
  const places = issues.map((issue) => `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`)
  throw new Error(places.join('\n'))
}

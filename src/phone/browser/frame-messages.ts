/** What a shown page may ask of the browser around it. It comes from a stranger: each field has a bound. */
import * as v from 'valibot'
import { maxUrlLength } from './page-request'

const url = v.pipe(v.string(), v.maxLength(maxUrlLength))
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const maxBodyBytes = 256 * 1024
const maxEntries = 256
const maxHeaders = 32

/** What comes from a frame is of the frame's own `Uint8Array`, and may lie in shared memory: a copy is ours. */
const bytes = v.pipe(
  v.custom<Uint8Array>(
    (data) =>
      ArrayBuffer.isView(data) &&
      Object.prototype.toString.call(data) === '[object Uint8Array]' &&
      data.byteLength <= maxBodyBytes,
  ),
  v.transform((data): Uint8Array => new Uint8Array(data)),
)
const short = v.pipe(v.string(), v.maxLength(256))
const text = v.pipe(v.string(), v.maxLength(maxBodyBytes))
const token = v.pipe(v.string(), v.maxLength(128), v.regex(/^[!#$%&'*+.^_`|~\w-]+$/))
const headerValue = v.pipe(v.string(), v.maxLength(4096), v.regex(/^[\t\x20-\x7e\x80-\xff]*$/))

const file = v.strictObject({ name: short, type: short, bytes })
const sizeOf = (all: [string, string | v.InferOutput<typeof file>][]) =>
  all.reduce(
    (sum, [name, value]) =>
      sum + name.length + (typeof value === 'string' ? value.length : value.bytes.length),
    0,
  )

const entries = v.pipe(
  v.array(v.tuple([text, v.union([text, file])])),
  v.maxLength(maxEntries),
  v.check((all) => sizeOf(all) <= maxBodyBytes),
)

const frameMessage = v.variant('kind', [
  v.strictObject({
    kind: v.literal('fetch'),
    id,
    method: token,
    url,
    headers: v.pipe(v.array(v.tuple([token, headerValue])), v.maxLength(maxHeaders)),
    body: v.optional(bytes),
    redirect: v.picklist(['follow', 'manual', 'error']),
    mode: v.picklist(['cors', 'no-cors', 'same-origin']),
  }),
  v.strictObject({ kind: v.literal('abort'), id }),
  v.strictObject({ kind: v.literal('navigate'), url, replaces: v.boolean() }),
  v.strictObject({
    kind: v.literal('submit'),
    url,
    method: v.picklist(['get', 'post']),
    enctype: v.picklist(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']),
    entries,
  }),
  v.strictObject({ kind: v.literal('reload') }),
  v.strictObject({ kind: v.literal('back') }),
  v.strictObject({ kind: v.literal('title'), title: v.pipe(v.string(), v.maxLength(200)) }),
])
export type FrameMessage = v.InferOutput<typeof frameMessage>

/** The page's answer to a fetch of `id`; without `answer` it failed as `fetch` fails. */
export interface FrameReply {
  id: number
  answer?: import('./page-fetch').PageFetched
}

/** @returns undefined for what is no message, or too large for one */
export function readFrameMessage(data: unknown): FrameMessage | undefined {
  const result = v.safeParse(frameMessage, data)
  return result.success ? result.output : undefined
}

const withId = v.object({ kind: v.literal('fetch'), id })

/** Of a fetch that is refused without a look at it. */
export function fetchId(data: unknown): number | undefined {
  const result = v.safeParse(withId, data)
  return result.success ? result.output.id : undefined
}

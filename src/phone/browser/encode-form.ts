/**
 * A form as a browser sends it.
 * https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-submission-algorithm
 */
import { concatBytes } from '../../bytes/bytes'
import type { PageRequest } from './page-request'

export interface FormFile {
  name: string
  type: string
  bytes: Uint8Array
}
export type FormEntry = readonly [name: string, value: string | FormFile]

export interface FormSubmission {
  method: 'get' | 'post'
  /** Absolute. */
  url: string
  enctype: 'application/x-www-form-urlencoded' | 'multipart/form-data' | 'text/plain'
  entries: readonly FormEntry[]
}

const utf8 = new TextEncoder()
const lines = (text: string) => text.replace(/\r\n?|\n/g, '\r\n')
const asText = (value: string | FormFile) => lines(typeof value === 'string' ? value : value.name)

/** @param boundary for `multipart/form-data`; random where nothing is given */
export function formRequest(form: FormSubmission, boundary = randomBoundary()): PageRequest {
  const url = new URL(form.url)
  if (form.method === 'get') {
    url.search = urlencoded(form.entries)
    return { method: 'GET', url: url.href }
  }
  return { method: 'POST', url: url.href, body: encodeBody(form, boundary) }
}

function encodeBody({ enctype, entries }: FormSubmission, boundary: string) {
  if (enctype === 'multipart/form-data') {
    return { type: `${enctype}; boundary=${boundary}`, bytes: multipart(entries, boundary) }
  }
  const text = enctype === 'text/plain' ? plain(entries) : urlencoded(entries)
  return { type: enctype, bytes: utf8.encode(text) }
}

const urlencoded = (entries: readonly FormEntry[]) =>
  new URLSearchParams(entries.map(([name, value]) => [lines(name), asText(value)])).toString()

const plain = (entries: readonly FormEntry[]) =>
  entries.map(([name, value]) => `${lines(name)}=${asText(value)}\r\n`).join('')

function multipart(entries: readonly FormEntry[], boundary: string): Uint8Array {
  const parts = entries.flatMap((entry) => [
    utf8.encode(`--${boundary}\r\n${partHead(entry)}\r\n\r\n`),
    typeof entry[1] === 'string' ? utf8.encode(lines(entry[1])) : entry[1].bytes,
    utf8.encode('\r\n'),
  ])
  return concatBytes([...parts, utf8.encode(`--${boundary}--\r\n`)])
}

function partHead([name, value]: FormEntry): string {
  const head = `Content-Disposition: form-data; name="${quoted(lines(name))}"`
  if (typeof value === 'string') return head
  // A type that would break out of its line is none.
  const type = /^[\x21-\x7e ]+$/.test(value.type) ? value.type : 'application/octet-stream'
  return `${head}; filename="${quoted(value.name)}"\r\nContent-Type: ${type}`
}

const quoted = (text: string) =>
  text.replace(/[\r\n"]/g, (character) => encodeURIComponent(character))

function randomBoundary(): string {
  const digits = crypto.getRandomValues(new Uint8Array(8))
  return `----PhoneFormBoundary${Array.from(digits, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

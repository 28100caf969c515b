/** What a browser makes of an answer's body: markup, text, an image, or a file that it would save. */
import type { HttpAnswer } from '../http-exchange'

export type PageContent =
  | { kind: 'html'; html: string }
  | { kind: 'text'; text: string }
  | { kind: 'image'; type: string; bytes: Uint8Array }

/** How far browsers look for `<meta charset>`. */
const sniffBytes = 1024
const textTypes = /^(text\/.*|application\/(json|javascript|xml|.*\+json))$/
/** SVG and others that may hold scripts are images here all the same: in <img> nothing of them runs. */
const imageTypes = /^image\/(png|jpeg|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/

/** @returns undefined for what browsers save as a file */
export function contentOf({ headers, body }: HttpAnswer): PageContent | undefined {
  if (/^\s*attachment\b/i.test(headers['content-disposition'] ?? '')) return undefined
  const type = mediaType(headers['content-type']) || sniffed(body)
  if (type === 'text/html' || type === 'application/xhtml+xml') {
    return { kind: 'html', html: decode(body, headers['content-type'], true) }
  }
  if (textTypes.test(type)) return { kind: 'text', text: decode(body, headers['content-type']) }
  return imageTypes.test(type) ? { kind: 'image', type, bytes: body } : undefined
}

/** `text/html; charset=utf-8` → `text/html`; '' if there is none. */
export function mediaType(contentType = ''): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type) ? type : ''
}

/** Without a type, as https://mimesniff.spec.whatwg.org/ does where it matters here. */
function sniffed(body: Uint8Array): string {
  const start = new TextDecoder('latin1').decode(body.subarray(0, sniffBytes))
  if (
    /^\s*<(!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[\s>!]/i.test(
      start,
    )
  ) {
    return 'text/html'
  }
  // eslint-disable-next-line no-control-regex -- these bytes are what tells text from other data
  return /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(start) ? '' : 'text/plain'
}

/** A byte order mark, then the header, then `<meta>` in HTML; browsers fall back to Windows' Latin letters. */
export function decode(body: Uint8Array, contentType = '', isHtml = false): string {
  const named =
    charset(contentType) ??
    (isHtml ? charset(new TextDecoder('latin1').decode(body.subarray(0, sniffBytes))) : undefined)
  const bom = byteOrderMark(body)
  return decoder(bom ?? named ?? 'windows-1252').decode(body)
}

const charset = (text: string) => /charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(text)?.[1]

function byteOrderMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined
}

function decoder(label: string): TextDecoder {
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder('windows-1252') // a label that does not exist
  }
}

/** One open file: its content as it was read, and what the editor has made of it since. */
import { sameBytes } from '../../bytes/bytes'
import { sha256Hex } from '../../bytes/digest'
import { languageOf, type Content, type TextContent } from './content'
import { nameOf } from './paths'

let nextId = 0

const encoder = new TextEncoder()

export class OpenDocument {
  readonly id = nextId++
  path = $state('')
  /** Of what the board has; undefined for a file that was never written. */
  savedDigest: string | undefined
  content = $state.raw<Content>({ is: 'binary' })
  /** As it is on the board, as far as this page knows. */
  bytes = $state.raw<Uint8Array>(new Uint8Array())
  /** What the editor has. */
  text = $state.raw('')
  #savedText = $state.raw<string>()
  /** Grows when the editor must take `text` anew. */
  revision = $state(0)
  /** Where the editor shall go; a new object each time. */
  target = $state.raw<{ line: number; message?: string }>()
  /** It was agreed to that this file of the portal's is changed. */
  mayChangePortal = false
  /** Where its compiled file was put, which may be replaced again. */
  compiledTo: string | undefined

  constructor(path: string, bytes: Uint8Array | undefined, content: Content) {
    this.path = path
    this.show(bytes, content)
  }

  /** An empty file that is not on the board yet. */
  static blank(path: string): OpenDocument {
    const content: TextContent = {
      is: 'text',
      text: '',
      language: languageOf(path),
      lineBreak: '\n',
    }
    return new OpenDocument(path, undefined, content)
  }

  /** @param bytes undefined for what is not on the board */
  show(bytes: Uint8Array | undefined, content: Content): void {
    this.content = content
    this.bytes = bytes ?? new Uint8Array()
    this.savedDigest = bytes && sha256Hex(bytes)
    this.text = content.is === 'text' ? content.text : ''
    this.#savedText = bytes ? this.text : undefined
    this.revision++
  }

  get name(): string {
    return nameOf(this.path)
  }

  get isUnsaved(): boolean {
    return this.content.is === 'text' && this.text !== this.#savedText
  }

  /** Something would be lost if it closed: not with an empty file that is nowhere yet. */
  get holdsChanges(): boolean {
    return this.isUnsaved && !(this.isNew && this.text === '' && this.bytes.length === 0)
  }

  /** Never written, or deleted since. */
  get isNew(): boolean {
    return this.#savedText === undefined && this.content.is === 'text'
  }

  /** What would be written now. */
  encoded(): Uint8Array<ArrayBuffer> {
    return encoder.encode(this.text)
  }

  /** @param text what was written, which may not be what the editor has by now */
  saved(text: string, bytes: Uint8Array): void {
    this.bytes = bytes
    this.savedDigest = sha256Hex(bytes)
    this.#savedText = text
  }

  /** It is not on the board any more; what the editor has can be saved again. */
  removed(): void {
    this.savedDigest = undefined
    this.#savedText = undefined
  }

  /** It is on the board again: if as it was read, the next save replaces nothing unseen. */
  restored(bytes: Uint8Array): void {
    if (!this.isNew || !sameBytes(bytes, this.bytes)) return
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    this.saved(text, this.bytes)
  }

  moveTo(path: string): void {
    this.path = path
    if (this.content.is === 'text') this.content = { ...this.content, language: languageOf(path) }
  }

  goTo(line: number, message?: string): void {
    this.target = { line, message }
  }
}

/**
 * Lines that a person typed at MicroPython's prompt, kept in this browser over reloads, the newest first.
 * Lines that may hold a secret are not kept. Where the browser forbids storage, they live as long as the page.
 */
import * as v from 'valibot'
import { mayHoldSecret } from './secret-line'

const storageKey = 'portal-flasher.typed-lines'
const mostLines = 200
/** MicroPython's own line editor takes no more from this page. */
const longestLine = 500

const line = v.pipe(v.string(), v.minLength(1), v.maxLength(longestLine))
const schema = v.pipe(v.array(line), v.maxLength(mostLines))

export class TypedLines {
  #lines = $state.raw<readonly string[]>(read() ?? [])

  /** The newest first, each once. */
  get lines(): readonly string[] {
    return this.#lines
  }

  add(line: string): void {
    if (line === '' || line.length > longestLine || mayHoldSecret(line)) return
    // Another tab may have added some.
    const others = (read() ?? this.#lines).filter((other) => other !== line)
    this.#keep([line, ...others].slice(0, mostLines))
  }

  /** @returns what brings them back */
  clear(): () => void {
    const before = this.#lines
    this.#keep([])
    return () => {
      const older = before.filter((line) => !this.#lines.includes(line))
      this.#keep([...this.#lines, ...older].slice(0, mostLines))
    }
  }

  #keep(lines: readonly string[]) {
    this.#lines = lines
    try {
      if (lines.length === 0) localStorage.removeItem(storageKey)
      else localStorage.setItem(storageKey, JSON.stringify(lines))
    } catch {
      // Forbidden or full.
    }
  }
}

/** Undefined where nothing can be stored; nonsense counts as nothing. */
function read(): readonly string[] | undefined {
  try {
    const text = localStorage.getItem(storageKey)
    if (text === null) return []
    const result = v.safeParse(schema, JSON.parse(text))
    return result.success ? result.output : []
  } catch {
    return undefined
  }
}

/** Of this page. */
export const typedLines = new TypedLines()

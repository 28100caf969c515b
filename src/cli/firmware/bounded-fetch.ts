/** One answer of a server, bounded in time and size: what it sends is not trusted to end. */

export interface FetchBounds {
  /** For the server's first answer, in ms. */
  answerTimeoutMs: number
  /** For all of it, in ms. */
  totalTimeoutMs: number
  maxBytes: number
  fetch?: typeof fetch
}

/** The server was there and did not give what was asked for: asking for something else may help. */
export class RefusedDownload extends Error {}

/**
 * @throws RefusedDownload for a status that is no success, a redirect to another origin, or too many
 *   bytes; Error with the reason if there is no answer, or no end of it, in time
 */
export async function fetchBytes(url: URL, bounds: FetchBounds): Promise<Uint8Array> {
  const stop = new AbortController()
  const giveUp = (what: string) => () => stop.abort(new Error(what))
  const answerTimer = setTimeout(giveUp('the server does not answer'), bounds.answerTimeoutMs)
  const totalTimer = setTimeout(giveUp('the download takes too long'), bounds.totalTimeoutMs)
  try {
    const request = bounds.fetch ?? fetch
    const response = await request(url, { signal: stop.signal })
    clearTimeout(answerTimer)
    checkAnswer(response, url)
    return await readBody(response, bounds.maxBytes)
  } finally {
    clearTimeout(answerTimer)
    clearTimeout(totalTimer)
    // Of a body that was refused half way the rest must not keep the program running.
    stop.abort()
  }
}

function checkAnswer(response: Response, { origin }: URL): void {
  if (!response.ok) throw new RefusedDownload(`the server answers ${response.status}`)
  if (response.url && new URL(response.url).origin !== origin) {
    throw new RefusedDownload('the server sends us to another one')
  }
}

async function readBody({ body }: Response, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let total = 0
  const reader = body?.getReader()
  for (;;) {
    const piece = (await reader?.read())?.value
    if (!piece) return Buffer.concat(pieces)
    total += piece.length
    if (total > maxBytes) throw new RefusedDownload(`the server sends more than ${maxBytes} bytes`)
    pieces.push(piece)
  }
}

/** Node says only "fetch failed" and keeps the reason as the cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

import { inflateSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { outcomeOf } from '../../../support/fake-time'
import { compress, compressAhead } from '../../../../src/esptool/compress'
import { BlockStream, type Blocks } from '../../../../src/esptool/deflate/block-stream'
import { DeflateThread, type Thread } from '../../../../src/esptool/deflate/deflate-thread'
import {
  serve,
  type DeflateAnswer,
  type DeflateRequest,
  type WorkerScope,
} from '../../../../src/esptool/deflate/worker'

/** The worker's own code on the other side of a message channel, without a thread. */
class NearbyThread implements Thread {
  onmessage: Thread['onmessage'] = null
  onerror: Thread['onerror'] = null
  terminated = false
  #sent = 0
  #listener: (event: { data: DeflateRequest }) => void = () => undefined

  /** @param answers how many of them come; then its file turns out to be gone */
  constructor(private readonly answers = Infinity) {
    const scope: WorkerScope = {
      addEventListener: (_type, listener) => void (this.#listener = listener),
      postMessage: (answer) => this.#send(answer),
    }
    serve(scope)
  }

  postMessage(request: DeflateRequest, transfer: Transferable[]): void {
    const data = structuredClone(request, { transfer })
    queueMicrotask(() => this.#listener({ data }))
  }

  terminate(): void {
    this.terminated = true
  }

  #send(answer: DeflateAnswer): void {
    if (this.#sent < this.answers) {
      this.onmessage?.(new MessageEvent('message', { data: answer }))
    } else if (this.#sent === this.answers) this.onerror?.(new Event('error') as ErrorEvent)
    this.#sent++
  }
}

const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at) >> 7)

async function inflated(stream: Blocks): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (let block; (block = await stream.block(parts.length));) parts.push(block.bytes)
  return new Uint8Array(inflateSync(Buffer.concat(parts)))
}

describe('the compressing thread', () => {
  it('gives zlib data, and leaves the bytes that it was given alone', async () => {
    const before = bytes.slice()
    const stream = new BlockStream(bytes, new DeflateThread(() => new NearbyThread()))
    expect(await inflated(stream)).toEqual(before)
    expect(bytes).toEqual(before)
  })

  it('gives the blocks again to whoever starts anew', async () => {
    const stream = new BlockStream(bytes, new DeflateThread(() => new NearbyThread()))
    expect(await inflated(stream)).toEqual(await inflated(stream))
  })

  it('answers each stream with its own region', async () => {
    const thread = new DeflateThread(() => new NearbyThread())
    const pieces = [bytes.subarray(0, 10), bytes.subarray(10, 5000), bytes.subarray(5000)]
    const streams = pieces.map((piece) => new BlockStream(piece, thread))
    expect(await Promise.all(streams.map(inflated))).toEqual(pieces)
  })

  it('is done without where there are no workers, and not tried again', async () => {
    let tries = 0
    const thread = new DeflateThread(() => {
      tries++
      throw new ReferenceError('Worker is not defined')
    })
    expect(await inflated(new BlockStream(bytes, thread))).toEqual(bytes)
    expect(await inflated(new BlockStream(bytes, thread))).toEqual(bytes)
    expect(tries).toBe(1)
  })

  it.each([0, 1, 3])('that breaks after %i blocks is replaced without a seam', async (answers) => {
    const nearby = new NearbyThread(answers)
    const thread = new DeflateThread(() => nearby)
    const streams = [bytes, bytes.subarray(7)].map((piece) => new BlockStream(piece, thread))
    expect(await Promise.all(streams.map(inflated))).toEqual([bytes, bytes.subarray(7)])
    expect(nearby.terminated).toBe(true)
  })

  it('that says nothing is not waited for longer than five seconds', async () => {
    vi.useFakeTimers()
    const mute: Thread = { postMessage() {}, onmessage: null, onerror: null, terminate() {} }
    const stream = new BlockStream(bytes, new DeflateThread(() => mute))
    const { value, elapsedMs } = await outcomeOf(inflated(stream))
    vi.useRealTimers()
    expect(value).toEqual(bytes)
    expect(elapsedMs).toBeLessThan(5100)
  })
})

describe('compressing ahead', () => {
  it('is done once for the same piece of the same bytes', async () => {
    const image = bytes.slice()
    compressAhead(image.subarray(4096))
    expect(compress(image.subarray(4096))).toBe(compress(image.subarray(4096)))
    expect(await inflated(compress(image.subarray(4096)))).toEqual(image.subarray(4096))
    expect(compress(image.subarray(8192))).not.toBe(compress(image.subarray(4096)))
  })
})

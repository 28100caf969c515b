import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compress, compressAhead } from '../../../src/esptool/compress'
import { DeflateThread, type Thread } from '../../../src/esptool/deflate/deflate-thread'
import {
  serve,
  type CompressAnswer,
  type CompressRequest,
  type WorkerScope,
} from '../../../src/esptool/deflate/worker'

/** The worker's own code on the other side of a message channel, without a thread. */
class NearbyThread implements Thread {
  onmessage: Thread['onmessage'] = null
  onerror: Thread['onerror'] = null
  terminated = false
  requests = 0
  #listener: (event: { data: CompressRequest }) => void = () => undefined

  constructor(private readonly answers = true) {
    const scope: WorkerScope = {
      addEventListener: (_type, listener) => void (this.#listener = listener),
      postMessage: (answer) => this.#send(answer),
    }
    serve(scope)
  }

  postMessage(request: CompressRequest, transfer: Transferable[]): void {
    this.requests++
    const data = structuredClone(request, { transfer })
    if (this.answers) queueMicrotask(() => this.#listener({ data }))
  }

  terminate(): void {
    this.terminated = true
  }

  #send(answer: CompressAnswer): void {
    this.onmessage?.(new MessageEvent('message', { data: answer }))
  }
}

const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => (at * at) >> 7)
const inflated = (blocks: { bytes: Uint8Array }[]) =>
  new Uint8Array(inflateSync(Buffer.concat(blocks.map((block) => block.bytes))))

describe('the compressing thread', () => {
  it('gives zlib data, and leaves the bytes that it was given alone', async () => {
    const before = bytes.slice()
    const region = await new DeflateThread(() => new NearbyThread()).compress(bytes)
    expect(inflated(region!.blocks)).toEqual(before)
    expect(bytes).toEqual(before)
  })

  it('answers each request with its own region', async () => {
    const thread = new DeflateThread(() => new NearbyThread())
    const pieces = [bytes.subarray(0, 10), bytes.subarray(10, 5000), bytes.subarray(5000)]
    const regions = await Promise.all(pieces.map((piece) => thread.compress(piece)))
    expect(regions.map((region) => inflated(region!.blocks))).toEqual(pieces)
  })

  it('says so if there are no workers, and does not try again', async () => {
    let tries = 0
    const thread = new DeflateThread(() => {
      tries++
      throw new ReferenceError('Worker is not defined')
    })
    expect(await thread.compress(bytes)).toBeUndefined()
    expect(await thread.compress(bytes)).toBeUndefined()
    expect(tries).toBe(1)
  })

  it('lets go of all who wait when its file does not load', async () => {
    const nearby = new NearbyThread(false)
    const thread = new DeflateThread(() => nearby)
    const waiting = [thread.compress(bytes), thread.compress(bytes)]
    nearby.onerror?.(new Event('error') as ErrorEvent)
    expect(await Promise.all(waiting)).toEqual([undefined, undefined])
    expect(nearby.terminated).toBe(true)
  })
})

describe('compressing ahead', () => {
  it('is done once for the same piece of the same bytes', async () => {
    const image = bytes.slice()
    compressAhead(image.subarray(4096))
    const [first, second] = await Promise.all([
      compress(image.subarray(4096)),
      compress(image.subarray(4096)),
    ])
    expect(second).toBe(first)
    expect(inflated(first.blocks)).toEqual(image.subarray(4096))
    expect(await compress(image.subarray(8192))).not.toBe(first)
  })

  it('can be waited for with a cancel', async () => {
    const image = new Uint8Array(2 ** 20)
    compressAhead(image)
    const cancel = new AbortController()
    const waiting = compress(image, { signal: cancel.signal })
    cancel.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    expect((await compress(image)).sizeBytes).toBe(2 ** 20)
  })
})

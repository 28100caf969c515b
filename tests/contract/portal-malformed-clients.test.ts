/**
 * Clients that the portal must survive: all at once, byte by byte, hanging up anywhere, never reading,
 * never asking. After each of them a correct client is served within a second.
 */
import type { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PortalProcess } from '../support/portal-process'
import { ask, open, received, request, send, understand, type RawAnswer } from '../support/raw-http'

const withinMs = 1000
const page = request('GET /')
const form = request('POST /connect', '192.168.4.1', 'Content-Length: 300\r\n')

let portal: PortalProcess
const sockets: Socket[] = []

beforeAll(async () => {
  portal = await PortalProcess.start()
}, 30_000)
afterAll(() => portal.stop())
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await askUntil(performance.now() + withinMs) // in order of arrival: nobody of this test waits any more
})

/** A full backlog answers with a reset, as the chip's does: whoever wants in knocks again. */
async function enter(endMs = performance.now() + withinMs): Promise<Socket> {
  try {
    const socket = await open(portal.httpPort)
    sockets.push(socket)
    return socket
  } catch (error) {
    if (performance.now() > endMs) throw error
    return enter(endMs)
  }
}

/** Says its piece in full, or as far as the board (or a full backlog, see above) lets it. */
async function say(socket: Socket, ...pieces: string[]): Promise<void> {
  await send(socket, ...pieces).catch((error: unknown) => {
    if (!isHangUp(error)) throw error
  })
}

const isHangUp = (error: unknown) =>
  error instanceof Error && /ECONNRESET|EPIPE|after the socket was destroyed/.test(error.message)

/** A client that the board has let in and begun to answer: one in the backlog's way asks again. */
async function enterAndBeAnswered(endMs = performance.now() + withinMs): Promise<Socket> {
  const socket = await enter(endMs)
  const answered = new Promise<boolean>((resolve) => {
    socket.once('data', () => resolve(true)).once('close', () => resolve(false))
  })
  await say(socket, page)
  if (await answered) return socket
  if (performance.now() > endMs) throw new Error('the board answered none of many connections')
  return enterAndBeAnswered(endMs)
}

/** As browsers do it: what is reset before an answer began is tried again. */
async function askUntil(endMs: number): Promise<RawAnswer> {
  try {
    return await ask(portal.httpPort, page)
  } catch (error) {
    if (performance.now() > endMs) throw error
    return askUntil(endMs)
  }
}

/** Fails if a correct client has to wait for more than a second. */
async function expectService() {
  const startMs = performance.now()
  const { status, headers, body } = await askUntil(startMs + withinMs)
  expect(status).toBe(200)
  expect(String(body.length)).toBe(headers['content-length'])
  expect(performance.now() - startMs).toBeLessThan(withinMs)
  expect(portal.text).not.toMatch(/Traceback|Error|>>>/)
}

describe('a correct client is served within a second', () => {
  it('after 20 connections at once, of which those that are let in get the whole page', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => ask(portal.httpPort, page)),
    )
    const served = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const cut = served.filter(
      ({ status, headers, body }) =>
        status !== 200 || headers['content-length'] !== String(body.length),
    )
    expect(cut).toEqual([])
    expect(served.length).toBeGreaterThanOrEqual(5) // the backlog; the chip resets the others
    await expectService()
  })

  it('after a client that sends a byte at a time, which gets its page, too', async () => {
    expect((await ask(portal.httpPort, ...page)).status).toBe(200)
    await expectService()
  })

  it('while another client sends a byte at a time', async () => {
    const slow = await enter()
    const answer = received(slow)
    for (const byte of page.slice(0, -1)) {
      await send(slow, byte)
      if (byte === '\n') await expectService()
    }
    await send(slow, page.slice(-1))
    expect(understand(await answer).status).toBe(200)
  })

  it.each([
    ['at once', []],
    ['in the first line', ['GE']],
    ['in the header', [page.slice(0, -4)]],
    ['after the request, before the answer', [page]],
    ['before the body', [form]],
    ['in the body', [form, 'token=']],
    ['after a header that is refused', [request('GET /', 'x'.repeat(20_000))]],
    ['after a body that is refused', [form.replace('300', '30000'), 'a'.repeat(2000)]],
    ['after bytes of TLS', ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03']],
  ])('after a reset %s, ten times', async (_, pieces) => {
    for (let i = 0; i < 10; i++) {
      const socket = await enter()
      await say(socket, ...pieces)
      socket.resetAndDestroy()
    }
    await expectService()
  })

  it('after a reset in the middle of the answer, ten times', async () => {
    for (let i = 0; i < 10; i++) (await enterAndBeAnswered()).resetAndDestroy()
    await expectService()
  })

  it('after ten clients that close the connection without sending anything', async () => {
    for (let i = 0; i < 10; i++) (await enter()).end()
    await expectService()
  })

  it.each([
    ['never read their answer', page],
    ['never ask', ''],
    ['never end their header', page.slice(0, -2)],
    ['never send their body', form],
  ])('beside four clients that %s', async (_, start) => {
    for (let i = 0; i < 4; i++) {
      const socket = await enter()
      socket.pause()
      await say(socket, start)
    }
    await expectService()
  })
})

/**
 * A local server with the part of Binance's API that signed_request uses, and its rules: parameters are
 * verified in the order in which they came, with a window and the server's own clock.
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { json, type HttpAnswer, type HttpRequest } from './apps'

export class Exchange {
  readonly key = 'k'.repeat(64)
  readonly secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'
  /** By the exchange's own clock. */
  startMs = Date.UTC(2026, 10, 22)
  /** Taken first, one for each request. */
  readonly troubles: HttpAnswer[] = []
  /** Answers as they went out, for a look at what the board had to deal with. */
  readonly codes: number[] = []

  readonly answer = (request: HttpRequest): HttpAnswer => {
    const trouble = this.troubles.shift()
    if (trouble) return trouble
    if (request.path === '/api/v3/time')
      return json({ serverTime: Math.floor(this.startMs + request.atMs) })
    if (request.path === '/api/v3/ticker/price') {
      const symbol = new URLSearchParams(request.query).get('symbol')
      return json({ symbol, price: '64000.10000000' })
    }
    if (request.path === '/api/v3/account') return this.#account(request)
    return json({ code: -1, msg: 'unknown path' }, '404 Not Found')
  }

  #account({ query, headers, atMs }: HttpRequest): HttpAnswer {
    const [, signed = '', signature = ''] = /^(.*)&signature=([0-9a-f]{64})$/.exec(query) ?? []
    const parameters = new URLSearchParams(signed)
    const ageMs = this.startMs + atMs - Number(parameters.get('timestamp'))
    const own = createHmac('sha256', this.secret).update(signed).digest()
    if (headers['x-mbx-apikey'] !== this.key) return this.#refuse(-2015, '401 Unauthorized')
    if (ageMs < -1000 || ageMs > Number(parameters.get('recvWindow') ?? 5000))
      return this.#refuse(-1021)
    const given = Buffer.from(signature, 'hex')
    if (given.length !== 32 || !timingSafeEqual(own, given)) return this.#refuse(-1022)
    this.codes.push(0)
    return json({ balances: [{ asset: 'BTC', free: '0.50000000', locked: '0.10000000' }] })
  }

  #refuse(code: number, status = '400 Bad Request'): HttpAnswer {
    this.codes.push(code)
    return json({ code, msg: 'refused' }, status)
  }
}

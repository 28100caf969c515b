/** A visitor: asks nginx on the loopback as if it were the site's own address, and checks its certificate. */
import { request as plainRequest, type IncomingHttpHeaders } from 'node:http'
import { Agent, request as secureRequest } from 'node:https'
import { text } from 'node:stream/consumers'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface Question {
  method?: string
  /** As in the address bar. Default: the site's own. */
  name?: string
  headers?: Record<string, string>
  body?: string | Buffer
}

export class HttpsClient {
  readonly #agent: Agent
  constructor(
    private readonly site: { name: string; httpPort: number; httpsPort: number },
    certificate: Buffer,
  ) {
    this.#agent = new Agent({ keepAlive: true, ca: certificate, maxSockets: 4 })
  }

  /** Path as it goes over the wire: dots and escapes stay. */
  ask(path: string, { method = 'GET', name, headers, body }: Question = {}): Promise<Answer> {
    const host = name ?? this.site.name
    return new Promise((resolve, reject) => {
      const request = secureRequest({
        ...{ host: '127.0.0.1', port: this.site.httpsPort, agent: this.#agent, servername: host },
        ...{ method, path, headers: { Host: host, ...headers } },
      })
      // Who refuses a big body does not read it to its end: what was answered counts.
      let answered = false
      request.on('error', (error) => (answered ? undefined : reject(error)))
      request.on('response', (response) => {
        answered = true
        const { statusCode: status = 0, headers: received } = response
        text(response).then((said) => resolve({ status, headers: received, body: said }), reject)
      })
      request.end(body)
    })
  }

  /** On port 80's stand-in. */
  askPlain(path: string, name = this.site.name): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.site.httpPort, path, headers: { Host: name } }
      const request = plainRequest(options, (response) => {
        const { statusCode: status = 0, headers } = response
        text(response).then((body) => resolve({ status, headers, body }), reject)
      })
      request.on('error', reject)
      request.end()
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

/** A web server in place of micropython.org. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export class FirmwareServer {
  /** Paths that were requested, in order. */
  readonly requests: string[] = []
  #server: Server | undefined

  /** Address of the folder of the firmware files, on a server that answers with `answer`. */
  async serve(answer: RequestListener): Promise<string> {
    const server = createServer((request, response) => {
      this.requests.push(request.url!)
      answer(request, response)
    })
    this.#server = server
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/resources/firmware`
  }

  /** Resolves when nothing listens any more. */
  async close(): Promise<void> {
    const server = this.#server
    server?.closeAllConnections()
    await new Promise<unknown>((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  }
}

/** Answers with one of `files` by its name, or with 404. */
export const answerWith =
  (files: Record<string, Uint8Array>): RequestListener =>
  (request, response) => {
    const file = files[request.url!.replace('/resources/firmware/', '')]
    response.writeHead(file ? 200 : 404).end(file)
  }

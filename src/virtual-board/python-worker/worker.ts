/** The thread in which Python runs, session after session. It blocks as the chip does; the page's thread does not. */
import type { HostReply, HostRequest } from '../interpreter/host-calls'
import { Channel } from './channel'
import type { StartMessage, WorkerMessage } from './messages'
import { Output } from './output'
import { Session } from './session'
import { uartCall } from './uart-calls'

export async function serve(
  { channel: buffer, files: firstFiles, ...start }: StartMessage,
  post: (message: WorkerMessage) => void,
): Promise<never> {
  const channel = new Channel(buffer)
  const output = new Output(channel.output, () => {
    if (channel.claimNotice()) post({ type: 'output' })
  })
  const host = (request: HostRequest): HostReply => {
    const own = uartCall(channel, output, request)
    if (own !== undefined) return own
    post({ type: 'call', request })
    return channel.awaitReply()
  }
  let state = { raw: false, files: firstFiles }
  for (let first = true; ; first = false) {
    const session = await Session.start({
      ...start,
      ...state,
      first,
      channel,
      output,
      host,
      onMemory: ({ buffer, interrupt }) =>
        post({ type: 'memory', memory: buffer as SharedArrayBuffer, interrupt }),
      onFiles: (files) => post({ type: 'files', files }),
      onPanic: (error) => post({ type: 'crashed', reason: String(error) }),
    })
    state = serveOrReset(session)
  }
  /** A trap of WebAssembly is a hang of the chip, which its watchdog ends. */
  function serveOrReset(session: Session) {
    try {
      return session.serve()
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error
      output.text('NLR jump failed\r\n')
      host({ op: 'reset', args: ['watchdog'], data: new Uint8Array(0) })
      throw error // not reached: the board ends this thread
    }
  }
}

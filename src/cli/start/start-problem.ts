/** What stops `npm start`, in words for the terminal. */
import { usage, type StartArguments } from './start-arguments'

/** `error` itself where nobody expected it: it then comes with its stack. */
export function startProblem(error: unknown, given: StartArguments | undefined): unknown {
  if (!(error instanceof Error)) return error
  if (!given) return `${error.message}\n\n${usage}`
  const { code } = error as NodeJS.ErrnoException
  const { port, host } = given
  if (code === 'EADDRINUSE' || /already in use/.test(error.message)) {
    const other = port < 65535 ? port + 1 : 4174
    return `Port ${port} is in use; perhaps the page runs already. Try: npm start -- --port ${other}`
  }
  if (code === 'EACCES') return `Port ${port} is not allowed. Choose one above 1023 with --port.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `This machine does not have the address ${host}. Choose another one with --host.`
  }
  return error
}

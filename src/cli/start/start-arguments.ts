/** The command line of `npm start`. */
import { parseArgs } from 'node:util'

export const usage = `Usage: npm start -- [--port PORT] [--host [ADDRESS]]

Firmware images if the network allows, a build, and the page on this machine.

  --port PORT       default 4173; 0 for any free one
  --host [ADDRESS]  who may open the page: without it only this machine, with it everybody in the network,
                    or those who reach ADDRESS. Other machines get no Web Serial over http: browsers want
                    https for that
  --help            this text`

export interface StartArguments {
  port: number
  /** True: every address of this machine. */
  host: string | true | undefined
}

/** Undefined: only the usage is wanted. @throws Error with words for the user */
export function readArguments(args: string[]): StartArguments | undefined {
  const { values } = parseArgs({
    args: args.map((arg, at) => (arg === '--host' && !isValue(args[at + 1]) ? '--host=' : arg)),
    options: {
      port: { type: 'string', short: 'p', default: '4173' },
      host: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  return { port: portNumber(values.port), host: values.host === '' ? true : values.host }
}

const isValue = (arg: string | undefined) => arg !== undefined && !arg.startsWith('-')

function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new Error(`--port needs a number from 0 to 65535, not "${text}".`)
  }
  return port
}

/** The command line of `npm run portal`. */
import { parseArgs } from 'node:util'

export const usage = `Usage: npm run portal -- [--http PORT] [--dns PORT] [--networks FILE.json]

The portal of firmware/ on MicroPython, reachable on this machine: http://127.0.0.1:8080/ in any browser,
dig @127.0.0.1 -p 5353 example.com. It starts again when a file of firmware/ changes.

  --http PORT      the board's port 80 on 127.0.0.1 (default 8080, 0 for any free one)
  --dns PORT       the board's port 53 on 127.0.0.1, UDP (default 5353)
  --networks FILE  the networks in reach, and what happens when: see src/virtual-board/radio-script
  --app NAME       an app of firmware/apps, to run when the board is in a network; it can reach servers by
                   address, and its own port 80 is the one above
  --settings FILE  goes to the board as /settings.json: what the app's fields were filled in with
  --options FILE   goes to the board as /portal.json: essid, ap_ip, hostname, timeout, fields
  --firmware DIR   a folder with main.py and lib/ in the place of firmware/
  --compiled       the modules as .mpy, the way a current board gets them
  --exact          changes nothing on the way. Otherwise a browser that asks for 127.0.0.1:8080 is taken
                   to mean the board, and redirects lead it back there. To look at the board as a phone
                   would, with every name leading to it:
                   chromium --host-resolver-rules="MAP * 127.0.0.1:8080" http://example.com/

While it runs, type "help" for what can happen to the board and its radio.`

export interface PortalArguments {
  httpPort: number
  dnsPort: number
  networksPath: string | undefined
  optionsPath: string | undefined
  app: string | undefined
  settingsPath: string | undefined
  folder: string | undefined
  compiled: boolean
  exact: boolean
}

/** Undefined: only the usage is wanted. @throws Error with words for the user */
export function readArguments(): PortalArguments | undefined {
  const { values } = parseArgs({
    options: {
      http: { type: 'string', default: '8080' },
      dns: { type: 'string', default: '5353' },
      networks: { type: 'string' },
      options: { type: 'string' },
      app: { type: 'string' },
      settings: { type: 'string' },
      firmware: { type: 'string' },
      compiled: { type: 'boolean', default: false },
      exact: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  return {
    httpPort: portNumber('--http', values.http),
    dnsPort: portNumber('--dns', values.dns),
    networksPath: values.networks,
    optionsPath: values.options,
    app: values.app,
    settingsPath: values.settings,
    folder: values.firmware,
    compiled: values.compiled,
    exact: values.exact,
  }
}

function portNumber(option: string, text: string): number {
  const port = Number(text)
  if (!text || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`${option} needs a port, not "${text}"`)
  }
  return port
}

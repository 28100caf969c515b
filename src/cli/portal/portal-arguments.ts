/** The command line of `npm run portal`. */
import { parseArgs } from 'node:util'
import { phoneSystems, type PhoneSystem } from '../../phone/systems'

const phoneNames = [...phoneSystems.map(({ id }) => id), 'all'].join(', ')

export const usage = `Usage: npm run portal -- [--http PORT] [--dns PORT] [--networks FILE.json] [--phone PHONE]

The portal of firmware/ on MicroPython, reachable on this machine: http://127.0.0.1:8080/ in any browser,
dig @127.0.0.1 -p 5353 example.com. It starts again when a file of firmware/ changes.

  --http PORT      the board's port 80 on 127.0.0.1 (default 8080, 0 for any free one)
  --dns PORT       the board's port 53 on 127.0.0.1, UDP (default 5353)
  --networks FILE  the networks in reach, and what happens when: see src/virtual-board/radio-script
  --app NAME       an app of firmware/apps, to run when the board is in a network; it can reach servers by
                   address, and its own port 80 is the one above
  --settings FILE  goes to the board as /settings.json: what the app's fields were filled in with
  --options FILE   goes to the board as /portal.json: essid, ap_ip, ap_password, button, power_cycles, station, …
  --firmware DIR   a folder with main.py and lib/ in the place of firmware/
  --compiled       the modules as .mpy, the way a current board gets them
  --exact          changes nothing on the way. Otherwise a browser that asks for 127.0.0.1:8080 is taken
                   to mean the board, and redirects lead it back there. To look at the board as a phone
                   would, with every name leading to it:
                   chromium --host-resolver-rules="MAP * 127.0.0.1:8080" http://example.com/
  --speed N        the board's time goes N times as fast, 1 to 8: joining a network takes seconds otherwise
  --phone PHONE    lets a phone join the board, in the place of a browser, and tells what it asks and what it
                   makes of the answers: ${phoneNames}
                   Ends with 0 if the phone opens its sign-in page, else with 1; with 2 if these arguments are
                   wrong. All of them: 0 if every one opens it.
  --password TEXT  what the phone enters as the access point's password

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
  /** How many times as fast as a real board's its time is; 1 to 8. */
  speed: number
  /** Join one after the other; without them the board is for whoever connects from this machine. */
  phones: readonly PhoneSystem[] | undefined
  /** Of the access point, as the phone enters it; empty: none. */
  password: string
}

/** Undefined: only the usage is wanted. @throws Error with words for the user */
export function readArguments(args: string[]): PortalArguments | undefined {
  const { values } = parseArgs({
    args,
    options: {
      http: { type: 'string' },
      dns: { type: 'string' },
      networks: { type: 'string' },
      options: { type: 'string' },
      app: { type: 'string' },
      settings: { type: 'string' },
      firmware: { type: 'string' },
      compiled: { type: 'boolean', default: false },
      exact: { type: 'boolean', default: false },
      speed: { type: 'string', default: '1' },
      phone: { type: 'string' },
      password: { type: 'string', default: '' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const phones = values.phone === undefined ? undefined : phonesNamed(values.phone)
  // Nobody needs to know the ports that only a phone uses.
  return {
    httpPort: portNumber('--http', values.http ?? (phones ? '0' : '8080')),
    dnsPort: portNumber('--dns', values.dns ?? (phones ? '0' : '5353')),
    networksPath: values.networks,
    optionsPath: values.options,
    app: values.app,
    settingsPath: values.settings,
    folder: values.firmware,
    compiled: values.compiled,
    speed: speedNamed(values.speed),
    exact: values.exact || phones !== undefined,
    phones,
    password: values.password,
  }
}

/** Whether the arguments are for a phone; then a mistake in them is told from its verdict. */
export const isForPhone = (args: readonly string[]): boolean =>
  args.some((one) => one === '--phone' || one.startsWith('--phone='))

function phonesNamed(name: string): readonly PhoneSystem[] {
  const found = phoneSystems.filter(({ id }) => name === 'all' || name === id)
  if (found.length === 0) throw new Error(`--phone needs one of ${phoneNames}, not "${name}"`)
  return found
}

function speedNamed(text: string): number {
  const speed = Number(text)
  if (text && speed >= 1 && speed <= 8) return speed
  throw new Error(`--speed needs a number from 1 to 8, not "${text}"`)
}

function portNumber(option: string, text: string): number {
  const port = Number(text)
  if (!text || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`${option} needs a port, not "${text}"`)
  }
  return port
}

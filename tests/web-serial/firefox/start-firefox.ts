/**
 * Starts Firefox where a pseudo-terminal lies over a serial device: a mount namespace of its own, with an entry
 * in udev's database that gives the device the ids of a USB bridge, the preloaded library, and without the
 * right that would let it open a port which somebody else holds.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findProgram } from '../../runner/debian'
import { writeProgram } from '../launcher'
import { buildNativeParts, serialDevice, socketIn } from '../machine'
import { Marionette } from './marionette'

/** What a first start would do besides: ask, and call home. */
const quiet = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  // Offline means this machine's own servers, too.
  'network.disable-localhost-when-offline': true,
  'security.sandbox.warn_unprivileged_namespaces': false,
}
/** Of libudev's database: a USB serial device with the ids of a CH340. */
const udevEntry = [
  'I:1',
  'E:ID_BUS=usb',
  'E:ID_VENDOR_ID=1a86',
  'E:ID_MODEL_ID=7523',
  'E:ID_MODEL=USB_Serial',
  'G:systemd',
  'V:1',
]

export interface RunningFirefox {
  marionette: Marionette
  version: string
  stop(): Promise<void>
}

/** @param pty path of the pseudo-terminal; `folder` takes the profile */
export async function startFirefox(folder: string, pty: string): Promise<RunningFirefox> {
  const profile = join(folder, 'profile')
  mkdirSync(profile, { recursive: true })
  const port = await freePort()
  writeFileSync(join(profile, 'user.js'), preferences({ ...quiet, 'marionette.port': port }))
  const child = spawn(
    launcher(folder, pty),
    // The list of ports is in the browser's window: "system access".
    ['--headless', '--marionette', '--remote-allow-system-access', '--no-remote'].concat([
      '--profile',
      profile,
      '--width=1280',
      '--height=900',
      'about:blank',
    ]),
    { stdio: 'ignore', detached: true },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const gone = ended.then(() => Promise.reject(new Error('Firefox ended at its start.')))
  const marionette = await Promise.race([Marionette.connect(port), gone])
  gone.catch(() => undefined)
  return {
    marionette,
    version: String(await marionette.inBrowser('return Services.appinfo.version')),
    stop: async () => {
      await marionette.quit()
      await Promise.race([ended, delay(5000, undefined, { ref: false })])
      kill(child)
    },
  }
}

/** With all that it has started; nothing of it stays behind. */
function kill({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

const preferences = (all: Record<string, boolean | number>) =>
  Object.entries(all)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('')

function launcher(folder: string, pty: string): string {
  const { node } = serialDevice()!
  const numbers = readFileSync(`/sys/class/tty/${basename(node)}/dev`, 'utf8').trim()
  const { modemLines } = buildNativeParts()
  const inner = writeProgram(folder, 'inside.sh', [
    `mount --bind ${pty} ${node}`,
    'mount -t tmpfs none /run && mkdir -p /run/udev/data && touch /run/udev/control',
    `printf '%s\\n' ${udevEntry.join(' ')} > /run/udev/data/c${numbers}`,
    `export LD_PRELOAD=${modemLines} SERIAL_PTY_SOCKET=${socketIn(folder)}`,
    `export HOME=${folder} MOZ_HEADLESS=1`,
    `exec setpriv --bounding-set -sys_admin --inh-caps -all ${findProgram('firefox-esr')} "$@"`,
  ])
  return writeProgram(folder, 'firefox.sh', [`exec unshare -m --propagation private ${inner} "$@"`])
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

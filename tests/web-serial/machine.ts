/**
 * What it takes to give a browser a serial port of ours: Linux, root, a compiler, a private mount
 * namespace, and one serial device that the kernel lists (a pseudo-terminal is laid over it there).
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram, missingWords } from '../runner/debian'

const sources = fileURLToPath(new URL('./native/', import.meta.url))
const built = fileURLToPath(new URL('../results/native/', import.meta.url))

/** Where a run's serial-pty listens. */
export const socketIn = (folder: string) => join(folder, 'lines')

const runs = (program: string, ...given: string[]) => spawnSync(program, given).status === 0

/** Of capabilities(7). */
const netAdmin = 12
const sysAdmin = 21

/** The reason why the tests with Chromium cannot run on this machine, for people. */
export const whyNot = (): string | undefined =>
  whyNoBrowser() ??
  (existsSync('/etc/chromium')
    ? undefined
    : 'policies are laid over /etc/chromium of Debian’s Chromium')

/** The same of those with Firefox. */
export function whyNotFirefox(): string | undefined {
  if (process.platform === 'linux' && !findProgram('firefox-esr'))
    return missingWords('firefox-esr')
  return whyNoBrowser()
}

function whyNoBrowser(): string | undefined {
  if (process.platform !== 'linux') return 'laying a terminal over a serial device needs Linux'
  if (process.getuid?.() !== 0) return 'mount namespaces and browser policies need root'
  const missing = (['cc', 'unshare', 'setpriv'] as const).find((program) => !findProgram(program))
  if (missing) return missingWords(missing)
  if (!compiles()) return 'the C compiler finds no headers: apt-get install libc6-dev'
  if (!isCapable(sysAdmin) || !isCapable(netAdmin))
    return 'this container’s root may not mount or speak as udev: CAP_SYS_ADMIN, CAP_NET_ADMIN'
  if (!runs('unshare', '-m', 'true')) return 'this machine allows no mount namespace (unshare -m)'
  if (!serialDevice()) return 'the kernel lists no serial device (/sys/class/tty/ttyS*)'
  return undefined
}

function compiles(): boolean {
  const input = '#include <asm/termbits.h>\n#include <stdio.h>\n'
  return spawnSync('cc', ['-x', 'c', '-fsyntax-only', '-'], { input }).status === 0
}

function isCapable(capability: number): boolean {
  const [, effective = '0'] =
    /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return ((BigInt(`0x${effective}`) >> BigInt(capability)) & 1n) === 1n
}

export interface SerialDevice {
  /** "/dev/ttyS0" */
  node: string
  /** As udev names it: "/devices/pnp0/…/tty/ttyS0" */
  devicePath: string
}

/** A device that browsers list; its own driver is never asked anything. */
export function serialDevice(): SerialDevice | undefined {
  const name = readdirSync('/sys/class/tty').find(
    (tty) => /^ttyS\d+$/.test(tty) && existsSync(`/dev/${tty}`),
  )
  if (!name) return undefined
  const devicePath = realpathSync(`/sys/class/tty/${name}`).replace(/^\/sys/, '')
  return { node: `/dev/${name}`, devicePath }
}

export interface NativeParts {
  /** Program: the pseudo-terminal. */
  serialPty: string
  /** Library to preload into the browser. */
  modemLines: string
}

export function buildNativeParts(): NativeParts {
  mkdirSync(built, { recursive: true })
  const parts = { serialPty: `${built}serial-pty`, modemLines: `${built}modem-lines.so` }
  compile('-o', parts.serialPty, `${sources}serial-pty.c`)
  compile('-shared', '-fPIC', '-o', parts.modemLines, `${sources}modem-lines.c`, '-ldl')
  return parts
}

function compile(...given: string[]): void {
  const { status, stderr } = spawnSync('cc', ['-O1', '-Wall', '-Wextra', ...given])
  if (status !== 0) throw new Error(`The compiler refused tests/web-serial/native:\n${stderr}`)
}

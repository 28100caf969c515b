/** A serial device of this machine: the browser has it anyway, a policy lets the page use it. */
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DevicePort } from './network-port'

/** The policy is laid over /etc/chromium for this browser alone; that needs root. */
export function localPort(
  path: string,
  { chromium, origin }: { chromium: string; origin: string },
): DevicePort {
  if (!existsSync(path)) throw new Error(`There is no ${path}. Is the board plugged in?`)
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new Error(
      'The policy that lets a page use the port without a picker needs Linux and root: ' +
        `sudo env PATH=$PATH DEVICE=${path} npm run test:device`,
    )
  }
  const folder = mkdtempSync(join(tmpdir(), 'device-'))
  const policy = JSON.stringify({ SerialAllowAllPortsForUrls: [origin] })
  const inner = program(folder, 'inside.sh', [
    'mkdir -p /etc/chromium && mount -t tmpfs none /etc/chromium',
    'mkdir -p /etc/chromium/policies/managed',
    `echo '${policy}' > /etc/chromium/policies/managed/serial.json`,
    `exec ${chromium} "$@"`,
  ])
  return {
    launcher: program(folder, 'chromium.sh', [
      `exec unshare -m --propagation private ${inner} "$@"`,
    ]),
    introduce: () => undefined,
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function program(folder: string, name: string, lines: string[]): string {
  const path = join(folder, name)
  writeFileSync(path, ['#!/bin/sh', 'set -e', ...lines, ''].join('\n'))
  chmodSync(path, 0o755)
  return path
}

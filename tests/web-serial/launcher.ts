/**
 * A program that starts Chromium with the pseudo-terminal as its serial device: a mount namespace of
 * its own (nothing of it is seen outside), the policy that grants ports to a page, the preloaded
 * library; and without the right that would let it open a port which somebody else holds.
 */
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface LaunchParts {
  chromium: string
  modemLines: string
  /** Of serial-pty. */
  socket: string
  /** The pseudo-terminal. */
  pty: string
  /** What it is laid over. */
  device: string
  /** Of the page that may use every port. */
  origin: string
}

/** @returns the path of the program, in `folder` */
export function writeLauncher(folder: string, parts: LaunchParts): string {
  const policy = JSON.stringify({ SerialAllowAllPortsForUrls: [parts.origin] })
  const inner = writeProgram(folder, 'inside.sh', [
    'mount -t tmpfs none /etc/chromium',
    'mkdir -p /etc/chromium/policies/managed',
    `echo '${policy}' > /etc/chromium/policies/managed/serial.json`,
    `mount --bind ${parts.pty} ${parts.device}`,
    `export LD_PRELOAD=${parts.modemLines} SERIAL_PTY_SOCKET=${parts.socket}`,
    `exec setpriv --bounding-set -sys_admin --inh-caps -all ${parts.chromium} "$@"`,
  ])
  return writeProgram(folder, 'chromium.sh', [
    `exec unshare -m --propagation private ${inner} "$@"`,
  ])
}

/** A shell script that may be started; its path. */
export function writeProgram(folder: string, name: string, lines: string[]): string {
  const path = join(folder, name)
  writeFileSync(path, ['#!/bin/sh', 'set -e', ...lines, ''].join('\n'))
  chmodSync(path, 0o755)
  return path
}

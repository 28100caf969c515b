/** What `npm start` understands, and what it says to the rest. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { readArguments, usage } from '../../../../src/cli/start/start-arguments'

it.each([
  [[], { port: 4173, host: undefined }],
  [['--port', '5000'], { port: 5000, host: undefined }],
  [['--port=0', '--host'], { port: 0, host: true }],
  [['--host', '--port', '80'], { port: 80, host: true }],
  [['-p', '65535', '--host', '192.0.2.7'], { port: 65535, host: '192.0.2.7' }],
])('npm start -- %j is used, not ignored', (args, expected) => {
  expect(readArguments(args)).toEqual(expected)
})

it.each(['--help', '-h'])('%s asks for the usage alone', (arg) => {
  expect(readArguments([arg])).toBeUndefined()
})

it.each(['', '-1', '65536', '80a', ' 80', '1e3', '0x50', '8.5'])('--port=%s is refused', (port) => {
  expect(() => readArguments([`--port=${port}`])).toThrow('--port needs a number')
})

/** Ends before anything is built. */
async function run(args: string[]) {
  const start = ['--import', 'tsx', 'src/cli/start/start.ts', ...args]
  const child = spawn(process.execPath, start, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, error] = await Promise.all([
    ...[text(child.stdout), text(child.stderr)],
    once(child, 'close'),
  ])
  return { status: child.exitCode, out, error }
}

it.each([['--prot', '80'], ['4000'], ['--port'], ['--open=yes']])(
  'npm start -- %s is told what there is, before anything is built',
  async (...args) => {
    const { status, out, error } = await run(args)
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(error).toContain(usage)
    expect(error).not.toContain('    at ')
  },
)

it('npm start says that a port is in use, and names another', async () => {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { status, out, error } = await run(['--port', String(port)])
  server.close()
  expect({ status, out }).toEqual({ status: 1, out: '' })
  expect(error).toMatch(new RegExp(`^Port ${port} is in use.*--port \\d+\n$`))
})

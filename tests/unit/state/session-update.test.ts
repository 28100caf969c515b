/** Files alone: from a board in its bootloader, and from one whose bootloader does not answer. */
import { beforeEach, expect, test } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { chosenUpdate, updateRequest } from '../../../src/state/update-request'
import { newPreset } from '../../../src/presets/defaults'
import { FakeBoard, FakeLink, FakePort, identity, request } from './fake-board'
import { report, SessionOnFakes, settle } from './session-on-fakes'

let fakes: SessionOnFakes
beforeEach(() => void (fakes = new SessionOnFakes()))

const update = { portal: request.portal }
const files = { sent: 3, same: 20 }

/** Its bootloader did not answer. */
async function toNoSync() {
  await fakes.toConnecting()
  fakes.provider.granted = [fakes.provider.picked!]
  fakes.connecting.at(-1)!.reject(new DeviceError('no-sync', 'silence'))
  await settle()
  expect(fakes.failure).toBe('no-sync')
}

async function toOverConsole() {
  await toNoSync()
  void fakes.session.updateOverConsole(update)
  await settle()
  return fakes.overConsole.at(-1)!
}

test('ready → starting → running, with what was sent', async () => {
  const board = await fakes.toReady()
  void fakes.session.update(update)
  expect(fakes.session.state).toMatchObject({ at: 'starting', update: 'board', identity })
  board.updating.options.onProgress?.({ phase: 'upload', fraction: 0.5 })
  expect(fakes.session.state).toMatchObject({ at: 'starting', progress: { fraction: 0.5 } })
  board.updating.resolve({ report, files, link: new FakeLink() })
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'running', report, files })
})

test('no-sync → the console of the same port, without a list and without an identity', async () => {
  const { manual } = await toOverConsole()
  expect(fakes.session.state).toMatchObject({ at: 'starting', update: 'console' })
  manual.resolve({ report, files, link: new FakeLink() })
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'running', files })
  expect(fakes.provider.asked).toHaveLength(1)
})

test('a refusal is asked about, and the second try has the answer', async () => {
  const { manual } = await toOverConsole()
  manual.reject(new DeviceError('files-in-the-way', '/main.py'))
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'failed', during: 'starting', update: 'console' })
  void fakes.session.retryUpdate({ mayReplace: true })
  await settle()
  expect(fakes.overConsole[1]!.request).toEqual({ ...update, mayReplace: true })
})

test('“Try again” repeats the update, and never becomes an installation', async () => {
  const board = await fakes.toReady()
  void fakes.session.update(update)
  fakes.provider.granted = [new FakePort()]
  board.updating.reject(new DeviceError('repl-silent', 'no prompt'))
  await settle()
  const again = await fakes.retryWith(new FakeBoard(identity))
  expect([again.updates, again.requests]).toEqual([[update], []])
})

test('another board after the replug gets nothing', async () => {
  const board = await fakes.toReady()
  void fakes.session.update(update)
  fakes.replug(new FakePort())
  await settle()
  expect(fakes.failure).toBe('port-lost')
  const other = new FakeBoard({ ...identity, mac: '00:00:00:00:00:01' })
  await fakes.retryWith(other)
  expect([fakes.at, other.updates]).toEqual(['ready', []])
  expect(board.released).toBe(1)
})

test('cancelled: back at the beginning, and the words know that it was only files', async () => {
  const { manual } = await toOverConsole()
  manual.options.onProgress?.({ phase: 'upload' })
  fakes.session.cancel()
  await settle()
  expect(fakes.session.state).toEqual({
    at: 'disconnected',
    interruption: { why: 'cancelled', phase: 'upload', update: 'console' },
  })
})

test('unplugged in the midst of it', async () => {
  const { manual } = await toOverConsole()
  fakes.provider.picked!.unplug()
  expect(fakes.session.state).toMatchObject({ at: 'failed', update: 'console' })
  expect(manual.options.signal?.aborted).toBe(true)
})

test('nothing replaces the owner’s files before a plan has shown it', () => {
  expect(updateRequest(newPreset())).not.toHaveProperty('mayReplace')
  expect(chosenUpdate({ ...request, owners: 'keep' })).toMatchObject({
    mayReplace: true,
    owners: 'keep',
  })
})

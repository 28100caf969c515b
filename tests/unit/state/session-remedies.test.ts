/** What was tried is remembered until a board is well; and by which size a board is connected. */
import { beforeEach, expect, test } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { BootFailure, diagnose } from '../../../src/provision/boot/boot-diagnosis'
import { Session } from '../../../src/state/session.svelte'
import { bootFix, helpedByInstall } from '../../../src/ui/install/boot-fix'
import { FakeBoard, FakeLink, FakePort, FakeProvider, identity, request } from './fake-board'
import { report, SessionOnFakes } from './session-on-fakes'
import { settle } from '../../support/promises'

let fakes: SessionOnFakes
beforeEach(() => void (fakes = new SessionOnFakes()))

const failure = () => new BootFailure(diagnose({ code: 'image-damaged' }, {}, []))

/** As the page's button does it; answered by a board that fails in the same way. */
async function pressFix(): Promise<string> {
  const { session } = fakes
  const { state } = session
  if (state.at !== 'failed') throw new Error(state.at)
  const fix = bootFix(state.error, request, session.tried)!
  session.noteTried(fix.label)
  if (fix.action.verb !== 'retry') return fix.label
  const board = await fakes.retryWith(new FakeBoard(identity), fix.action.change)
  board.installing.reject(failure())
  await settle()
  return fix.label
}

async function failed() {
  const board = await fakes.toInstalling()
  fakes.provider.granted = [fakes.provider.picked!]
  board.installing.reject(failure())
  await settle()
}

test('a remedy that did not help is followed by the next one, until the last', async () => {
  await failed()
  const pressed = [await pressFix(), await pressFix(), await pressFix(), await pressFix()]
  expect(pressed).toEqual([
    'Install again',
    'Try again, plugged in anew',
    'Try flash mode DIO',
    'Try flash mode DOUT',
  ])
  expect(await pressFix()).toBe('Erase flash and install …')
  expect(await pressFix()).toBe('Open the console')
})

test('a board that was well, or another connection, begins with the first remedy again', async () => {
  await failed()
  await pressFix()
  const board = await fakes.retryWith(new FakeBoard(identity))
  board.installing.resolve({ report, link: new FakeLink() })
  await settle()
  expect(fakes.session.tried).toEqual([])
  await fakes.session.disconnect()
  await failed()
  await pressFix()
  await fakes.session.disconnect()
  await failed()
  expect(await pressFix()).toBe('Install again')
})

test('the radio’s data are renewed once, not at every later attempt', async () => {
  await failed()
  const once = await fakes.retryWith(new FakeBoard(identity), { renewRfData: true })
  expect(once.requests[0]).toMatchObject({ renewRfData: true })
  once.installing.reject(failure())
  await settle()
  const later = await fakes.retryWith(new FakeBoard(identity))
  expect(later.requests[0]).toMatchObject({ renewRfData: undefined })
})

test('deep sleep, or a loop that swallows Ctrl-C: an installation comes before any erasing', async () => {
  const board = await fakes.toReady()
  void fakes.session.update({ portal: request.portal })
  fakes.provider.granted = [new FakePort()]
  const silent = new DeviceError('repl-silent', 'no prompt')
  board.updating.reject(silent)
  await settle()
  expect(helpedByInstall(silent)).toBe(true)
  void fakes.session.installInstead()
  await settle()
  const again = new FakeBoard(identity)
  fakes.connecting.at(-1)!.resolve(again)
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'ready', retry: undefined })
  void fakes.session.install(request)
  await settle()
  expect([again.updates, again.requests]).toEqual([[], [request]])
})

test('where the lines cannot be moved, Reset keeps the console and says so', async () => {
  const link = await fakes.toRunning()
  link.setSignals = async () => {
    throw new DeviceError('command-failed', 'Failed to set control signals.')
  }
  expect(await fakes.session.reset()).toBe(false)
  expect([fakes.at, link.closed]).toEqual(['running', false])
  link.setSignals = async () => undefined
  expect(await fakes.session.reset()).toBe(true)
})

test('the preset’s size, or the one that was chosen, goes with every connection', async () => {
  const provider = new FakeProvider()
  const sizes: (number | undefined)[] = []
  const session = new Session(
    {
      provider: async () => provider,
      connectBoard: async (_port, { flashSizeBytes }) => {
        sizes.push(flashSizeBytes)
        throw new DeviceError('flash-size-unknown', 'The flash says "c8 4001".')
      },
      updateOverConsole: () => Promise.reject(new Error('not here')),
      listen: () => Promise.reject(new Error('not here')),
      openWifi: () => Promise.reject(new Error('not here')),
      hardReset: async () => undefined,
    },
    () => 4096,
  )
  await session.connect('real')
  await session.retryWithFlashSize(1024)
  await session.retry()
  await session.chooseFlashSize()
  await session.disconnect()
  await session.connect('real')
  expect(sizes).toEqual([4096, 1024, 1024, undefined, 4096])
})

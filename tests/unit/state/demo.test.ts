/** The demo: the same verbs as everybody's installation, and only where no board is in use. */
import { expect, it } from 'vitest'
import { Demo } from '../../../src/state/demo.svelte'
import { settle } from '../../support/promises'
import { FakeBoard, FakeLink, identity, Manual } from './fake-board'
import { report, SessionOnFakes } from './session-on-fakes'

function demoOf(image: Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }>) {
  const fakes = new SessionOnFakes()
  return { fakes, demo: new Demo(fakes.session, { demo: () => image }) }
}
const image = () => Promise.resolve({ name: 'demo.bin', bytes: new Uint8Array(8) })

async function toInstalling() {
  const { fakes, demo } = demoOf(image())
  expect(demo.at).toBeUndefined()
  expect(demo.start()).toBe(true)
  expect(demo.at).toBe('connecting')
  await settle()
  const board = new FakeBoard(identity)
  fakes.connecting.at(-1)!.resolve(board)
  await settle()
  return { fakes, demo, board }
}

it('connects the virtual board, installs on it, and is ready when it runs', async () => {
  const { fakes, demo, board } = await toInstalling()
  expect(demo.at).toBe('installing')
  board.installing.resolve({ report, link: new FakeLink() })
  await settle()
  expect(fakes.at).toBe('running')
  expect(demo.at).toBe('ready')
})

it('says that it could not begin where the board does not come', async () => {
  const { fakes, demo } = demoOf(image())
  demo.start()
  await settle()
  fakes.connecting.at(-1)!.reject(new Error('no board'))
  await settle()
  expect(demo.at).toBe('failed')
})

it('says so, too, where the firmware does not load', async () => {
  const { fakes, demo } = demoOf(Promise.reject(new Error('offline')))
  demo.start()
  await settle()
  expect(demo.at).toBe('failed')
  expect(fakes.connecting).toEqual([])
})

it('leaves a board that is in use alone', async () => {
  const { fakes, demo } = demoOf(image())
  await fakes.toReady()
  expect(demo.start()).toBe(false)
  expect(demo.at).toBeUndefined()
  expect(fakes.at).toBe('ready')
})

it('installs nothing once it was left', async () => {
  const firmware = new Manual<{ name: string; bytes: Uint8Array<ArrayBuffer> }>()
  const { fakes, demo } = demoOf(firmware.start())
  demo.start()
  await demo.leave()
  firmware.resolve({ name: 'demo.bin', bytes: new Uint8Array(8) })
  await settle()
  expect(demo.at).toBeUndefined()
  expect(fakes.connecting).toEqual([])
})

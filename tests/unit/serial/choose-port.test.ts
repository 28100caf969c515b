import { expect, it } from 'vitest'
import { choosePort } from '../../../src/serial/choose-port'
import type { SerialProvider } from '../../../src/serial/provider'
import { FakePort } from './fake-port'

class FakeProvider extends EventTarget implements SerialProvider {
  asked: SerialPortRequestOptions | undefined
  constructor(private readonly answer: SerialPort | Error) {
    super()
  }
  async requestPort(options?: SerialPortRequestOptions) {
    this.asked = options
    if (this.answer instanceof Error) throw this.answer
    return this.answer
  }
  async getPorts() {
    return this.answer instanceof Error ? [] : [this.answer]
  }
}

it('asks for the usual bridges, or for all ports', async () => {
  const provider = new FakeProvider(new FakePort())
  await choosePort(provider, {})
  expect(provider.asked?.filters?.map((filter) => filter.usbVendorId)).toEqual([
    0x1a86, 0x10c4, 0x0403, 0x067b,
  ])
  await choosePort(provider, { allPorts: true })
  expect(provider.asked?.filters).toBeUndefined()
})

it.each([
  ['NotFoundError', 'no-port-selected'],
  ['SecurityError', 'web-serial-missing'],
])('turns %s into %s', async (name, code) => {
  const provider = new FakeProvider(new DOMException('no', name))
  await expect(choosePort(provider, {})).rejects.toMatchObject({ code })
})

it('leaves other errors as they are', async () => {
  const error = new TypeError('no')
  await expect(choosePort(new FakeProvider(error), {})).rejects.toBe(error)
})

it('takes the port of the attempt before without asking', async () => {
  const provider = new FakeProvider(new FakePort())
  const [previous] = await provider.getPorts()
  expect(await choosePort(provider, { previous })).toBe(previous)
  expect(provider.asked).toBeUndefined()
})

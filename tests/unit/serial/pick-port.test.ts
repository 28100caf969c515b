import { expect, it } from 'vitest'
import { grantedPorts, pickPort, watchPorts } from '../../../src/serial/pick-port'
import { portName } from '../../../src/serial/port-name'
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
  await pickPort(provider)
  expect(provider.asked?.filters?.map((filter) => filter.usbVendorId)).toEqual([
    0x1a86, 0x10c4, 0x0403, 0x067b,
  ])
  await pickPort(provider, { showAll: true })
  expect(provider.asked?.filters).toBeUndefined()
})

it.each([
  ['NotFoundError', 'no-port-selected'],
  ['SecurityError', 'web-serial-missing'],
  ['TypeError', 'unexpected'],
])('turns %s into %s', async (name, code) => {
  const provider = new FakeProvider(new DOMException('no', name))
  await expect(pickPort(provider)).rejects.toMatchObject({ code })
})

it('says that Web Serial is missing, and knows no granted ports then', async () => {
  await expect(pickPort(undefined)).rejects.toMatchObject({ code: 'web-serial-missing' })
  expect(await grantedPorts(undefined)).toEqual([])
})

it('offers the ports granted earlier', async () => {
  const port = new FakePort()
  expect(await grantedPorts(new FakeProvider(port))).toEqual([port])
})

it('tells of ports that come and go until it is told to stop', () => {
  const provider = new FakeProvider(new FakePort())
  const seen: string[] = []
  const stop = watchPorts(provider, {
    onConnect: () => seen.push('in'),
    onDisconnect: () => seen.push('out'),
  })
  provider.dispatchEvent(new Event('connect'))
  provider.dispatchEvent(new Event('disconnect'))
  stop()
  provider.dispatchEvent(new Event('connect'))
  expect(seen).toEqual(['in', 'out'])
})

it.each([
  [{ usbVendorId: 0x1a86, usbProductId: 0x7523 }, 'CH340'],
  [{ usbVendorId: 0x10c4, usbProductId: 0xea60 }, 'CP210x'],
  [{ usbVendorId: 0x0403, usbProductId: 0x6001 }, 'FT232R'],
  [{ usbVendorId: 0x1a86, usbProductId: 0x1234 }, 'WCH 1a86:1234'],
  [{ usbVendorId: 0x1234, usbProductId: 0x5678 }, 'USB 1234:5678'],
  [{}, 'Serial port'],
])('names the bridge %j "%s"', (info, name) => {
  expect(portName(info)).toBe(name)
})

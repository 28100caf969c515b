/**
 * What each driver asks of its chip, byte by byte and in order: opening, lines, another rate, break, closing.
 * The expectations for each chip are in chip-requests.ts.
 */
import { expect, test } from 'vitest'
import { WebUsbPort } from '../../../../src/serial/webusb/webusb-port'
import { chips } from './chip-requests'
import { FakeUsbDevice, usbInterface, vendorInterface, type FakeOptions } from './fake-usb-device'

for (const [name, [options, expected]] of Object.entries(chips)) {
  test(name, async () => {
    const device = new FakeUsbDevice(options)
    const port = new WebUsbPort(device)
    await port.open({ baudRate: 115200 })
    expect(device.take()).toEqual(expected.opened)
    await port.setSignals({ dataTerminalReady: false })
    await port.setSignals({ requestToSend: false })
    expect(device.take()).toEqual([expected.dtr, expected.rts])
    await port.setSignals({ requestToSend: true, dataTerminalReady: false })
    expect(device.take()).toEqual(expected.both)
    await port.setBaudRate(460_800)
    expect(device.take()).toEqual(expected.faster)
    await port.setSignals({ break: true })
    expect(device.take()).toEqual(expected.breakOn)
    await port.setSignals({ break: false })
    expect(device.take()).toEqual(expected.breakOff)
    await port.close()
    expect(device.take()).toEqual(expected.closed)
    expect(device.opened).toBe(false)
  })
}

test('the same rate again: nothing is written to a chip that could lose bytes by it', async () => {
  for (const name of ['CH340, version 0x31', 'PL2303 TA']) {
    const device = new FakeUsbDevice(chips[name]![0])
    const port = new WebUsbPort(device)
    await port.open({ baudRate: 115200 })
    device.take()
    await port.setBaudRate(115200)
    expect(device.take()).toEqual([])
  }
})

test('a CH340 of version 0x27 gets neither bit 7 nor a line control', async () => {
  const answers = { 'c0 5f 0000 0000': [0x27, 0] }
  const device = new FakeUsbDevice({ vendorId: 0x1a86, productId: 0x7523, answers })
  const port = new WebUsbPort(device)
  await port.open({ baudRate: 115200 })
  expect(device.take().slice(4)).toEqual(['40 9a 1312 cc03', '40 a4 ff9f 0000'])
  await port.close()
  await expect(port.open({ baudRate: 115200, parity: 'even' })).rejects.toMatchObject({
    name: 'NetworkError',
    cause: { name: 'NotSupportedError' },
  })
  expect(device.opened).toBe(false)
})

test('a CH340 that has no break: a zero byte at 46 baud, and back to the rate', async () => {
  const answers = { 'c0 5f 0000 0000': [0x31, 0], 'c0 95 0005 0000': 'stall' as const }
  const device = new FakeUsbDevice({ vendorId: 0x1a86, productId: 0x7523, answers })
  const port = new WebUsbPort(device)
  await port.open({ baudRate: 115200 })
  device.take()
  await port.setSignals({ break: true })
  await port.setSignals({ break: false })
  // 48 MHz / (4096 · 255) is 45.96.
  expect(device.take()).toEqual(['40 9a 1312 0180', 'send 1', '40 9a 1312 cc83'])
})

test('parity and flow control where a chip has them', async () => {
  const options = { baudRate: 9600, dataBits: 7, stopBits: 2, parity: 'even' } as const
  const asked = async (fake: FakeOptions) => {
    const device = new FakeUsbDevice(fake)
    await new WebUsbPort(device).open({ ...options, flowControl: 'hardware' })
    return device.take()
  }
  expect(await asked(chips['CH340, version 0x31']![0])).toEqual(
    expect.arrayContaining(['40 9a 2518 00de', '40 9a 2727 0101']),
  )
  const cp2102 = chips['CP2102']![0]
  expect(
    await asked({ ...cp2102, answers: { ...cp2102.answers, 'c0 ff 370b 0000': [4] } }),
  ).toEqual(
    expect.arrayContaining([
      '41 03 0722 0000',
      '41 13 0000 0000 08000000800000008000000090000000',
      '41 15 00ec 0000',
    ]),
  )
  expect(await asked(chips['FT232R']![0])).toEqual(
    expect.arrayContaining(['40 04 1207 0000', '40 02 0000 0100']),
  )
  expect(await asked(chips['PL2303 TA']![0])).toEqual(
    expect.arrayContaining(['21 20 0000 0000 80250000020207', '40 01 0000 0060']),
  )
})

test('the second port of an FT4232H is its channel 2', async () => {
  const device = new FakeUsbDevice({
    vendorId: 0x0403,
    productId: 0x6011,
    version: 0x800,
    interfaces: [usbInterface(0, 0xff, []), vendorInterface(512, 1)],
  })
  await new WebUsbPort(device).open({ baudRate: 9600 })
  expect(device.take()).toContain('40 03 04e2 0202')
})

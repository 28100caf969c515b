/** Bytes in both directions: several transfers under way, back-pressure, stalls, rates, and a device that is gone. */
import { expect, test, vi } from 'vitest'
import { WebUsbPort } from '../../../../src/serial/webusb/webusb-port'
import { settle } from '../../../support/promises'
import { FakeUsbDevice, usbInterface } from './fake-usb-device'

const cdc = () =>
  new FakeUsbDevice({
    vendorId: 0x1a86,
    productId: 0x55d4,
    interfaces: [
      usbInterface(0, 2, [
        { endpointNumber: 3, direction: 'in', type: 'interrupt', packetSize: 16 },
      ]),
      usbInterface(1, 10, [
        { endpointNumber: 1, direction: 'in', type: 'bulk', packetSize: 64 },
        { endpointNumber: 2, direction: 'out', type: 'bulk', packetSize: 64 },
      ]),
    ],
  })

async function opened(device = cdc(), options: Partial<SerialOptions> = {}) {
  const port = new WebUsbPort(device)
  await port.open({ baudRate: 460_800, bufferSize: 4096, ...options })
  return { device, port }
}

const gone = () => new DOMException('The device was disconnected.', 'NotFoundError')
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'fulfilled',
    (error: Error) => `${error.name}: ${error.message}`,
  )

test('several reads are under way, and what comes is given in order', async () => {
  const { device, port } = await opened()
  expect(device.mostUnderWay.in).toBeGreaterThanOrEqual(4)
  for (let i = 0; i < 40; i++) device.bring([i])
  await settle()
  const { value } = await port.readable!.getReader().read()
  expect(Array.from(value!)).toEqual(Array.from({ length: 40 }, (_, i) => i))
})

test('a page that does not read stops the reading, and goes on where it stopped', async () => {
  const { device, port } = await opened(cdc(), { bufferSize: 64 })
  const chunk = new Array<number>(128).fill(1)
  for (let i = 0; i < 2000; i++) device.bring(chunk)
  await settle()
  const reader = port.readable!.getReader()
  let count = 0
  // 64 KiB and what was under way: the rest waits in the device.
  while (count < 2000 * 128) count += (await reader.read()).value!.length
  expect(count).toBe(2000 * 128)
})

test('writes: small transfers, a few under way; the write is done when the rest fits the buffer', async () => {
  const { device, port } = await opened()
  device.isOutStalled = true
  const writer = port.writable!.getWriter()
  const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => i & 255)
  let isDone = false
  const writing = writer.write(bytes).then(() => (isDone = true))
  await settle()
  expect(device.mostUnderWay.out).toBe(3)
  expect(isDone).toBe(false)
  device.isOutStalled = false
  device.takeOut()
  await writing
  await writer.close()
  expect(device.sent.flat()).toEqual(Array.from(bytes))
  expect(device.sent.every((part) => part.length <= 1408)).toBe(true)
})

test('an IN endpoint that stalls is cleared once, and reading goes on', async () => {
  const { device, port } = await opened()
  device.bring([1])
  device.bring('stall')
  device.bring('stall')
  device.bring([2])
  await settle()
  const { value } = await port.readable!.getReader().read()
  expect(Array.from(value!)).toEqual([1, 2])
  expect(device.cleared).toEqual(['in 1'])
})

test('an IN endpoint that stalls for ever ends the reading as a lost device', async () => {
  const { device, port } = await opened()
  const reading = outcome(port.readable!.getReader().read())
  for (let i = 0; i < 1000; i++) device.bring('stall')
  expect(await reading).toBe('NetworkError: The device has been lost.')
})

test('a transfer that fails is tried again', async () => {
  const { device, port } = await opened()
  device.bring(new DOMException('A transfer error has occurred.', 'NetworkError'))
  device.bring([5])
  const { value } = await port.readable!.getReader().read()
  expect(Array.from(value!)).toEqual([5])
})

test('an OUT endpoint that stalls is cleared, and every byte is sent once and in order', async () => {
  const { device, port } = await opened()
  device.outTrouble.push('stall', 'stall', 'stall')
  const writer = port.writable!.getWriter()
  const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) & 255)
  await writer.write(bytes)
  await writer.close()
  expect(device.sent.flat()).toEqual(Array.from(bytes))
  expect(device.cleared).toContain('out 2')
})

test('babble: an overrun, after which reading goes on', async () => {
  const { device, port } = await opened()
  device.bring([1], 1, 'babble')
  device.bring([2])
  await settle()
  const reader = port.readable!.getReader()
  expect(Array.from((await reader.read()).value!)).toEqual([1])
  expect(await outcome(reader.read())).toBe('BufferOverrunError: Buffer overrun')
  expect(Array.from((await port.readable!.getReader().read()).value!)).toEqual([2])
})

test('what was written before a change of rate is sent before it, what follows after it', async () => {
  const { device, port } = await opened()
  device.isOutStalled = true
  const writer = port.writable!.getWriter()
  void writer.write(new Uint8Array(100))
  await settle()
  device.take()
  const changing = port.setBaudRate(115_200)
  void writer.write(new Uint8Array(7))
  await settle()
  expect(device.take()).toEqual([])
  device.isOutStalled = false
  device.takeOut()
  await changing
  await writer.close()
  expect(device.take()).toEqual(['send 100', '21 20 0000 0000 00c20100000008', 'send 7'])
})

test('a chip that cannot tell is given the time of its bytes before the rate changes', async () => {
  const { device, port } = await opened(cdc(), { baudRate: 9600 })
  const writer = port.writable!.getWriter()
  const began = performance.now()
  await writer.write(new Uint8Array(96))
  device.take()
  await port.setBaudRate(115_200)
  // 96 bytes of 10 bits at 9,600 baud are 100 ms.
  expect(performance.now() - began).toBeGreaterThanOrEqual(98)
})

test('a device that is gone is noticed by the transfer, before the browser tells', async () => {
  const { device, port } = await opened()
  const reader = port.readable!.getReader()
  const reading = reader.read()
  device.bring(gone())
  await expect(reading).rejects.toMatchObject({
    name: 'NetworkError',
    message: 'The device has been lost.',
    cause: { name: 'NotFoundError' },
  })
  expect(port.connected).toBe(false)
  reader.releaseLock()
  expect(port.readable).toBeNull()
  expect(await outcome(port.setSignals({ requestToSend: true }))).toBe(
    "NetworkError: Failed to execute 'setSignals' on 'SerialPort': Failed to set control signals.",
  )
  await port.close()
  expect(await outcome(port.open({ baudRate: 9600 }))).toBe(
    "NetworkError: Failed to execute 'open' on 'SerialPort': Failed to open serial port.",
  )
})

test('a write that is under way when the device goes fails', async () => {
  const { device, port } = await opened()
  device.isOutStalled = true
  const writing = port.writable!.getWriter().write(new Uint8Array(100_000))
  await settle()
  port.lose()
  expect(await outcome(writing)).toBe('NetworkError: The device has been lost.')
})

test.each(['SecurityError', 'NetworkError', 'NotFoundError', 'InvalidStateError'])(
  'claiming that fails with %s: the error of Web Serial, its cause, and a device that is closed',
  async (name) => {
    const device = cdc()
    const cause = new DOMException('Unable to claim interface.', name)
    vi.spyOn(device, 'claimInterface').mockRejectedValueOnce(cause)
    const port = new WebUsbPort(device)
    await expect(port.open({ baudRate: 9600 })).rejects.toMatchObject({
      name: 'NetworkError',
      message: "Failed to execute 'open' on 'SerialPort': Failed to open serial port.",
      cause,
    })
    expect(device.opened).toBe(false)
    await port.open({ baudRate: 9600 })
  },
)

test('a chip that does not answer does not keep the port from closing', async () => {
  vi.useFakeTimers()
  try {
    const { device, port } = await opened()
    vi.spyOn(device, 'controlTransferOut').mockReturnValue(new Promise(() => undefined))
    const closing = port.close()
    await vi.advanceTimersByTimeAsync(2000)
    await closing
    expect(device.opened).toBe(false)
  } finally {
    vi.useRealTimers()
  }
})

test('inputs and breaks that a CDC-ACM tells of', async () => {
  const { device, port } = await opened()
  device.bring([0xa1, 0x20, 0, 0, 0, 0, 2, 0, 0x03, 0], 3)
  await settle()
  expect(await port.getSignals()).toEqual({
    dataCarrierDetect: true,
    dataSetReady: true,
    clearToSend: false,
    ringIndicator: false,
  })
  device.bring([0xa1, 0x20, 0, 0, 0, 0, 2, 0, 0x04, 0], 3)
  expect(await outcome(port.readable!.getReader().read())).toBe('BreakError: Break received')
})

test('forget: the permission is given back, the device closed, the port over', async () => {
  const { device, port } = await opened()
  const forget = vi.fn(async () => undefined)
  Object.assign(device, { forget })
  await port.forget()
  expect(forget).toHaveBeenCalledOnce()
  expect(device.opened).toBe(false)
  expect(await outcome(port.open({ baudRate: 9600 }))).toContain('Failed to open serial port.')
})

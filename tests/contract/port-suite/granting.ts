/** Which ports a page has. */
import type { PortCases } from './case'
import { outcome, sofar, streams } from './seeing'

const usual: SerialOptions = { baudRate: 115200, bufferSize: 16384 }

export const granting: PortCases = {
  'getPorts lists the same object each time': async ({ port, serial }) => {
    const [first, second] = [await serial.getPorts(), await serial.getPorts()]
    return { count: first.length, same: first[0] === port && second[0] === port }
  },

  'the list is a new array each time': async ({ serial }) =>
    (await serial.getPorts()) === (await serial.getPorts()),

  'forget while open': async ({ port, far }) => {
    await port.open(usual)
    const reader = port.readable!.getReader()
    const reading = reader.read()
    const forgotten = await sofar(port.forget(), far)
    await far.settled()
    return {
      forgotten,
      streams: streams(port),
      read: await sofar(reading, far),
      open: await sofar(port.open(usual), far),
      close: await sofar(port.close(), far),
      signals: await sofar(port.setSignals({ requestToSend: true }), far),
      again: await sofar(port.forget(), far),
    }
  },

  'filters that make no sense': async ({ serial }) => [
    await outcome(serial.requestPort({ filters: [{}] })),
    await outcome(serial.requestPort({ filters: [{ usbProductId: 1 }] })),
  ],
}

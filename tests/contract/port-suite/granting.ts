/** Which ports a page has. */
import type { PortCases } from './case'
import { outcome } from './seeing'

export const granting: PortCases = {
  'getPorts lists the same object each time': async ({ port, serial }) => {
    const [first, second] = [await serial.getPorts(), await serial.getPorts()]
    return { count: first.length, same: first[0] === port && second[0] === port }
  },

  'the list is a new array each time': async ({ serial }) =>
    (await serial.getPorts()) === (await serial.getPorts()),

  'filters that make no sense': async ({ serial }) => [
    await outcome(serial.requestPort({ filters: [{}] })),
    await outcome(serial.requestPort({ filters: [{ usbProductId: 1 }] })),
  ],
}

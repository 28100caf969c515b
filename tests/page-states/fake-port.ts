/** `navigator.serial` that stays where a state of the page is to be looked at. For real boards, tests/web-serial. */
import type { Page } from '@playwright/test'

/** The picker stays open; the port stays closed; another program has it. */
export type FakeSerial = 'picking' | 'none-chosen' | 'opening' | 'busy'

export const fakeSerial = (kind: FakeSerial) => (page: Page) =>
  page.addInitScript((kind) => {
    const never = new Promise<never>(() => {})
    const refuse = (name: string) => Promise.reject(new DOMException('as in a test', name))
    const port = Object.assign(new EventTarget(), {
      connected: true,
      readable: null,
      writable: null,
      getInfo: () => ({ usbVendorId: 0x1a86, usbProductId: 0x7523 }),
      open: () => (kind === 'busy' ? refuse('NetworkError') : never),
      close: () => Promise.resolve(),
    })
    const requestPort = () => {
      if (kind === 'none-chosen') return refuse('NotFoundError')
      return kind === 'picking' ? never : Promise.resolve(port)
    }
    const serial = Object.assign(new EventTarget(), { requestPort, getPorts: async () => [] })
    Object.defineProperty(navigator, 'serial', { value: serial, configurable: true })
  }, kind)

export const withoutWebSerial = (page: Page) =>
  page.addInitScript(() => {
    const { prototype } = Navigator as { prototype: { serial?: unknown; usb?: unknown } }
    delete prototype.serial
    delete prototype.usb
  })

/** As on a host that does not send the two headers. */
export const notIsolated = (page: Page) =>
  page.addInitScript(() =>
    Object.defineProperty(globalThis, 'crossOriginIsolated', { value: false }),
  )

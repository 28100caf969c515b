/**
 * A phone with a board at its USB-OTG adapter: Android's user agent, and behind `navigator.usb` the virtual board of
 * the page with a bridge chip of the test's choice. Nothing of the page knows that the board is virtual.
 */
import { expect, type Page } from '@playwright/test'
import type { VirtualBoard } from '../../src/virtual-board/board'
import type { BridgeKind } from '../../src/virtual-board/usb-devices/chips'
import { test as base } from './quick-board'

declare global {
  var virtualBoard: VirtualBoard
  var makeVirtualBoard: () => Promise<unknown>
}

export const androidPhone = {
  userAgent:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Mobile Safari/537.36',
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
}

export const test = base.extend<{ bridge: BridgeKind }>({
  bridge: ['ch340', { option: true }],
  context: async ({ context, bridge }, use) => {
    await context.addInitScript(usbOfVirtualBoard, bridge)
    await use(context)
  },
})

/** Runs in the page: the board is made when the page first asks for it. */
function usbOfVirtualBoard(bridge: string): void {
  globalThis.virtualBoardBridge = bridge
  const usb = new EventTarget()
  let made = false
  const board = async () => {
    await makeVirtualBoard()
    if (!made) {
      for (const name of ['connect', 'disconnect']) {
        virtualBoard.usb.addEventListener(name, (event) => {
          const { device } = event as Event & { device: unknown }
          usb.dispatchEvent(Object.assign(new Event(name), { device }))
        })
      }
    }
    made = true
    return virtualBoard.usb
  }
  const methods = {
    getDevices: async () => (made ? virtualBoard.usb.getDevices() : []),
    requestDevice: async (request: { filters: object[] }) => (await board()).requestDevice(request),
  }
  Object.defineProperty(navigator, 'usb', { value: Object.assign(usb, methods) })
}

/** From the first view to the plan. */
export async function connectOverUsb(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText('ESP8266EX').first()).toBeVisible({ timeout: 15_000 })
}

export const portalRuns = (page: Page) =>
  expect(page.getByRole('heading', { name: 'Your portal is running' })).toBeVisible({
    timeout: 30_000,
  })

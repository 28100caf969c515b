/** `navigator.usb` of the virtual board: Chromium's errors in its order, permission, unplugging. */
import { describe, expect, it } from 'vitest'
import type { Usb } from '../../../../src/serial/webusb/usb-device'
import { createVirtualBoard } from '../../../../src/virtual-board/board'
import type { ControlSetup } from '../../../../src/virtual-board/web-usb/usb-types'
import { VirtualClock } from '../../../../src/virtual-board/clock'

function plugged() {
  const board = createVirtualBoard({ clock: new VirtualClock() })
  return { board, device: board.usb.device, usb: board.usb }
}

async function claimed() {
  const rig = plugged()
  await rig.device.open()
  await rig.device.claimInterface(0)
  return rig
}

const named = (name: string) => expect.objectContaining({ name })
const interfaceRequest: ControlSetup = {
  requestType: 'vendor',
  recipient: 'interface',
  request: 0,
  value: 1,
  index: 0,
}

describe('errors as in Chromium', () => {
  it('wants the device open, and the interface claimed', async () => {
    const { device } = plugged()
    await expect(device.claimInterface(0)).rejects.toEqual(named('InvalidStateError'))
    await expect(device.transferIn(2, 64)).rejects.toEqual(named('InvalidStateError'))
    await device.open()
    await expect(device.transferIn(2, 64)).rejects.toEqual(named('NotFoundError'))
    await expect(device.controlTransferOut(interfaceRequest)).rejects.toEqual(
      named('InvalidStateError'),
    )
    await expect(device.claimInterface(7)).rejects.toEqual(named('NotFoundError'))
    await device.claimInterface(0)
    await expect(device.transferOut(1, new Uint8Array(1))).rejects.toEqual(named('NotFoundError'))
    await expect(device.transferIn(0, 1)).rejects.toEqual(named('IndexSizeError'))
  })

  it('does one change of state at a time', async () => {
    const { device } = await claimed()
    const closing = device.close()
    await expect(device.close()).rejects.toEqual(named('InvalidStateError'))
    await closing
    expect(device.opened).toBe(false)
    await expect(device.close()).resolves.toBeUndefined()
  })

  it('ends transfers that are under way when it is closed', async () => {
    const { device } = await claimed()
    const read = device.transferIn(1, 8)
    const refused = expect(read).rejects.toEqual(named('AbortError'))
    await device.close()
    await refused
  })

  it('refuses an interface that a driver or another program has', async () => {
    const { board, device, usb } = plugged()
    await device.open()
    for (const name of ['NetworkError', 'SecurityError'] as const) {
      usb.access.claimFails = name
      await expect(device.claimInterface(0)).rejects.toEqual(named(name))
    }
    usb.access.claimFails = undefined
    await board.port.open({ baudRate: 115200 })
    await expect(device.claimInterface(0)).rejects.toEqual(named('NetworkError'))
  })

  it.each(['NetworkError', 'NotFoundError'] as const)(
    'ends transfers with %s when the cable is pulled',
    async (name) => {
      const { board, device, usb } = await claimed()
      usb.access.pendingAtUnplug = name
      const refused = expect(device.transferIn(1, 8)).rejects.toEqual(named(name))
      board.unplug()
      await refused
      expect(device.opened).toBe(false)
      await expect(device.open()).rejects.toEqual(named('NotFoundError'))
    },
  )
})

describe('the list of devices', () => {
  it('offers what the filters fit, remembers it, and forgets it', async () => {
    const { device, usb } = plugged()
    expect(await usb.getDevices()).toEqual([])
    const other = { filters: [{ vendorId: 0x10c4 }] }
    await expect(usb.requestDevice(other)).rejects.toEqual(named('NotFoundError'))
    const wrong = { filters: [{ productId: 1 }] }
    await expect(usb.requestDevice(wrong)).rejects.toThrow(TypeError)
    expect(await usb.requestDevice({ filters: [{ vendorId: 0x1a86 }] })).toBe(device)
    expect(await usb.getDevices()).toEqual([device])
    await device.forget()
    expect(await usb.getDevices()).toEqual([])
  })

  it('announces a granted device, which is another object after plugging in', async () => {
    const { board, device, usb } = plugged()
    const events: string[] = []
    usb.addEventListener('disconnect', ({ type }) => events.push(type))
    usb.onconnect = ({ type }) => events.push(type)
    usb.grant()
    board.unplug()
    board.plug()
    expect(events).toEqual(['disconnect', 'connect'])
    expect(usb.device).not.toBe(device)
  })
})

it('has the shape of WebUSB, as the type checker sees it', () => {
  const usb: Usb = plugged().usb
  expect(usb).toBeInstanceOf(EventTarget)
})

import { expect, it } from 'vitest'
import { portAccesses } from '../../../src/serial/port-access'

const both = { webSerial: true, webUsb: true }

it('takes Web Serial on computers, and offers WebUSB beside it', () => {
  expect(portAccesses({ ...both, android: false })).toEqual(['web-serial', 'web-usb'])
  expect(portAccesses({ webSerial: true, webUsb: false, android: false })).toEqual(['web-serial'])
})

it('takes WebUSB on Android, where navigator.serial reaches Bluetooth alone', () => {
  expect(portAccesses({ ...both, android: true })).toEqual(['web-usb', 'web-serial'])
  expect(portAccesses({ webSerial: false, webUsb: true, android: true })).toEqual(['web-usb'])
})

it('takes WebUSB where there is nothing else', () => {
  expect(portAccesses({ webSerial: false, webUsb: true, android: false })).toEqual(['web-usb'])
})

it.each([true, false])('knows a browser that reaches no board (Android: %s)', (android) => {
  expect(portAccesses({ webSerial: false, webUsb: false, android })).toEqual([])
})

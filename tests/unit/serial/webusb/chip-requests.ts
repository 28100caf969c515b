/**
 * Chips, and what their drivers have to ask of them: those of the kernel (drivers/usb/serial/ and
 * drivers/usb/class/cdc-acm.c, 6.12), written down by hand. A table, and as long as the chips are many.
 */
import { usbInterface, type FakeOptions } from './fake-usb-device'

export interface Expected {
  opened: string[]
  dtr: string
  rts: string
  /** Both again: DTR off, then RTS on. */
  both: string[]
  faster: string[]
  breakOn: string[]
  breakOff: string[]
  closed: string[]
}

const cdcInterfaces = [
  usbInterface(0, 2, [{ endpointNumber: 3, direction: 'in', type: 'interrupt', packetSize: 16 }]),
  usbInterface(1, 10, [
    { endpointNumber: 1, direction: 'in', type: 'bulk', packetSize: 64 },
    { endpointNumber: 2, direction: 'out', type: 'bulk', packetSize: 64 },
  ]),
]

const flowOff = '00000000' + '00000000' + '00000000' + '00000000'

/** As on a chip that was left with RTS/CTS, and with limits that are its own. */
const cp210xFlow = [0x09, 0, 0, 0, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0x90, 0, 0, 0]

export const chips: Record<string, [FakeOptions, Expected]> = {
  'CH340, version 0x31': [
    {
      vendorId: 0x1a86,
      productId: 0x7523,
      packetSize: 32,
      answers: { 'c0 5f 0000 0000': [0x31, 0], 'c0 95 1805 0000': [0x05, 0xc3] },
    },
    {
      opened: [
        'claim 0',
        'c0 5f 0000 0000',
        '40 a1 0000 0000',
        'c0 95 0005 0000',
        '40 9a 1312 cc83',
        '40 9a 2518 00c3',
        '40 a4 ff9f 0000',
      ],
      dtr: '40 a4 ffbf 0000',
      rts: '40 a4 ffff 0000',
      both: ['40 a4 ffff 0000', '40 a4 ffbf 0000'],
      faster: ['40 9a 1312 f383'],
      breakOn: ['c0 95 1805 0000', '40 9a 1805 8304'],
      breakOff: ['c0 95 1805 0000', '40 9a 1805 c305'],
      closed: ['40 a4 ffff 0000'],
    },
  ],
  CP2102: [
    {
      vendorId: 0x10c4,
      productId: 0xea60,
      answers: { 'c0 ff 370b 0000': [2], 'c1 14 0000 0000': cp210xFlow },
    },
    {
      opened: [
        'claim 0',
        'c0 ff 370b 0000',
        '41 00 0001 0000',
        '41 1e 0000 0000 00c20100',
        '41 03 0800 0000',
        'c1 14 0000 0000',
        '41 13 0000 0000 00000000000000008000000090000000',
        '41 07 0303 0000',
      ],
      dtr: '41 07 0100 0000',
      rts: '41 07 0200 0000',
      both: ['41 07 0100 0000', '41 07 0202 0000'],
      faster: ['c1 10 0000 0000', '41 1e 0000 0000 00080700'],
      breakOn: ['41 05 0001 0000'],
      breakOff: ['41 05 0000 0000'],
      closed: ['41 07 0300 0000', '41 12 000f 0000', '41 00 0000 0000'],
    },
  ],
  'CP2102N, firmware 1.0.8': [
    {
      vendorId: 0x10c4,
      productId: 0xea60,
      answers: { 'c0 ff 370b 0000': [0x20], 'c0 ff 0010 0000': [1, 0, 8] },
    },
    {
      opened: [
        'claim 0',
        'c0 ff 370b 0000',
        'c0 ff 0010 0000',
        '41 00 0001 0000',
        '41 1e 0000 0000 b8c20100',
        '41 03 0800 0000',
        'c1 14 0000 0000',
        `41 13 0000 0000 ${flowOff}`,
        '41 07 0303 0000',
      ],
      dtr: '41 07 0100 0000',
      rts: '41 07 0200 0000',
      both: ['41 07 0100 0000', '41 07 0202 0000'],
      faster: ['c1 10 0000 0000', '41 1e 0000 0000 e20a0700'],
      breakOn: ['41 05 0001 0000'],
      breakOff: ['41 05 0000 0000'],
      closed: ['41 07 0300 0000', '41 12 000f 0000', '41 00 0000 0000'],
    },
  ],
  'CP2102N, firmware 1.0.4: its flow control is left alone': [
    {
      vendorId: 0x10c4,
      productId: 0xea60,
      answers: { 'c0 ff 370b 0000': [0x21], 'c0 ff 0010 0000': [1, 0, 4] },
    },
    {
      opened: [
        'claim 0',
        'c0 ff 370b 0000',
        'c0 ff 0010 0000',
        '41 00 0001 0000',
        '41 1e 0000 0000 b8c20100',
        '41 03 0800 0000',
        '41 07 0303 0000',
      ],
      dtr: '41 07 0100 0000',
      rts: '41 07 0200 0000',
      both: ['41 07 0100 0000', '41 07 0202 0000'],
      faster: ['c1 10 0000 0000', '41 1e 0000 0000 e20a0700'],
      breakOn: ['41 05 0001 0000'],
      breakOff: ['41 05 0000 0000'],
      closed: ['41 07 0300 0000', '41 12 000f 0000', '41 00 0000 0000'],
    },
  ],
  FT232R: [
    {
      vendorId: 0x0403,
      productId: 0x6001,
      version: 0x600,
      answers: { 'c0 05 0000 0000': [0x01, 0x60] },
    },
    {
      opened: [
        'claim 0',
        '40 09 0001 0000',
        '40 00 0000 0000',
        '40 04 0008 0000',
        '40 03 001a 0000',
        '40 02 0000 0000',
        '40 01 0303 0000',
      ],
      dtr: '40 01 0100 0000',
      rts: '40 01 0200 0000',
      both: ['40 01 0100 0000', '40 01 0202 0000'],
      faster: ['c0 05 0000 0000', '40 03 4006 0000'],
      breakOn: ['40 04 4008 0000'],
      breakOff: ['40 04 0008 0000'],
      closed: ['40 01 0300 0000'],
    },
  ],
  'FT232H: a channel in each request, divisors of the fast clock': [
    {
      vendorId: 0x0403,
      productId: 0x6014,
      version: 0x900,
      packetSize: 512,
      answers: { 'c0 05 0000 0001': [0x01, 0x60] },
    },
    {
      opened: [
        'claim 0',
        '40 09 0001 0001',
        '40 00 0000 0001',
        '40 04 0008 0001',
        '40 03 c068 0201',
        '40 02 0000 0001',
        '40 01 0303 0001',
      ],
      dtr: '40 01 0100 0001',
      rts: '40 01 0200 0001',
      both: ['40 01 0100 0001', '40 01 0202 0001'],
      faster: ['c0 05 0000 0001', '40 03 001a 0201'],
      breakOn: ['40 04 4008 0001'],
      breakOff: ['40 04 0008 0001'],
      closed: ['40 01 0300 0001'],
    },
  ],
  'PL2303 TA': [
    {
      vendorId: 0x067b,
      productId: 0x2303,
      usbVersion: 0x200,
      version: 0x300,
      answers: { '80 06 0100 0000': descriptorWith(64) },
    },
    {
      opened: [
        'claim 0',
        '80 06 0100 0000',
        'c0 01 8080 0000',
        ...startUpOf(0x44),
        '40 01 0008 0000',
        '40 01 0009 0000',
        '21 20 0000 0000 00c20100000008',
        'c0 01 0080 0000',
        '21 22 0003 0000',
      ],
      dtr: '21 22 0002 0000',
      rts: '21 22 0000 0000',
      both: ['21 22 0000 0000', '21 22 0002 0000'],
      faster: ['21 20 0000 0000 00080700000008'],
      breakOn: ['21 23 ffff 0000'],
      breakOff: ['21 23 0000 0000'],
      closed: ['21 22 0000 0000', '21 23 0000 0000'],
    },
  ],
  'PL2303 H: the pipes are cleared': [
    {
      vendorId: 0x067b,
      productId: 0x2303,
      version: 0x202,
      answers: { '80 06 0100 0000': descriptorWith(8) },
    },
    {
      opened: [
        'claim 0',
        '80 06 0100 0000',
        ...startUpOf(0x24),
        'clear out 2',
        'clear in 1',
        '21 20 0000 0000 00c20100000008',
        'c0 01 0080 0000',
        '21 22 0003 0000',
      ],
      dtr: '21 22 0002 0000',
      rts: '21 22 0000 0000',
      both: ['21 22 0000 0000', '21 22 0002 0000'],
      faster: ['21 20 0000 0000 00080700000008'],
      breakOn: ['21 23 ffff 0000'],
      breakOff: ['21 23 0000 0000'],
      closed: ['21 22 0000 0000', '21 23 0000 0000'],
    },
  ],
  'PL2303 GC, an HXN: other vendor requests': [
    {
      vendorId: 0x067b,
      productId: 0x23a3,
      usbVersion: 0x200,
      version: 0x105,
      answers: { '80 06 0100 0000': descriptorWith(64), 'c0 81 000a 0000': [0x1e] },
    },
    {
      opened: [
        'claim 0',
        '80 06 0100 0000',
        '40 80 0007 0003',
        '21 20 0000 0000 00c20100000008',
        'c0 81 000a 0000',
        '21 22 0003 0000',
      ],
      dtr: '21 22 0002 0000',
      rts: '21 22 0000 0000',
      both: ['21 22 0000 0000', '21 22 0002 0000'],
      faster: ['21 20 0000 0000 00080700000008'],
      breakOn: ['21 23 ffff 0000'],
      breakOff: ['21 23 0000 0000'],
      closed: ['21 22 0000 0000', '21 23 0000 0000'],
    },
  ],
  'CH9102, a CDC-ACM': [
    { vendorId: 0x1a86, productId: 0x55d4, deviceClass: 2, interfaces: cdcInterfaces },
    {
      opened: ['claim 0', 'claim 1', '21 20 0000 0000 00c20100000008', '21 22 0003 0000'],
      dtr: '21 22 0002 0000',
      rts: '21 22 0000 0000',
      both: ['21 22 0000 0000', '21 22 0002 0000'],
      faster: ['21 20 0000 0000 00080700000008'],
      breakOn: ['21 23 ffff 0000'],
      breakOff: ['21 23 0000 0000'],
      closed: ['21 22 0000 0000'],
    },
  ],
}

function startUpOf(last: number): string[] {
  return [
    'c0 01 8484 0000',
    '40 01 0404 0000',
    'c0 01 8484 0000',
    'c0 01 8383 0000',
    'c0 01 8484 0000',
    '40 01 0404 0001',
    'c0 01 8484 0000',
    'c0 01 8383 0000',
    '40 01 0000 0001',
    '40 01 0001 0000',
    `40 01 0002 00${last.toString(16)}`,
  ]
}

function descriptorWith(packetSize: number): number[] {
  return Array.from({ length: 18 }, (_, at) => (at === 7 ? packetSize : 0))
}

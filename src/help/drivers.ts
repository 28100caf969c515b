/**
 * The drivers of the USB chips on ESP8266 boards and adapters: the makers' own pages, and which chip is where.
 * Over each platform stands what is to be done there at all: only Windows mostly needs one.
 */
import m from '../messages/compiled/help-drivers'
import type { Message } from '../messages/format'
import type { Platform } from './entry'

export const usbChips = ['ch340', 'cp210x', 'ft232', 'pl2303', 'ch9102'] as const
export type UsbChip = (typeof usbChips)[number]

export interface Driver {
  /** As printed on the chip. */
  name: string
  /** Says whose page it is. */
  maker: Message
  /** On which boards it is. */
  boards: Message
  page: string
  /** Where the maker has another page for it. */
  macPage?: string
}

/** The most frequent first. */
export const driverOf: Record<UsbChip, Driver> = {
  ch340: {
    name: 'CH340, CH341',
    maker: m.pageOf.wch,
    boards: m.boards.ch340,
    page: 'https://www.wch-ic.com/downloads/CH341SER_EXE.html',
    macPage: 'https://www.wch-ic.com/downloads/CH34XSER_MAC_ZIP.html',
  },
  cp210x: {
    name: 'CP2102, CP2104',
    maker: m.pageOf.siliconLabs,
    boards: m.boards.cp210x,
    page: 'https://www.silabs.com/software-and-tools/usb-to-uart-bridge-vcp-drivers',
  },
  ft232: {
    name: 'FT232, FT231X',
    maker: m.pageOf.ftdi,
    boards: m.boards.ft232,
    page: 'https://ftdichip.com/drivers/vcp-drivers/',
  },
  pl2303: {
    name: 'PL2303',
    maker: m.pageOf.prolific,
    boards: m.boards.pl2303,
    page: 'https://www.prolific.com.tw/en/portfolio-item/pl2303gl/',
  },
  ch9102: {
    name: 'CH9102, CH343',
    maker: m.pageOf.wch,
    boards: m.boards.ch9102,
    page: 'https://www.wch-ic.com/downloads/CH343SER_EXE.html',
    macPage: 'https://www.wch-ic.com/downloads/CH34XSER_MAC_ZIP.html',
  },
}

/** What there is to do on each system, before any chip. */
export const driverAdvice: Record<Platform, readonly Message[]> = {
  windows: [m.windows.byItself, m.windows.which],
  mac: [m.mac.builtIn, m.mac.old],
  linux: [m.linux.builtIn, m.linux.group, m.linux.braille],
  chromeos: [m.chromeos.builtIn, m.chromeos.managed],
  android: [m.android],
  other: [m.windows.which],
}

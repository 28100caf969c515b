/** Boots beyond the recorded ones; what is inferred rather than recorded is named so. */
import { describe, expect, it } from 'vitest'
import { inspectImage } from '../../../../src/virtual-board/chip/boot-image'
import { loadImage } from '../../../../src/virtual-board/chip/boot-rom'
import type { ProgramFactory } from '../../../../src/virtual-board/chip/program'
import { bareChip } from './bare-chip'
import { v112Image, v123Image } from '../../../support/recorded-images'
import { decode, encode } from '../../../support/bytes'

function boot(content: Uint8Array, sizeBytes: number, boots = 1): string {
  let log = ''
  const { chip, clock, flash } = bareChip({
    content,
    sizeBytes,
    transmit: (bytes) => (log += decode(bytes)),
  })
  for (let i = 0; i < boots; i++) {
    log = ''
    chip.boot('power-on')
    clock.advance(100)
    if (i === 0 && flash.sizeBytes > 0x101000) flash.program(0x100008, magic)
  }
  chip.halt()
  return log
}

const magic = encode('littlefs')

function image(make: () => Uint8Array, sizeAndFrequency: number): Uint8Array {
  const bytes = make()
  bytes[3] = sizeAndFrequency
  return bytes
}

function withBoardName(name: string): Uint8Array {
  const bytes = image(v123Image, 0x20)
  bytes.fill(0, 0x60000, 0x60100)
  bytes.set(encode(`MicroPython v1.27.0 on 2025-12-09\0${name}\0`), 0x60000)
  return bytes
}

describe('boot from flash', () => {
  it('does not set up again on the second boot, and writes the RF data only once', () => {
    const first = boot(image(v123Image, 0x40), 0x400000)
    const second = boot(image(v123Image, 0x40), 0x400000, 2)
    expect(first).toContain('Writing init data\r\n')
    expect(first).toContain('Performing initial setup\r\n#4 ets_task')
    expect(second).not.toContain('Writing init data')
    expect(second).not.toContain('Performing initial setup')
    expect(second).toContain('Type "help()"')
  })

  it('takes a header bigger than the chip: the chip ignores the upper address bits (inferred)', () => {
    // The RF data of "4 MB" lie at the end of the 2 MB that are there.
    const log = boot(image(v123Image, 0x40), 0x200000)
    expect(log).toContain('Writing init data')
    expect(log).toContain('Type "help()"')
  })

  it('finds its own image where a filesystem behind the end of the chip should be', () => {
    expect(boot(image(v123Image, 0x40), 0x100000)).toContain('sector 256 with size 763 sectors')
    expect(boot(image(v123Image, 0x20), 0x100000)).toContain('sector 256 with size -5 sectors')
  })

  it('boots v1.12 where its header fits the chip', () => {
    expect(boot(image(v112Image, 0x40), 0x400000)).toContain('Type "help()"')
  })

  it('keeps quiet where the image is not MicroPython', () => {
    const foreign = image(v123Image, 0x40)
    foreign.fill(0x20, 0x60000, 0x60100)
    expect(boot(foreign, 0x400000)).toMatch(/Writing init data\r\n$/)
  })

  it('survives any header: no segment, too many, or longer than the flash', () => {
    const wrong = [
      [0xe9, 0],
      [0xe9, 200],
      [0xe9, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f],
    ]
    for (const bytes of wrong) {
      const flash = new Uint8Array(0x80000)
      flash.set(bytes)
      expect(loadImage(flash)).toEqual({ log: 'ets_main.c ', bootable: false })
    }
  })
})

const rfDataAt = 0x3fc000

/** A flash of 4 MB with v1.23.0 and these bytes where the RF data belong; what a chip prints in 2 s. */
function bootWithRfData(bytes: Uint8Array, sizeBytes = 0x400000, at = rfDataAt) {
  const content = new Uint8Array(sizeBytes).fill(0xff)
  content.set(image(v123Image, sizeBytes === 0x1000000 ? 0x90 : 0x40))
  content.set(bytes, at)
  let log = ''
  const { chip, clock, flash } = bareChip({
    content,
    sizeBytes,
    transmit: (sent) => (log += decode(sent)),
  })
  chip.boot('power-on')
  clock.advance(2000)
  chip.halt()
  return { log, after: flash.read(at, 128) }
}

describe('RF data', () => {
  it('foreign bytes stay, and the chip restarts again and again', () => {
    for (const foreign of [0x00, 0x04, 0x06, 0xa5, 0xfe]) {
      const bytes = new Uint8Array(128).fill(foreign)
      const { log, after } = bootWithRfData(bytes)
      const complaint = `rf_cal[0] !=0x05,is 0x${foreign.toString(16).toUpperCase().padStart(2, '0')}\r\n`
      expect(log.split(complaint).length).toBeGreaterThan(4)
      expect(log).not.toMatch(/Writing init data|MicroPython/)
      expect(after).toEqual(bytes)
    }
  })

  it('one foreign byte anywhere in an erased record is enough', () => {
    for (const position of [1, 64, 127]) {
      const bytes = new Uint8Array(128).fill(0xff)
      bytes[position] = 0xfe
      const { log } = bootWithRfData(bytes)
      expect(log).toContain('rf_cal[0] !=0x05,is 0xFF')
      expect(log).not.toContain('Writing init data')
    }
  })

  it('the sector behind the record does not matter, nor what follows the first byte', () => {
    const behind = new Uint8Array(4096).fill(0xff)
    behind[128] = 0
    expect(bootWithRfData(behind).log).toContain('Writing init data')
    expect(bootWithRfData(new Uint8Array(128).fill(5)).log).toContain('Type "help()"')
  })

  it('are those of MicroPython', () => {
    const { after } = bootWithRfData(new Uint8Array(0))
    expect([...after.subarray(0, 8)]).toEqual([5, 0, 4, 2, 5, 5, 5, 2])
    expect(after[127]).toBe(0)
  })

  it('never come to the end of 16 MB by themselves: the ROM knows of 4', () => {
    const { log, after } = bootWithRfData(new Uint8Array(0), 0x1000000, 0xffc000)
    expect(log).toContain('rf_cal[0] !=0x05,is 0xFF')
    expect(after.every((byte) => byte === 0xff)).toBe(true)
  })
})

describe('deep sleep', () => {
  const sleeping =
    (ms: number): ProgramFactory =>
    () => ({
      start: (context) => {
        context.transmit(encode(`reason ${context.resetReason}\r\n`))
        if (context.resetReason !== 5) context.deepSleep(ms)
      },
      receive: () => {
        throw new Error('A sleeping chip hears nothing.')
      },
      stop: () => undefined,
    })

  function sleepFor(ms: number, wakesByGpio16: boolean) {
    let log = ''
    const { chip, clock } = bareChip({
      content: image(v123Image, 0x40),
      program: sleeping(ms),
      wakesByGpio16,
      transmit: (bytes) => (log += decode(bytes)),
    })
    chip.boot('power-on')
    clock.advance(100)
    return { chip, clock, log: () => log }
  }

  it('ends by the timer only where GPIO16 is wired to RST', () => {
    const wired = sleepFor(5000, true)
    wired.clock.advance(4800)
    expect(wired.log()).not.toContain('reason 5')
    wired.clock.advance(300)
    expect(wired.log()).toContain('rst cause:5, boot mode:(3,7)')
    expect(wired.log()).toContain('reason 5')
  })

  it('without the wire, and without a time, only a reset wakes it; it neither reads nor writes', () => {
    for (const { chip, clock, log } of [sleepFor(5000, false), sleepFor(0, true)]) {
      const before = log()
      chip.receive(encode('\x03\r\n'), 115200)
      clock.advance(3_600_000)
      expect(log()).toBe(before)
      chip.boot('external')
      expect(log()).toContain('reason 6')
    }
  })
})

describe('the banner', () => {
  it('names the firmware that was flashed, also one without a version', () => {
    const built = image(v123Image, 0x40)
    built.fill(0, 0x60000, 0x60100)
    const text = 'MicroPython 3f1a9c2d7 on 2025-01-31\0ESP module\0'
    built.set(encode(text), 0x60000)
    expect(boot(built, 0x400000)).toContain(
      '\r\nMicroPython 3f1a9c2d7 on 2025-01-31; ESP module with ESP8266\r\n',
    )
    expect(boot(image(v112Image, 0x40), 0x400000)).toContain(
      'MicroPython v1.12 on 2019-12-20; ESP module with ESP8266',
    )
  })
})

describe('the filesystem of an image', () => {
  // The table of MicroPython's flash layout: start, and blocks by header size.
  const table: [string, number, number, { offsetBytes: number; blockCount: number } | undefined][] =
    [
      ['ESP module', 0x30, 0x200000, { offsetBytes: 0x100000, blockCount: 251 }],
      ['ESP module', 0x40, 0x400000, { offsetBytes: 0x100000, blockCount: 763 }],
      ['ESP module', 0x90, 0x1000000, { offsetBytes: 0x100000, blockCount: 3835 }],
      ['ESP module (1M)', 0x20, 0x100000, { offsetBytes: 0x99000, blockCount: 98 }],
      ['ESP module (1M)', 0x40, 0x400000, { offsetBytes: 0x99000, blockCount: 866 }],
      ['ESP module (512K)', 0x00, 0x80000, undefined],
    ]
  for (const [name, byte, sizeBytes, filesystem] of table) {
    it(`of ${name} with a header of ${sizeBytes / 1024} KiB`, () => {
      const bytes = withBoardName(name)
      bytes[3] = byte
      expect(inspectImage(bytes)).toMatchObject({
        headerSizeBytes: sizeBytes,
        version: [1, 27],
        filesystem,
      })
    })
  }
})

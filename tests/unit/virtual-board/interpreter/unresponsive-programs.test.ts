/** Programs that make the REPL unreachable: it is then unreachable on the virtual board as on the chip. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../../src/virtual-board/clock'
import { PythonRig, type RigOptions } from './python-rig'

let rig: PythonRig
afterEach(() => rig.stop())

async function boot(options: RigOptions = {}): Promise<void> {
  rig = new PythonRig(options)
  await rig.boot()
}

/** Starts code from the prompt; resolves when it has printed `mark`. */
async function start(code: string, mark: string): Promise<void> {
  rig.send(`\x05${code}\x04`)
  await rig.until(`\r\n${mark}`)
}

describe('micropython.kbd_intr', () => {
  beforeEach(() => boot())

  it('-1: Ctrl-C is a character like any other, and no request for the raw REPL ends the program', async () => {
    await start(
      `import sys, micropython
micropython.kbd_intr(-1)
print('listening')
print(repr(sys.stdin.buffer.read(7)))
`,
      'listening\r\n',
    )
    rig.send('\r\x03\x03\x01\x03\x04A')
    expect(await rig.until('>>> ')).toContain("b'\\r\\x03\\x03\\x01\\x03\\x04A'")
  })

  it('another character interrupts instead', async () => {
    await start(
      `import micropython
micropython.kbd_intr(0x58)
print('busy')
while True: pass
`,
      'busy\r\n',
    )
    rig.send('\x03\x03X')
    const end = await rig.until('>>> ')
    expect(end.split('KeyboardInterrupt')).toHaveLength(2)
  })

  it('ends with the command that asked for it', async () => {
    await rig.run('import micropython\nmicropython.kbd_intr(-1)')
    rig.send('while True: pass\r\r')
    await rig.until('... \r\n')
    rig.send('\x03')
    expect(await rig.until('>>> ')).toContain('KeyboardInterrupt')
  })
})

it('a bare except swallows every Ctrl-C', async () => {
  await boot()
  await start(
    `n = 0
print('trying')
while n < 3:
    try:
        print('in', n)
        while True: pass
    except:
        n += 1
print('by itself')
`,
    'trying\r\n',
  )
  for (const n of [0, 1, 2]) {
    await rig.until(`in ${n}\r\n`) // from here on it is caught
    rig.send('\x03')
  }
  expect(await rig.until('>>> ')).toBe('by itself\r\n>>> ')
})

/** Python that leaves a file whose name is nowhere in its source, and whether it is in flash. */
const leaveMark = 'open(chr(81) * 9, chr(119)).close()'
const hasMark = ({ flash }: PythonRig) => Buffer.from(flash.bytes).includes('QQQQQQQQQ')
const patiently = { timeout: 20_000 }

describe('os.dupterm(None, 1)', () => {
  it('the REPL neither reads nor writes on the UART until a reset', async () => {
    await boot()
    rig.send(`import os; os.dupterm(None, 1); print('lost'); ${leaveMark}\r`)
    await expect.poll(() => hasMark(rig), patiently).toBe(true)
    rig.flash.bytes.fill(0xff)
    rig.send('\r\x03\x03\x01print(1)\x04\r\x03')
    expect(await silent(rig)).not.toMatch(/lost\r|>>> $/)
    rig.stop()
    expect(await rig.boot()).toContain('MicroPython')
  })

  it('in boot.py: main.py runs without output, Ctrl-C does not interrupt it, and there is no prompt', async () => {
    await boot()
    await rig.run(`open('boot.py', 'w').write("import os\\nprint('boot')\\nos.dupterm(None, 1)\\n")
f = open('main.py', 'w')
f.write("print('unheard')\\n${leaveMark}\\n")
f.close()`)
    rig.stop()
    rig.start()
    expect(await rig.until('boot\r\n')).toBe('boot\r\n')
    await expect.poll(() => hasMark(rig), patiently).toBe(true)
    rig.send('\x03\x01')
    expect(await silent(rig)).toBe('')
  })

  it('gives back what was there, and the UART can be attached again', async () => {
    await boot()
    expect(
      await rig.run(`import os, machine
uart = os.dupterm(None, 1)
os.dupterm(machine.UART(0, 115200), 1)
print(uart)`),
    ).toBe('UART(0)\n')
    expect(
      await rig.run('import os\ntry: os.dupterm(None, 2)\nexcept ValueError: print("no")'),
    ).toBe('no\n')
  })
})

/** What a board says that has had the time in which another one boots, runs code and answers. */
async function silent(one: PythonRig): Promise<string> {
  const other = new PythonRig()
  await other.boot()
  await other.run('print(sum(range(20000)))')
  other.stop()
  return one.unread
}

describe('machine.deepsleep', () => {
  it('sleeps for the given time, at least 1 ms, or without end', async () => {
    for (const [argument, ms] of [
      ['', 0],
      ['0', 1],
      ['5000', 5000],
    ] as const) {
      await boot()
      rig.send(`import machine; machine.deepsleep(${argument})\r`)
      await expect.poll(() => rig.sleptMs, patiently).toBe(ms)
      rig.stop()
    }
  })
})

describe('machine.WDT', () => {
  it('resets the board 3.2 s after the last feed, at the prompt and over a soft reset', async () => {
    const clock = new VirtualClock()
    await boot({ clock })
    await rig.run('import machine\nw = machine.WDT(timeout=60000)')
    clock.advance(3000)
    await rig.run('w.feed()')
    clock.advance(3199)
    expect(rig.resets).toBe(0)
    rig.send('\x04')
    await rig.until('>>> ')
    clock.advance(1)
    await expect.poll(() => rig.resetBy, patiently).toBe('soft-watchdog')
  })

  it('without one a loop that never yields runs on, as on this port', async () => {
    const clock = new VirtualClock()
    await boot({ clock })
    rig.send('while True: pass\r\r')
    await rig.until('... \r\n')
    clock.advance(60_000)
    expect(rig.resets).toBe(0)
    rig.send('\x03')
    expect(await rig.until('>>> ')).toContain('KeyboardInterrupt')
  })

  it('knows no other watchdog than 0', async () => {
    await boot()
    expect(await rig.run('import machine\nmachine.WDT(1)')).toContain('ValueError')
  })
})

it('machine.reset_cause() is the reason of the last reset', async () => {
  for (const [cause, reason] of [
    ['power-on', 'PWRON_RESET'],
    ['external', 'HARD_RESET'],
    ['software', 'SOFT_RESET'],
    ['watchdog', 'WDT_RESET'],
    ['deep-sleep', 'DEEPSLEEP_RESET'],
  ] as const) {
    await boot({ cause })
    const code = `import machine\nprint(machine.reset_cause() == machine.${reason})`
    expect(await rig.run(code), cause).toBe('True\n')
    rig.stop()
  }
})

it('the clock of a program starts with the chip, and goes on over a soft reset', async () => {
  const ticks = async () => Number(await rig.run('import time\nprint(time.ticks_ms())'))
  const clock = new VirtualClock()
  await boot({ clock })
  clock.advance(60_000)
  expect(await ticks()).toBeGreaterThanOrEqual(60_000)
  rig.send('\x04')
  await rig.until('>>> ')
  expect(await ticks()).toBeGreaterThanOrEqual(60_000)
  rig.stop()
  await boot({ clock, cause: 'software' })
  expect(await ticks()).toBeLessThan(60_000)
})

it('before 1.26 one datagram waits for a socket, since then four', async () => {
  const usual = { date: '2024-06-02', machine: 'ESP module with ESP8266', flashSizeBytes: 0x400000 }
  for (const [version, room] of [
    ['v1.23.0', 1],
    ['v1.26.1', 4],
    ['3f1a9c2d7', 4],
  ] as const) {
    await boot({ firmware: { ...usual, version } })
    await rig.run('import socket\ns = socket.socket(2, socket.SOCK_DGRAM)\ns.bind(("", 53))')
    const { network } = rig.environment
    const datagram = { address: '192.168.4.2', port: 5000, bytes: Uint8Array.of(1) }
    const taken = Array.from({ length: 6 }, () => network.deliverDatagram(53, datagram))
    expect(taken.filter(Boolean), version).toHaveLength(room)
    rig.stop()
  }
})

/** Ctrl-C reaches Python whatever it does, and floods of output hold the board back, not the page. */
import { afterEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../../src/virtual-board/clock'
import { PythonRig, type RigOptions } from './python-rig'

let rig: PythonRig
afterEach(() => rig.stop())

async function booted(options: RigOptions = {}): Promise<PythonRig> {
  rig = new PythonRig(options)
  await rig.boot()
  return rig
}

describe('Ctrl-C', () => {
  it.each([
    ['a busy loop', "print('on its way')\nwhile True: pass"],
    ['time.sleep', "print('on its way')\ntime.sleep(1000)"],
    ['a poll without end', "print('on its way')\np.poll(-1)"],
    ['accept', "print('on its way')\ns.accept()"],
    ['recvfrom', "print('on its way')\nu.recvfrom(100)"],
    ['sys.stdin.read', "print('on its way')\nsys.stdin.read(1)"],
    ['input()', "print('on its way')\ninput()"],
    ['a scan', "print('on its way')\nw.active(1); w.scan()"],
    ['a long list', "print('on its way')\nfor i in range(10**9): i in [1, 2]"],
  ])('ends %s', async (_, code) => {
    // a clock that stands still: nothing ends by itself
    await booted({ clock: new VirtualClock() })
    await rig.run(`
import time, select, socket, sys, network
w = network.WLAN(0)
p = select.poll()
s = socket.socket(); s.bind(('', 80)); s.listen(1)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('', 53))
p.register(s); p.register(u, 1)`)
    rig.send('\x05')
    await rig.until('=== ')
    rig.send(`${code}\x04`)
    await rig.until('\r\non its way\r\n')
    rig.send('\x03')
    expect(await rig.until('>>> ')).toContain('KeyboardInterrupt: ')
    expect(await rig.run('print(1 + 1)')).toBe('2\n')
  })

  it('200 times at any moment of a loop of short sleeps: caught each time, none lost, none twice', async () => {
    await booted()
    rig.send(`\x05
import time
n = 0
while n < 200:
    try:
        print('ready', n)
        while True: time.sleep_ms(0)
    except KeyboardInterrupt:
        n += 1
print('all')
\x04`)
    for (let n = 0; n < 200; n++) {
      await rig.until(`ready ${n}\r\n`)
      // some at once, some after Python has gone on for a while
      for (let pause = n % 7; pause > 0; pause--) await new Promise(setImmediate)
      rig.send('\x03')
    }
    expect(await rig.until('>>> ')).toBe('all\r\n>>> ')
  })

  it('at the very end of a program is a key press at the prompt, not an error later', async () => {
    await booted()
    for (let n = 0; n < 50; n++) {
      rig.send('x = 1\r\x03')
      await rig.until('>>> ')
    }
    await rig.until('>>> ')
    expect(await rig.run('for i in range(1000): pass\nprint("whole")')).toBe('whole\n')
  })

  it('micropython.kbd_intr is not needed: a program may catch it and go on', async () => {
    await booted()
    rig.send(
      "\x05\nwhile True:\n  try:\n    print('on its way')\n    while True: pass\n  except KeyboardInterrupt:\n    break\nprint('went on')\n\x04",
    )
    await rig.until('\r\non its way\r\n')
    rig.send('\x03')
    expect(await rig.until('>>> ')).toBe('went on\r\n>>> ')
  })
})

describe('input', () => {
  it('input() echoes, takes a line, and forgets what was rubbed out', async () => {
    await booted()
    rig.send("x = input('name? ')\r")
    await rig.until('\r\nname? ')
    rig.send('Zoo\x7fe\r')
    expect(await rig.until('>>> ')).toBe('Zoo\x08 \x08e\r\n>>> ')
    expect(await rig.run('print(x)')).toBe('Zoe\n')
  })

  it('select.poll sees keys that wait for sys.stdin', async () => {
    await booted()
    rig.send('\x05')
    await rig.until('=== ')
    rig.send(`import sys, select
p = select.poll()
p.register(sys.stdin, select.POLLIN)
print(len(p.poll(0)), 'waiting')
print(len(p.poll(-1)), sys.stdin.read(1))
\x04`)
    await rig.until('\r\n0 waiting\r\n')
    rig.send('k')
    expect(await rig.until('>>> ')).toBe('1 k\r\n>>> ')
  })
})

describe('a flood of output', () => {
  it('is held back where nobody reads: two pieces of 512 bytes, then silence', async () => {
    await booted()
    rig.send("while True: print('x' * 100)\r\r")
    await rig.until('xxx\r\n')
    rig.uartDrains = false
    const before = rig.transmittedBytes
    for (let turn = 0; turn < 1000; turn++) await new Promise(setImmediate)
    expect(rig.transmittedBytes - before).toBeLessThan(2 * 512)
  })

  it('1 MB passes in order, and Ctrl-C still ends it', async () => {
    await booted()
    rig.send("\x05\ni = 0\nwhile True:\n  print(i, 'x' * 1000)\n  i += 1\n\x04")
    for (let i = 0; i < 1000; i += 100) await rig.until(`\r\n${i || 0} x`)
    rig.send('\x03')
    expect(await rig.until('KeyboardInterrupt: \r\n>>> ')).toContain('x')
  })

  it('what was printed before an endless loop is seen, also without a line end', async () => {
    await booted()
    rig.send("import sys; sys.stdout.write('half a line'); exec('while True: pass')\r")
    await rig.until('\nhalf a line')
    rig.send('\x03')
    await rig.until('KeyboardInterrupt')
  })
})

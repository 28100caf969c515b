/** From power-up to the prompt: boot.py, main.py, their failures, soft and hard resets. */
import { afterEach, describe, expect, it } from 'vitest'
import { PythonRig } from './python-rig'

let rig: PythonRig
afterEach(() => rig?.stop())

const banner =
  '\r\nMicroPython v1.27.0 on 2025-12-10; ESP module with ESP8266\r\nType "help()" for more information.\r\n>>> '

/** A board on which these files lie, switched off. */
async function boardWith(files: Record<string, string>): Promise<PythonRig> {
  rig = new PythonRig()
  await rig.boot()
  for (const [name, content] of Object.entries(files)) {
    await rig.run(
      `with open(${JSON.stringify(name)}, 'w') as f: f.write(${JSON.stringify(content)})`,
    )
  }
  rig.stop()
  return rig
}

describe('boot', () => {
  it('says who it is: esp8266, its own banner, the chip in uname', async () => {
    rig = new PythonRig()
    expect(await rig.boot()).toBe(banner)
    const seen = await rig.run(`
import sys, os
print(sys.platform, sys.path, sys.implementation._machine)
print(os.uname().sysname, os.uname().machine, os.uname().release)`)
    expect(seen).toBe(
      "esp8266 ['', '.frozen', '/lib'] ESP module with ESP8266\n" +
        'esp8266 ESP module with ESP8266 2.2.0-dev(9422289)\n',
    )
  })

  it('runs boot.py, then main.py, in one namespace, before the prompt', async () => {
    await boardWith({ 'boot.py': 'a = 1\nprint("boot")', 'main.py': 'print("main", a)\nb = 2' })
    expect(await rig.boot()).toBe(`boot\r\nmain 1\r\n${banner}`)
    expect(await rig.run('print(a, b)')).toBe('1 2\n')
  })

  it('imports from the root directory and from /lib', async () => {
    await boardWith({ 'mine.py': 'x = "root"' })
    await rig.boot()
    await rig.run(
      "import os\nos.mkdir('lib')\nf = open('lib/other.py', 'w'); f.write('y = 2'); f.close()",
    )
    expect(await rig.run('import mine, other\nprint(mine.x, other.y)')).toBe('root 2\n')
  })

  it('an exception in main.py prints its traceback and leaves the prompt', async () => {
    await boardWith({ 'main.py': 'def f():\n    1 / 0\nf()' })
    expect(await rig.boot()).toBe(
      'Traceback (most recent call last):\r\n' +
        '  File "main.py", line 3, in <module>\r\n' +
        '  File "main.py", line 2, in f\r\n' +
        `ZeroDivisionError: divide by zero\r\n${banner}`,
    )
  })

  it('a syntax error in boot.py does not keep main.py from running', async () => {
    await boardWith({ 'boot.py': 'def', 'main.py': 'print("main")' })
    expect(await rig.boot()).toBe(
      'Traceback (most recent call last):\r\n' +
        '  File "boot.py", line 1\r\n' +
        `SyntaxError: invalid syntax\r\nmain\r\n${banner}`,
    )
  })

  it('Ctrl-C in main.py prints KeyboardInterrupt and leaves the prompt', async () => {
    await boardWith({ 'main.py': 'print("busy")\nwhile True: pass' })
    rig.start()
    await rig.until('busy\r\n')
    rig.send('\x03')
    expect(await rig.until('>>> ')).toBe(
      'Traceback (most recent call last):\r\n' +
        '  File "main.py", line 2, in <module>\r\n' +
        `KeyboardInterrupt: \r\n${banner}`,
    )
  })

  it.each([
    ['import time', 'time.sleep(60)'],
    ['import select', 'select.poll().poll(60000)'],
    ['import socket', 'socket.socket().accept()'],
  ])('a traceback shows the path as on the chip: %s, %s', async (imports, waits) => {
    await boardWith({ 'main.py': `${imports}\nprint("busy")\n${waits}` })
    rig.start()
    await rig.until('busy\r\n')
    rig.send('\x03')
    const said = await rig.until('>>> ')
    expect(said).toContain('  File "main.py", line 3, in <module>\r\n')
    expect(said).not.toContain('stand-ins')
  })

  it('sys.exit() in main.py says nothing', async () => {
    await boardWith({ 'main.py': 'import sys\nprint("x")\nsys.exit()\nprint("y")' })
    expect(await rig.boot()).toBe(`x\r\n${banner}`)
  })

  it('a main.py that eats all memory ends with MemoryError, not with a dead board', async () => {
    await boardWith({ 'main.py': 'a = []\nwhile True: a.append(str(len(a)) * 10)' })
    expect(await rig.boot()).toContain('MemoryError: ')
    expect(await rig.run('del a\nprint(1 + 1)')).toBe('2\n')
  })

  it('where the chip would hang until the watchdog bites, the board resets', async () => {
    rig = new PythonRig()
    await rig.boot()
    rig.send('a = []\r')
    rig.send('while True: a = [a]\r\r') // fills the last free byte
    await rig.until('MemoryError')
    rig.send('x'.repeat(200) + '\r') // no room for the line itself
    await expect.poll(() => rig.resets).toBe(1)
    expect(rig.resetBy).toBe('watchdog')
    expect(rig.unread).toContain('NLR jump failed')
  })
})

describe('reset', () => {
  it('a soft reset at the prompt runs main.py again and forgets all variables', async () => {
    await boardWith({ 'main.py': 'print("main")' })
    await rig.boot()
    await rig.run('kept = 1')
    rig.send('\x04')
    expect(await rig.until('>>> ')).toBe(`\r\nMPY: soft reboot\r\nmain${banner}`)
    expect(await rig.run('print(kept)')).toContain("NameError: name 'kept' isn't defined")
  })

  it('a soft reset in the raw REPL runs boot.py and not main.py', async () => {
    await boardWith({ 'boot.py': 'print("boot")', 'main.py': 'print("main")' })
    await rig.boot()
    rig.send('\x01')
    await rig.until('>')
    rig.send('\x04')
    expect(await rig.until('exit\r\n>')).toBe(
      'OK\r\nMPY: soft reboot\r\nboot\r\nraw REPL; CTRL-B to exit\r\n>',
    )
  })

  it('sys.exit() at the prompt is a soft reset', async () => {
    rig = new PythonRig()
    await rig.boot()
    rig.send('raise SystemExit\r')
    expect(await rig.until('>>> ')).toContain('MPY: soft reboot\r\nMicroPython v1.27.0')
  })

  it('machine.reset() resets the chip, and no Python runs after it', async () => {
    rig = new PythonRig()
    await rig.boot()
    rig.send("import machine; machine.reset(); print('still' + ' here')\r")
    await expect.poll(() => rig.resets).toBe(1)
    expect(rig.unread).not.toContain('still here')
  })
})

describe('the REPL', () => {
  it('raw paste: refuses what it does not know, and Ctrl-C cancels as on the chip', async () => {
    rig = new PythonRig()
    await rig.boot()
    rig.send('\x01')
    await rig.until('exit\r\n>')
    rig.send('\x05B\x01')
    expect(await rig.until('>')).toBe('R\x00>')
    rig.send('\x05A\x01')
    await rig.until('R\x01\x80\x00\x01')
    rig.send('print(1\x03')
    expect(await rig.until('>')).toBe('\x04\x04KeyboardInterrupt: \r\n\x04>')
    rig.send('print(2)\x04')
    expect(await rig.until('>')).toBe('OK2\r\n\x04\x04>')
  })

  it('loads .mpy files of version 6', async () => {
    const { compile } = await import('@pybricks/mpy-cross-v6')
    const fetchOfNode = globalThis.fetch
    Reflect.deleteProperty(globalThis, 'fetch') // it would fetch its .wasm, which Node 20 cannot
    const { mpy } = await compile('m.py', 'def f(): return 6 * 7\n').finally(
      () => (globalThis.fetch = fetchOfNode),
    )
    rig = new PythonRig()
    await rig.boot()
    const hex = Buffer.from(mpy ?? new Uint8Array(0)).toString('hex')
    const write = `import binascii\nwith open('m.mpy', 'wb') as f: f.write(binascii.unhexlify('${hex}'))`
    await rig.run(write)
    expect(await rig.run('import m\nprint(m.f())')).toBe('42\n')
  })
})

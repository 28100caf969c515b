/** Who may open the portal of a board that knows a network: a button, or turning it on several times in a row. */
import { describe, expect, it } from 'vitest'
import { startBoard, type Board } from './board'
import { boardWith, boot, opens } from './gate-rig'
import { home, remember, startAtHome } from './stories'
import type { Story } from './world'

const file = '/power.ups'

const count = (board: Board) => (board.exists(file) ? board.read(file).length : 0)
const short = { onMs: 5000 }

describe('button', () => {
  const press = (board: Board, pin: number, fromMs: number, forMs: number) =>
    function* (): Story {
      const level = pin === 15 ? 1 : 0
      yield () => board.world.nowMs >= fromMs
      board.world.pins.set(pin, level)
      yield forMs
      board.world.pins.set(pin, 1 - level)
    }

  it('at each GPIO that can be read opens the portal if it is held', async () => {
    const board = await boardWith({})
    for (const pin of [0, 2, 4, 5, 12, 13, 14, 15, 16]) {
      board.write('/portal.json', JSON.stringify({ button: pin }))
      board.world.pins.set(pin, pin === 15 ? 0 : 1)
      const lines = boot(board, { story: press(board, pin, 2000, 1000), onMs: 20_000 })
      expect(lines[0]).toBe(`Hold the button at GPIO${pin} within 3 seconds to open the portal`)
      expect(lines).toContain(opens)
      expect(lines.join()).not.toContain('Trying to connect')
    }
  })

  it.each([
    ['nobody holds it', 0, 0],
    ['it is touched', 2000, 200],
    ['it is held too late', 4500, 2000],
  ])('%s: the board joins, and the portal stays closed', async (_, fromMs, forMs) => {
    const board = await boardWith({ button: 0 })
    const lines = boot(board, { story: forMs ? press(board, 0, fromMs, forMs) : undefined })
    expect(lines.join('\n')).toMatch(/Connected to 'Home'/)
    expect(lines).not.toContain(opens)
  })

  it('that stays down for good is taken for stuck: the board joins after ten seconds', async () => {
    const board = await boardWith({ button: 4 })
    board.world.pins.set(4, 0)
    for (let i = 0; i < 2; i++) {
      const lines = boot(board)
      expect(lines).toContain('The button seems to be stuck, and does not count')
      expect(lines).not.toContain(opens)
      expect(lines.at(-1)).toMatch(/^Connected to 'Home'/)
    }
    expect(board.world.radio.attempts[0]!.atMs).toBeLessThan(13_000)
  })

  it('opens the portal when it is let go after nine seconds', async () => {
    const board = await boardWith({ button: 4 })
    expect(boot(board, { story: press(board, 4, 2000, 9000) })).toContain(opens)
  })

  it('held at the very end of the window counts until it is let go', async () => {
    const board = await boardWith({ button: 0 })
    expect(boot(board, { story: press(board, 0, 3900, 1000) })).toContain(opens)
  })

  it('other values are not used, and the portal opens as without the option', async () => {
    const board = await boardWith({}, true)
    for (const button of [1, 3, 6, 7, 8, 9, 10, 11, 17, -1, '0', 4.5, true, [0]]) {
      board.write('/portal.json', JSON.stringify({ button }))
      const lines = boot(board)
      expect(lines[0], String(button)).toBe('Not used: the option button')
      expect(lines, String(button)).toContain(opens)
    }
  })

  it('a board that knows no network always opens the portal, at once', async () => {
    const board = await startAtHome({ '/portal.json': '{"button": 0, "power_cycles": 3}' })
    expect(boot(board)[0]).toBe(opens)
    expect(board.exists(file)).toBe(false)
  })
})

describe('a portal that must not open', () => {
  it('leaves the access point off, tries again with the usual pauses, and joins when the router is back', async () => {
    const board = await boardWith({ button: 0 }, true)
    const { radio } = board.world
    radio.accessPoint.active = true
    const lines = boot(board, {
      onMs: 3_000_000,
      story: function* () {
        yield () => board.world.nowMs > 600_000
        expect(radio.accessPoint.active).toBe(false)
        radio.networks = [home]
      },
    })
    expect(lines).not.toContain(opens)
    expect(lines).toContain('The portal stays closed; the board goes on trying to join')
    expect(lines.at(-1)).toBe("Connected to 'Home' with IP 192.168.1.23")
    const pauses = radio.attempts.slice(1).map(({ atMs }, i) => atMs - radio.attempts[i]!.atMs)
    expect(pauses.map((ms) => Math.round(ms / 1000))).toEqual(
      [50, 80, 140, 260, 320].slice(0, pauses.length),
    )
    expect(radio.accessPoint.changes).not.toContain('on')
  })

  it('returns None after the timeout', async () => {
    const board = await boardWith({ button: 0, timeout: 100 }, true)
    const lines = boot(board, { onMs: 600_000 })
    expect(lines).not.toContain(opens)
    expect(board.world.lastRunMs).toBeLessThan(150_000)
  })
})

describe('power_cycles', () => {
  it.each([3, 5, 10])(
    '%i short starts in a row open the portal, and one more does not',
    async (power_cycles) => {
      const board = await boardWith({ power_cycles })
      for (let start = 1; start < power_cycles; start++) {
        const lines = boot(board, short)
        expect(lines[0]).toBe(`Turned on: ${start} of ${power_cycles} in a row`)
        expect(lines).not.toContain(opens)
      }
      const lines = boot(board)
      expect(lines.slice(0, 2)).toEqual([
        `Turned on ${power_cycles} times in a row: the portal opens`,
        opens,
      ])
      expect(count(board)).toBe(0)
      expect(boot(board, short)).not.toContain(opens)
    },
  )

  it('the portal that was asked for leaves five minutes before it goes back to its network', async () => {
    const board = await boardWith({ power_cycles: 3 })
    for (let i = 0; i < 2; i++) boot(board, short)
    const before = board.world.radio.attempts.length
    boot(board, {
      onMs: 400_000,
      story: function* () {
        yield () => board.world.nowMs > 295_000
        expect(board.world.radio.attempts).toHaveLength(before)
      },
    })
    expect(board.world.radio.attempts.length).toBeGreaterThan(before)
  })

  it('a start of more than ten seconds ends the row, joined or not', async () => {
    for (const off of [false, true]) {
      const board = await boardWith({ power_cycles: 3 }, off)
      for (let i = 0; i < 2; i++) boot(board, short)
      expect(count(board)).toBe(2)
      boot(board, { onMs: 10_500 })
      expect(count(board)).toBe(0)
      expect(boot(board, short)).not.toContain(opens)
    }
  })

  it.each([
    ['20 starts after the reset pin', { ...short, cause: 6 }],
    ['20 starts after machine.reset()', { ...short, cause: 4 }],
    ['20 starts after a watchdog', { ...short, cause: 1 }],
    ['20 starts after deep sleep', { ...short, cause: 5 }],
    ['20 long starts', { onMs: 20_000 }],
  ])('%s do not open it', async (_, start) => {
    const board = await boardWith({ power_cycles: 3 })
    for (let i = 0; i < 20; i++) expect(boot(board, start)).not.toContain(opens)
    expect(count(board)).toBe(0)
  })

  it('20 soft resets of a board that has been on for a while do not open it', async () => {
    const board = await boardWith({ power_cycles: 3 })
    boot(board, { onMs: 20_000 })
    for (let i = 0; i < 20; i++) {
      board.world.nowMs = 60_000 * (i + 1)
      board.run('from captive_portal import CaptivePortal\nCaptivePortal().start()')
    }
    expect(board.console()).not.toContain(opens)
    expect(count(board)).toBe(0)
  })

  it('a reset in the middle of a row ends it', async () => {
    const board = await boardWith({ power_cycles: 3 })
    for (let i = 0; i < 6; i++) {
      expect(boot(board, short)).not.toContain(opens)
      expect(boot(board, { ...short, cause: 4 })).not.toContain(opens)
    }
  })

  it('other values are not used', async () => {
    const board = await boardWith({}, true)
    for (const power_cycles of [2, 11, 0, '5', 3.5, true]) {
      board.write('/portal.json', JSON.stringify({ power_cycles }))
      expect(boot(board)[0]).toBe('Not used: the option power_cycles')
      expect(board.exists(file)).toBe(false)
    }
  })

  it('writes twice a start at most, once if it is short, and never without the option', async () => {
    const write =
      'import builtins, os\nwrites = []\nreal_open, real_remove, real_rename = open, os.remove, os.rename'
    const spy = `${write}
def spied(name, mode='r'):
    if mode[0] != 'r':
        writes.append(name)
    return real_open(name, mode)
def gone(name):
    writes.append(name)
    real_remove(name)
builtins.open, os.remove = spied, gone`
    const writes = (board: Board): number => {
      board.run('print(len(writes))\nwrites.clear()')
      return Number(board.console().at(-1))
    }
    const board = await boardWith({ power_cycles: 3 })
    board.run(spy)
    boot(board, short)
    expect(writes(board)).toBe(1)
    boot(board)
    expect(writes(board)).toBe(2)
    boot(board, { cause: 4 })
    expect(writes(board)).toBe(0)
    board.write('/portal.json', '{}')
    for (let i = 0; i < 20; i++) boot(board, short)
    expect(writes(board)).toBe(0)
  })
})

describe('the power fails in the middle of a write of the counter', () => {
  /** At each step of the filesystem that has an end of its own; what LittleFS has not finished is not there. */
  const steps = [
    'before open',
    'after open',
    'after write',
    'after close',
    'before remove',
    'after remove',
  ]

  const fail = (step: string) => `
import builtins, os
real_open, real_remove = open, os.remove
def cut(now):
    if now == '${step}':
        builtins.open, os.remove = real_open, real_remove
        raise KeyboardInterrupt
class Cut:
    def __init__(self, file):
        self.file = file
    def __enter__(self):
        return self
    def write(self, data):
        self.file.write(data)
        cut('after write')
    def __exit__(self, *_):
        self.file.close()
        cut('after close')
def opened(name, mode='r'):
    if name != '${file}':
        return real_open(name, mode)
    cut('before open')
    file = real_open(name, mode)
    cut('after open')
    return Cut(file)
def removed(name):
    if name == '${file}':
        cut('before remove')
    real_remove(name)
    if name == '${file}':
        cut('after remove')
builtins.open, os.remove = opened, removed`

  it.each(steps)('%s: no early portal, and the way to it stays', async (step) => {
    const board = await boardWith({ power_cycles: 4 })
    for (const before of [0, 1, 2]) {
      for (let i = 0; i < before; i++) boot(board, short)
      board.run(fail(step))
      expect(boot(board)).not.toContain(opens) // cut off, or long
      board.run('builtins.open, os.remove = real_open, real_remove')
      expect(count(board)).toBeLessThanOrEqual(before + 1)
      const left = 4 - count(board)
      for (let i = 1; i < left; i++) expect(boot(board, short)).not.toContain(opens)
      expect(boot(board, short)).toContain(opens)
      expect(count(board)).toBe(0)
    }
  })

  it('a counter that cannot be removed opens no portal', async () => {
    const board = await boardWith({ power_cycles: 3 })
    board.write(file, 'xxxxxxxxxxxxxxxxxxxxxxx')
    board.run(
      'import os\nreal = os.remove\ndef failing(name):\n    raise OSError(5)\nos.remove = failing',
    )
    for (let i = 0; i < 5; i++) {
      const lines = boot(board, short)
      expect(lines).not.toContain(opens)
      expect(lines.join()).not.toContain('the portal opens')
    }
    board.run('os.remove = real')
  })
})

it('20 starts without options do the same each time', async () => {
  const board = await startBoard()
  board.world.radio.networks = [home]
  remember(board, ['Home', home.key])
  for (let i = 0; i < 20; i++)
    expect(boot(board)).toEqual([
      "Trying to connect to SSID 'Home'",
      "Connected to 'Home' with IP 192.168.1.23",
    ])
})

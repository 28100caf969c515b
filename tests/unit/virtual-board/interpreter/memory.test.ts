/** Python's memory on the virtual board: as much as on the chip, and collected while programs run. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PythonRig } from './python-rig'

let rig: PythonRig
beforeEach(async () => {
  rig = new PythonRig()
  await rig.boot()
})
afterEach(() => rig.stop())

/** Makes some 2 MB of garbage, fifty times the heap, and returns a checksum of what it keeps. */
const churn = `
def churn():
    kept = {}
    for i in range(20000):
        kept[i % 50] = [str(i), (i, i * 2), b'%d' % i]
        text = 'garbage %d' % i
    return sum(len(v[0]) + v[1][1] + int(v[2]) for v in kept.values())
`
/** By the formula: the last 50 numbers, each with five digits, twice itself and itself. */
const checksum = Array.from({ length: 50 }, (_, k) => 5 + 3 * (19_950 + k)).reduce((a, b) => a + b)

describe("the virtual board's heap", () => {
  it('after boot 36.2 to 36.6 KB are free, as recorded on the chip', async () => {
    const free = Number(await rig.run('import gc\ngc.collect()\nprint(gc.mem_free())'))
    expect(free).toBeGreaterThan(35_800) // the code of this question takes some
    expect(free).toBeLessThanOrEqual(36_600)
  })

  it('gc.mem_alloc() counts what a program still references, and not what it has dropped', async () => {
    const seen = await rig.run(`
import gc
gc.collect(); before = gc.mem_alloc()
a = bytearray(5000)
gc.collect(); with_it = gc.mem_alloc() - before
a = None
gc.collect(); print(with_it, gc.mem_alloc() - before)`)
    const [kept, left] = seen.split(' ').map(Number)
    expect(kept).toBeGreaterThanOrEqual(5000)
    expect(kept).toBeLessThan(5200)
    expect(left).toBeLessThan(100)
  })

  it('there is no more of it: 30000 bytes fit, 60000 do not', async () => {
    expect(await rig.run('a = bytearray(30000)\nprint(len(a))\nb = bytearray(30000)')).toMatch(
      /^30000\nTraceback[\s\S]*MemoryError: memory allocation failed, allocating 30000 bytes\n$/,
    )
  })

  it.each([
    ['in the REPL', `${churn}\nprint(churn())`],
    [
      'in a module while it is imported',
      `
with open('m.py', 'w') as f: f.write(${JSON.stringify(`${churn}\nx = churn()`)})
import m
print(m.x)`,
    ],
    [
      'in main.py',
      `
with open('main.py', 'w') as f: f.write(${JSON.stringify(`${churn}\nprint(churn())`)})`,
    ],
    [
      'in a generator in a method in a with block',
      `${churn}
class C:
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def go(self):
        yield churn()
with C() as c:
    for x in c.go(): print(x)`,
    ],
    ['in exec', `${churn}\nexec('print(churn())')`],
  ])('2 MB of garbage pass through it: %s', async (where, code) => {
    let seen = await rig.run(code)
    if (where === 'in main.py') {
      rig.send('\x04')
      seen = await rig.until('>>> ')
    }
    expect(seen).toContain(String(checksum))
  })

  it('what C code holds while it calls Python is never taken away: sort, map, join, comprehensions', async () => {
    const seen = await rig.run(`
import gc
def waste(x):
    gc.collect()
    for _ in range(3): str(x) * 5
    return x
ok = 0
for _ in range(20):
    ok += sorted([5, 3, 9, 1] * 3, key=waste) == [1] * 3 + [3] * 3 + [5] * 3 + [9] * 3
    ok += list(map(waste, range(9))) == list(range(9))
    ok += ','.join(str(waste(i)) for i in range(9)) == '0,1,2,3,4,5,6,7,8'
    ok += sum(waste(i) for i in range(9)) == 36
    ok += {waste(i): [waste(i)] for i in range(5)} == {0: [0], 1: [1], 2: [2], 3: [3], 4: [4]}
    ok += bytes(waste(i) for i in range(5)) == b'\\x00\\x01\\x02\\x03\\x04'
    ok += max([3, 1, 2], key=waste) == 3
print(ok)`)
    expect(seen).toBe('140\n')
  })
})

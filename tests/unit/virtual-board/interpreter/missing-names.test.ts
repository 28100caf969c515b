/** What MicroPython on the ESP8266 has not, a program must not find on the virtual board. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PythonRig } from './python-rig'

const rig = new PythonRig()
beforeAll(() => rig.boot())
afterAll(() => rig.stop())

const missing = [
  "__import__('sys').ps1",
  "__import__('hashlib').md5()",
  "__import__('machine').Pin(5).high()",
  "__import__('machine').Pin(5).low()",
]
const missingModules = 'functools itertools datetime logging base64 hmac zlib unittest string html'

it('attributes', async () => {
  const failing = `for code in ${JSON.stringify(missing)}:
    try:
        eval(code)
        print('there is', code)
    except (AttributeError, NameError) as error:
        pass
print('all tried')`
  expect(await rig.run(failing)).toBe('all tried\n')
})

it('modules', async () => {
  const code = `for name in '${missingModules}'.split():
    try:
        __import__(name)
        print('there is', name)
    except ImportError:
        pass
print('all tried')`
  expect(await rig.run(code)).toBe('all tried\n')
})

it('what looks like it is still there', async () => {
  const code = `import re, random, math, json, deflate, asyncio, hashlib, collections
open('f', 'w').close()
print(re.compile('a+').match('aa').group(0), 'a b'.split(), math.floor(2.5), random.getrandbits(4) < 16)
print(collections.OrderedDict, hashlib.sha256(b'').digest()[0], json.dumps([1]))`
  expect(await rig.run(code)).toBe("aa ['a', 'b'] 2 True\n<class 'OrderedDict'> 227 [1]\n")
})

it('pins of the flash chip, and what GPIO16 cannot do', async () => {
  const code = `from machine import Pin
refused = []
for n in range(-1, 18):
    try: Pin(n)
    except ValueError: refused.append(n)
print(refused)
try: Pin(16, Pin.IN, Pin.PULL_UP)
except ValueError: print('no pull-up')
try: Pin(16).irq(None)
except OSError: print('no interrupt')`
  expect(await rig.run(code)).toBe('[-1, 6, 7, 8, 11, 17]\nno pull-up\nno interrupt\n')
})

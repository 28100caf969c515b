/** Signing against published vectors only: RFC 4231, RFC 8032 and the example in Binance's documentation. */
import { describe, expect, it } from 'vitest'
import { canonicalString, parseCanonical } from '../../../src/signing/canonical'
import {
  privateKeyFrom,
  publicKeyFrom,
  signWithKey,
  verifyWithKey,
} from '../../../src/signing/ed25519'
import { fromHex } from '../../../src/signing/hex'
import { importSecret, signWithSecret, verifyWithSecret } from '../../../src/signing/hmac'
import { timeliness } from '../../../src/signing/time-window'
import { rfc8032 } from './rfc-8032'
import { encode } from '../../support/bytes'

const bytes = (hex: string) => fromHex(hex)!

describe('HMAC-SHA256', () => {
  const text = (ascii: string) => encode(ascii)
  it.each([
    [
      'case 1',
      '0b'.repeat(20),
      text('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      'case 2, a key shorter than the hash',
      '4a656665',
      text('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      'case 3, key and data together longer than a block',
      'aa'.repeat(20),
      bytes('dd'.repeat(50)),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      'case 4, the same with another key',
      '0102030405060708090a0b0c0d0e0f10111213141516171819',
      bytes('cd'.repeat(50)),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
    [
      'case 6, a key longer than a block',
      'aa'.repeat(131),
      text('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      'case 7, key and data longer than a block',
      'aa'.repeat(131),
      text(
        'This is a test using a larger than block-size key and a larger than block-size data. ' +
          'The key needs to be hashed before being used by the HMAC algorithm.',
      ),
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ])('RFC 4231, %s', async (_, key, data, signature) => {
    const secret = await importSecret(bytes(key))
    expect(await signWithSecret(secret, data)).toBe(signature)
    expect(await verifyWithSecret(secret, data, signature)).toBe(true)
    expect(await verifyWithSecret(secret, new Uint8Array([...data, 0]), signature)).toBe(false)
  })

  it('RFC 4231, case 5: the RFC cuts this one to 128 bits', async () => {
    const secret = await importSecret(bytes('0c'.repeat(20)))
    const signature = await signWithSecret(secret, 'Test With Truncation')
    expect(signature.slice(0, 32)).toBe('a3b6167473100ee06e0c796c2955552b')
    expect(await verifyWithSecret(secret, 'Test With Truncation', signature.slice(0, 32))).toBe(
      false, // no shorter signature than the whole one
    )
  })

  it('Binance: the example of "SIGNED endpoint", parameters in their order', async () => {
    const text = canonicalString([
      ['symbol', 'LTCBTC'],
      ['side', 'BUY'],
      ['type', 'LIMIT'],
      ['timeInForce', 'GTC'],
      ['quantity', '1'],
      ['price', '0.1'],
      ['recvWindow', '5000'],
      ['timestamp', '1499827319559'],
    ])
    expect(text).toBe(
      'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559',
    )
    const secret = await importSecret(
      'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
    )
    expect(await signWithSecret(secret, text)).toBe(
      'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71',
    )
  })

  it.each(['', 'c8db', 'C8'.repeat(32), 'zz'.repeat(32), 'ab'.repeat(33)])(
    'refuses "%s" as a signature without an exception',
    async (signature) => {
      expect(await verifyWithSecret(await importSecret('x'), 'text', signature)).toBe(false)
    },
  )

  it('keeps a secret that was not meant to be exported', async () => {
    const secret = await importSecret('quiet')
    await expect(crypto.subtle.exportKey('raw', secret)).rejects.toThrow()
  })
})

describe('Ed25519', () => {
  // PKCS #8 (RFC 8410) is a fixed prefix before the 32 bytes of the seed.
  const pkcs8 = (seed: string) => bytes(`302e020100300506032b657004220420${seed}`)
  it.each(rfc8032)('RFC 8032, section 7.1, $name', async (vector) => {
    const message = new Uint8Array(Buffer.from(vector.message, 'hex'))
    const { signature } = vector
    const key = await crypto.subtle.importKey('pkcs8', pkcs8(vector.seed), 'Ed25519', false, [
      'sign',
    ])
    expect(await signWithKey(key, message)).toBe(signature)
    const publicKey = (await publicKeyFrom(vector.publicKey))!
    expect(await verifyWithKey(publicKey, message, signature)).toBe(true)
    expect(await verifyWithKey(publicKey, new Uint8Array([...message, 0]), signature)).toBe(false)
    expect(await privateKeyFrom(pkcs8(vector.seed), vector.publicKey)).toBeDefined()
  })

  it.each(['', 'd75a', 'not a key', 'd7'.repeat(33)])('"%s" is no key', async (text) => {
    expect(await publicKeyFrom(text)).toBeUndefined()
  })
})

describe('a public key that would let everybody sign', () => {
  const smallest = `01${'00'.repeat(31)}`

  it('is a danger: one signature fits every text', async () => {
    const key = await crypto.subtle.importKey('raw', bytes(smallest), 'Ed25519', true, ['verify'])
    const forged = smallest + '00'.repeat(32) // R the neutral element, S zero
    for (const text of ['one text', 'any other']) {
      expect(await verifyWithKey(key, text, forged)).toBe(true)
    }
  })

  it.each([
    smallest,
    '00'.repeat(32),
    `${'00'.repeat(31)}80`,
    `ec${'ff'.repeat(30)}7f`,
    `ed${'ff'.repeat(31)}`,
    `ee${'ff'.repeat(30)}7f`,
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  ])('%s is refused', async (text) => {
    expect(await publicKeyFrom(text)).toBeUndefined()
  })
})

describe('the canonical string', () => {
  it('leaves the signature out and encodes what an address reserves', () => {
    const parameters = [
      ['name', "Lab 3 (Ötztal)'s"],
      ['signature', 'ff'],
    ] as const
    expect(canonicalString(parameters)).toBe('name=Lab%203%20%28%C3%96tztal%29%27s')
  })

  it.each(['', 'a', '=1', 'a=1&a=2', 'a=%zz', 'a=%2d', 'a=b c', 'a=%c3%96', 'a=1&'])(
    '"%s" is not one: one text, one meaning',
    (text) => expect(parseCanonical(text)).toBeUndefined(),
  )

  it('reads back what it wrote', () => {
    const parameters = [
      ['preset', '1.abc-_'],
      ['signer', 'Übung & Co = 100 %'],
    ] as const
    expect(parseCanonical(canonicalString(parameters))).toEqual(parameters)
  })
})

describe('the time window', () => {
  const window = { timestampMs: 1_000_000, windowMs: 5000, skewMs: 1000 }
  it.each([
    [998_999, 'from-the-future'],
    [999_000, 'now'],
    [1_006_000, 'now'],
    [1_006_001, 'expired'],
  ])('at %d ms it is %s', (nowMs, expected) => {
    expect(timeliness(window, nowMs)).toBe(expected)
  })
})

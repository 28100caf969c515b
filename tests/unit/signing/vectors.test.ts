/** Signing against published vectors only: RFC 4231, RFC 8032 and the example in Binance's documentation. */
import { describe, expect, it } from 'vitest'
import { canonicalString, parseCanonical } from '../../../src/signing/canonical'
import { publicKeyFrom, signWithKey, verifyWithKey } from '../../../src/signing/ed25519'
import { fromHex } from '../../../src/signing/hex'
import { importSecret, signWithSecret, verifyWithSecret } from '../../../src/signing/hmac'
import { timeliness } from '../../../src/signing/time-window'

const bytes = (hex: string) => fromHex(hex)!

describe('HMAC-SHA256', () => {
  it.each([
    [
      'RFC 4231, case 1',
      '0b'.repeat(20),
      'Hi There',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      'RFC 4231, case 2, a key shorter than the hash',
      '4a656665',
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      'RFC 4231, case 6, a key longer than a block',
      'aa'.repeat(131),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      'RFC 4231, case 7, key and data longer than a block',
      'aa'.repeat(131),
      'This is a test using a larger than block-size key and a larger than block-size data. ' +
        'The key needs to be hashed before being used by the HMAC algorithm.',
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ])('%s', async (_, key, text, signature) => {
    const secret = await importSecret(bytes(key))
    expect(await signWithSecret(secret, text)).toBe(signature)
    expect(await verifyWithSecret(secret, text, signature)).toBe(true)
    expect(await verifyWithSecret(secret, `${text} `, signature)).toBe(false)
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
  // RFC 8032, section 7.1. PKCS #8 (RFC 8410) is a fixed prefix before the 32 bytes of the seed.
  const pkcs8 = (seed: string) => bytes(`302e020100300506032b657004220420${seed}`)
  it.each([
    [
      'test 1, the empty message',
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      'test 2, one byte',
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      'r',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ])('RFC 8032, %s', async (_, seed, publicText, text, signature) => {
    const key = await crypto.subtle.importKey('pkcs8', pkcs8(seed), 'Ed25519', false, ['sign'])
    expect(await signWithKey(key, text)).toBe(signature)
    const publicKey = await publicKeyFrom(publicText)
    expect(publicKey && (await verifyWithKey(publicKey, text, signature))).toBe(true)
    expect(publicKey && (await verifyWithKey(publicKey, `${text}!`, signature))).toBe(false)
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

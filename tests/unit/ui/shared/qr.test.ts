/** The QR code that lets a phone join the board's access point. */
import { expect, test } from 'vitest'
import { encodeQr } from '../../../../src/ui/shared/qr/encode'
import { errorCorrection } from '../../../../src/ui/shared/qr/error-correction'
import { formatBits } from '../../../../src/ui/shared/qr/grid'
import { networkText } from '../../../../src/ui/shared/qr/wifi'

test('the Reed-Solomon codewords of the textbook example “HELLO WORLD”, 1-M', () => {
  const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17]
  expect(errorCorrection(data, 10)).toEqual([196, 35, 39, 119, 235, 215, 231, 226, 93, 23])
})

test('the format bits of ISO/IEC 18004, table C.1, level L', () => {
  expect(Array.from({ length: 8 }, (_, mask) => formatBits(mask).toString(2))).toEqual([
    '111011111000100',
    '111001011110011',
    '111110110101010',
    '111100010011101',
    '110011000101111',
    '110001100011000',
    '110110001000001',
    '110100101110110',
  ])
})

test('names with the separators of the format are escaped', () => {
  expect(networkText('Lamp', 'a;b:c\\')).toBe('WIFI:T:WPA;S:Lamp;P:a\\;b\\:c\\\\;;')
  expect(networkText('ESP8266-112233')).toBe('WIFI:T:nopass;S:ESP8266-112233;;')
  expect(networkText('a;b,c:d"e\\f')).toBe('WIFI:T:nopass;S:a\\;b\\,c\\:d\\"e\\\\f;;')
})

test.each([
  [17, 21],
  [18, 25],
  [32, 25],
  [53, 29],
  [78, 33],
  [106, 37],
  [107, 41],
  [230, 53],
  [231, 57],
  [458, 73],
  [858, 97],
])('%i bytes need %i modules', (length, size) => {
  const rows = encodeQr('x'.repeat(length))
  expect(rows).toHaveLength(size)
  expect(new Set(rows?.map((row) => row.length))).toEqual(new Set([size]))
})

test('any network name fits, escaped or not; what does not fit gives no code', () => {
  expect(encodeQr(networkText('"'.repeat(32)))).toBeDefined()
  expect(encodeQr('x'.repeat(859))).toBeUndefined()
})

test('the three finders stand in their corners, with their light border', () => {
  const rows = encodeQr('portal')!
  const corner = (x: number, y: number) =>
    rows.slice(y, y + 7).map((row) =>
      row
        .slice(x, x + 7)
        .map(Number)
        .join(''),
    )
  const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111']
  const far = rows.length - 7
  expect([corner(0, 0), corner(far, 0), corner(0, far)]).toEqual([finder, finder, finder])
  expect(rows[7]!.slice(0, 8).some(Boolean)).toBe(false)
})

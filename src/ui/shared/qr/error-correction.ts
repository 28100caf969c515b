/**
 * Reed-Solomon codewords over GF(256) with the polynomial 0x11d, as QR codes use them
 * (ISO/IEC 18004, 7.5.2 and annex A).
 */
const fieldPolynomial = 0x11d

function multiply(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * fieldPolynomial)
    product ^= ((b >> bit) & 1) * a
  }
  return product
}

/** Product of (x − 2^i) for i below `degree`, highest power first and left out. */
function generator(degree: number): number[] {
  const coefficients = new Array<number>(degree).fill(0)
  coefficients[degree - 1] = 1
  let root = 1
  for (let i = 0; i < degree; i++) {
    for (let at = 0; at < degree; at++) {
      coefficients[at] = multiply(coefficients[at]!, root) ^ (coefficients[at + 1] ?? 0)
    }
    root = multiply(root, 2)
  }
  return coefficients
}

/** The `count` error correction codewords of a block of data. */
export function errorCorrection(data: readonly number[], count: number): number[] {
  const divisor = generator(count)
  const remainder = new Array<number>(count).fill(0)
  for (const byte of data) {
    const factor = byte ^ remainder.shift()!
    remainder.push(0)
    divisor.forEach((coefficient, at) => (remainder[at]! ^= multiply(coefficient, factor)))
  }
  return remainder
}

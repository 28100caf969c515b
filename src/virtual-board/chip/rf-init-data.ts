/** The 128 bytes of RF data that MicroPython writes into a blank sector (ports/esp8266/esp_init_data.c). */

const validMark = 0x05

const hex = [
  '0500040205050502 0500040505040505 04fefdfff0f0f0e0 e0e0e10afffff800',
  'f8f8524e4a444038 0000010102030405 0100000000000200 0000000000000000',
  'e10a000000000000 0000019343000000 0000000000000000 0000000000000000',
  '0000000000000000 0000000000000000 0000010000000000 0000000000000000',
]

export const rfInitData: Uint8Array = Uint8Array.from(
  hex.join('').replaceAll(' ', '').match(/../g) ?? [],
  (pair) => parseInt(pair, 16),
)

/** By the first byte, the only one that the SDK checks before it starts the radio. */
export const isValidRfData = (bytes: Uint8Array): boolean => bytes[0] === validMark

export const isErased = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0xff)

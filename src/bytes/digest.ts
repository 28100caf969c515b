/** Digests as hexadecimal digits in small letters. */
import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { toHex } from './hex'

/** 32 digits, as the stub's SPI_FLASH_MD5 is compared. */
export const md5Hex = (bytes: Uint8Array): string => toHex(md5(bytes))

/** 64 digits. */
export const sha256Hex = (bytes: Uint8Array): string => toHex(sha256(bytes))

/**
 * In the place of @noble/hashes under Vitest (vite.config.ts): the same functions from Node's crypto, because tests
 * hash gigabytes of virtual flash. That both agree is a test of its own, and the browser's tests run with the real one.
 */
import { createHash } from 'node:crypto'

const hashBy =
  (algorithm: string) =>
  (bytes: Uint8Array): Uint8Array =>
    new Uint8Array(createHash(algorithm).update(bytes).digest())

export const md5 = hashBy('md5')
export const sha256 = hashBy('sha256')

/** For tests under fake time: what the page loads only when it is needed takes real time. */
import { beforeAll } from 'vitest'

/** Loads the part of the bootloader that talks to the chip before the first test of the file. */
export function loadSessionFirst(): void {
  beforeAll(async () => void (await import('../../src/esptool/open-session')))
}

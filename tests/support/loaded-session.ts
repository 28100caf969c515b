/** For tests under fake time: what the page loads only when it is needed takes real time. */
import { getStubJsonByChipName } from 'esptool-js'
import { beforeAll } from 'vitest'
import { portalFiles } from '../../src/provision/files/portal-files'

/** Loads the part of the bootloader that talks to the chip, and the stub, before the first test of the file. */
export function loadSessionFirst(): void {
  beforeAll(async () => {
    await import('../../src/esptool/open-session')
    await getStubJsonByChipName('ESP8266')
  })
}

/** The portal's files, too: for tests that install it. */
export function loadPortalFirst(): void {
  loadSessionFirst()
  beforeAll(async () => {
    await portalFiles({ accessPointName: '', accessPointAddress: '', hostname: '' }, 'v1.23.0')
  })
}

/** FAT, MicroPython's filesystem before 1.13: recognised, not read. */
const sectorBytes = 4096

/** Boot sector of FAT: a jump, the signature, and a sector size that MicroPython could have chosen. */
export function isFat(start: Uint8Array): boolean {
  const bytesPerSector = start[11]! | (start[12]! << 8)
  const jump = start[0] === 0xeb || start[0] === 0xe9
  const signed = start[510] === 0x55 && start[511] === 0xaa
  return jump && signed && (bytesPerSector === 512 || bytesPerSector === sectorBytes)
}

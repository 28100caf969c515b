import m from '../../messages/compiled/install'

/** "MicroPython v1.27.0", and in plain words where a build names no version. */
export const micropythonWords = (version: string | undefined): string =>
  version === undefined ? m.firmware.micropythonUnnamed() : m.firmware.micropython({ version })

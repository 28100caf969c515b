/** "MicroPython v1.27.0", and in plain words where a build names no version. */
export const micropythonWords = (version: string | undefined): string =>
  version === undefined ? 'MicroPython of unknown version' : `MicroPython ${version}`

/**
 * How long a flash operation may take. Datasheets of the flashes found on boards allow 400 ms to erase
 * a sector and 2 s for a block of 64 KiB; the figures per megabyte are esptool's, for the worst of them.
 */
const answerMs = 3000
/** Where the flash has nothing to do; for a busy browser. */
const promptAnswerMs = 1200
const eraseWriteMsPerMegabyte = 40_000
const eraseMsPerMegabyte = 30_000
const md5MsPerMegabyte = 8_000
const megabyte = 1_000_000

export const eraseFlashTimeoutMs = 120_000

/** For the answer to a block of `wireBytes`, in ms, while the chip still writes the `flashBytes` before it. */
export function blockTimeoutMs(flashBytes: number, wireBytes: number, baudRate: number): number {
  const wireMs = (wireBytes * 10_000) / baudRate
  if (flashBytes === 0) return promptAnswerMs + wireMs
  return wireMs + Math.max(answerMs, (flashBytes / megabyte) * eraseWriteMsPerMegabyte)
}

export const eraseTimeoutMs = (sizeBytes: number): number =>
  answerMs + (sizeBytes / megabyte) * eraseMsPerMegabyte

export const md5TimeoutMs = (sizeBytes: number): number =>
  answerMs + (sizeBytes / megabyte) * md5MsPerMegabyte

/** One packet of a read: 4 KiB at 115,200 baud take 0.36 s. */
export const readPacketTimeoutMs = answerMs

/** A file that cannot be the firmware, in its own words: what it is, and what to do instead. */
import { DeviceError, type DeviceErrorCode } from '../errors'

export interface RefusalWords {
  /** A heading, without an end mark: "This file is an archive" */
  title: string
  /** What it is, to go on "This is …": "a zip archive" */
  what: string
  /** A sentence. */
  step: string
}

export class RefusedFile extends DeviceError {
  readonly title: string
  readonly step: string

  constructor(code: DeviceErrorCode, { title, what, step }: RefusalWords) {
    super(code, `This is ${what}.`)
    this.title = title
    this.step = step
  }
}

export const officialStep =
  'Take the file for “ESP8266” from micropython.org; its name starts with ESP8266_GENERIC and ends with .bin.'

/** No flash that an ESP8266 can address is larger, in bytes. */
export const maxFirmwareBytes = 16 * 1024 * 1024

/** For a file that need not even be read. */
export const tooBigForFirmware = (sizeBytes: number): RefusedFile =>
  new RefusedFile('image-too-big', {
    title: 'This file is too big to be firmware',
    what: `a file of ${Math.ceil(sizeBytes / 1024 / 1024)} MB, and no board has more than 16 MB of flash`,
    step: officialStep,
  })

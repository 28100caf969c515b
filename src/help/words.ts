/** All help in one record. Its type makes the compiler prove that every error code has words. */
import type { DeviceErrorCode } from '../errors'
import { bootloaderHelp } from './bootloader'
import { connectHelp } from './connect'
import type { HelpEntry } from './entry'
import { imageHelp } from './images'
import { pageHelp } from './page'
import { portHelp } from './port'
import { presetHelp } from './presets'
import { runningHelp } from './running'

export const help: Record<DeviceErrorCode, HelpEntry> = {
  ...pageHelp,
  ...connectHelp,
  ...portHelp,
  ...bootloaderHelp,
  ...imageHelp,
  ...runningHelp,
  ...presetHelp,
}

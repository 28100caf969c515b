/**
 * Is a flash as large as somebody said? Behind its end a smaller chip answers with its beginning, so
 * that what is written there destroys what was written first.
 */
import type { WaitOptions } from '../../async/deadline'
import { DeviceError } from '../../errors'
import type { BoardIdentity } from '../../esptool/identity'
import { sectorBytes } from '../../esptool/region'
import { md5Hex } from '../../bytes/digest'
import type { FlashSight } from './flash-window'

const smallestFlashBytes = 256 * 1024
const blankMd5 = md5Hex(new Uint8Array(sectorBytes).fill(0xff))

/**
 * Only for a size that a person has chosen. On a blank flash that answers everywhere nothing can be told.
 * @throws `flash-size-differs` where the flash ends, or begins anew, before the end that was chosen
 */
export async function checkChosenSize(
  flash: Pick<FlashSight, 'md5'>,
  { flashSizeBytes, flashSizeChosen }: BoardIdentity,
  options: WaitOptions = {},
): Promise<void> {
  if (!flashSizeChosen) return
  const start = await flash.md5(0, sectorBytes, options)
  for (let at = smallestFlashBytes; at < flashSizeBytes; at *= 2) {
    const found = await flash.md5(at, sectorBytes, options).catch(nothingThere)
    const isSame = found === start && start !== blankMd5
    if (isSame || found === undefined) throw wraps(at, flashSizeBytes)
  }
}

/** Some chips, and the stub where it knows better, refuse an address behind the end. */
function nothingThere(error: unknown): undefined {
  if (!(error instanceof DeviceError) || error.code !== 'command-failed') throw error
}

function wraps(at: number, chosenBytes: number): DeviceError {
  const [has, chosen] = [at, chosenBytes].map((bytes) => `${bytes / 1024} KB`)
  const message = `The flash ends at ${has}: it has ${has}, not the ${chosen} that were chosen.`
  return new DeviceError('flash-size-differs', message)
}

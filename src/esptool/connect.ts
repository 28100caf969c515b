/**
 * From an open link to a bootloader that answers: reset by the strategies in their order, then SYNC.
 */
import { DeviceError } from '../errors'
import { areSignalsRefused } from '../serial/signals-refused'
import type { SerialLink } from '../serial/link'
import type { Esp8266Loader } from './esp8266-loader'
import { bootloaderStrategies, playReset, type ResetStrategy } from './reset-strategies'
import { isFinal } from './translate-error'

/** A chip that listens answers in 20 ms; the ROM needs some tries to find the baud rate. */
const syncAttempts = 5
/** Where another rate comes next. */
const fewSyncAttempts = 3

export interface ConnectOptions {
  signal?: AbortSignal
  /** One short sentence of the catalogue, for the person who watches. */
  onDetail?: (detail: string) => void
  /** The size of a flash whose chip does not tell it. */
  flashSizeBytes?: number
}

/** One reset and some tries: whether the chip answers at the link's rate. */
export async function connectOnce(
  loader: Esp8266Loader,
  link: SerialLink,
  { signal, onDetail }: ConnectOptions,
): Promise<boolean> {
  const [strategy] = bootloaderStrategies
  onDetail?.(strategy.detail())
  await tryReset(loader, link, strategy, signal)
  return trySync(loader, fewSyncAttempts)
}

/** Rejects with `no-sync` after about four seconds. The link stays open. */
export async function connectLoader(
  loader: Esp8266Loader,
  link: SerialLink,
  { signal, onDetail }: ConnectOptions,
): Promise<void> {
  for (const strategy of bootloaderStrategies) {
    onDetail?.(strategy.detail())
    await tryReset(loader, link, strategy, signal)
    if (await trySync(loader)) return
  }
  throw new DeviceError('no-sync', `No answer after ${bootloaderStrategies.length} resets.`)
}

/** A bridge without lines leaves a board that a hand may have put into the bootloader. */
async function tryReset(
  loader: Esp8266Loader,
  link: SerialLink,
  strategy: ResetStrategy,
  signal?: AbortSignal,
) {
  try {
    await playReset(link, strategy, { signal })
  } catch (error) {
    if (!areSignalsRefused(error)) throw error
    loader.info(String(error))
  }
}

async function trySync(loader: Esp8266Loader, attempts = syncAttempts): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      await loader.sync()
      return true
    } catch (error) {
      if (isFinal(error)) throw error
    }
  }
  return false
}

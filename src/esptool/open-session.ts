/**
 * Puts the operations together into a Bootloader: one at a time, errors translated once, the port
 * closed when there is no way on. Loaded lazily by bootloader.ts.
 */
import { Mutex } from '../async/mutex'
import { DeviceError, type DeviceErrorCode } from '../errors'
import { takeLease } from '../serial/lease'
import type { Bootloader } from './bootloader'
import type { ConnectOptions } from './connect'
import { eraseFlash, eraseRegion } from './erase'
import { identify } from './identify'
import type { BoardIdentity } from './identity'
import { readFlash } from './read-flash'
import { Session } from './session'
import { isFinal, translate } from './translate-error'
import { flashMd5, verifyRegions } from './verify'
import { writeFlash } from './write-flash'

/** Resets and identifies the chip. When that fails, the port is closed again and the lease given back. */
export async function openSession(port: SerialPort, options: ConnectOptions): Promise<Bootloader> {
  const lease = await takeLease(port, 'flasher', options)
  const session = new Session(port, lease)
  const run = runner(session)
  try {
    const identity = await run(options, () => enterAndIdentify(session, options))
    // No spread of a getter: it would be read once.
    return Object.defineProperty({ identity, resets: 0, ...operations(session, run) }, 'resets', {
      enumerable: true,
      get: () => session.resets,
    })
  } catch (error) {
    await session.close()
    throw error
  }
}

/** Twice, because one damaged byte on the wire makes an answer missing, and asking again is harmless. */
async function enterAndIdentify(
  session: Session,
  { flashSizeBytes }: ConnectOptions,
): Promise<BoardIdentity> {
  try {
    await session.enterFast()
    return await identify(session, flashSizeBytes)
  } catch (error) {
    if (!(error instanceof DeviceError) || !worthAnotherTry.includes(error.code)) throw error
    session.trace.note(String(error))
    await session.enterAfterLoss()
    return identify(session, flashSizeBytes)
  }
}

const worthAnotherTry: DeviceErrorCode[] = ['no-answer', 'command-failed']

type Run = <T>(options: ConnectOptions | undefined, task: () => Promise<T>) => Promise<T>

function operations(session: Session, run: Run): Omit<Bootloader, 'identity' | 'resets'> {
  return {
    startStub: (options) => run(options, async () => void (await session.withStub())),
    raiseBaudRate: (maxBaud, options) => run(options, () => session.raiseBaudRate(maxBaud)),
    write: (regions, options = {}) => run(options, () => writeFlash(session, regions, options)),
    verify: (regions, options = {}) => run(options, () => verifyRegions(session, regions, options)),
    md5: (offset, size, options) => run(options, () => flashMd5(session, offset, size)),
    read: (offset, size, options = {}) =>
      run(options, () => readFlash(session, offset, size, options)),
    eraseFlash: (options) => run(options, () => eraseFlash(session)),
    eraseRegion: (offset, size, options) => run(options, () => eraseRegion(session, offset, size)),
    close: () => session.close(),
  }
}

function runner(session: Session): Run {
  const mutex = new Mutex()
  return (options = {}, task) =>
    mutex.run(async () => {
      const { signal } = options
      try {
        signal?.throwIfAborted()
        session.begin(options)
        return await task()
      } catch (error) {
        session.trace.note(String(error))
        // In the middle of an exchange there is no way back to a known state but a reset.
        if (signal?.aborted || isFinal(error)) await session.close()
        throw signal?.aborted ? signal.reason : translate(error)
      } finally {
        session.begin({})
      }
    })
}

/**
 * Finds out what answers on the open console of a board, and makes of it something that can be given a network.
 * Asking may stop a program: every question of Improv has a Ctrl-C in it (docs/decisions/0026). So who
 * calls this says what the board does, and has asked where that is needed. A board that was interrupted starts
 * again, also one that stood at the prompt: an attempt has taken it out of its network.
 */
import { DeviceError } from '../../errors'
import type { Repl } from '../../micropython/repl'
import { ByteReader } from '../../serial/byte-reader'
import type { LinkLoan, SerialLink } from '../../serial/link'
import { loanOf } from '../../serial/loan'
import { interrupt } from '../board-files/interrupt'
import { restartQuietly } from '../boot/restart-quietly'
import type { BoardWifi, OpenWifiOptions } from './board-wifi'
import { ImprovWifi } from './improv-wifi'
import { cableBegins, look, runCable } from './python'
import { ReplWifi } from './repl-wifi'

const beginMs = 8000
const promptMs = 1500
const ctrlC = 3

/**
 * @throws DeviceError `no-answer` if no Improv answers and nothing may be interrupted; `repl-silent` if nothing
 *   answers at all; `file-missing` from a MicroPython without the portal. Then the console is given back.
 */
export async function openWifi(link: SerialLink, options: OpenWifiOptions): Promise<BoardWifi> {
  options.signal?.throwIfAborted()
  const loan = loanOf(link)
  try {
    const { board } = options
    const answering =
      board === 'portal' || board === 'unknown' ? await ask(loan, options) : undefined
    if (answering) return answering
    if (board !== 'portal') return await throughRepl(loan, options)
    throw new DeviceError('no-answer', 'Nobody has answered in Improv.')
  } catch (error) {
    loan.giveBack()
    throw error
  }
}

/** Undefined if nobody answers. */
async function ask(loan: LinkLoan, { signal, onOver }: OpenWifiOptions) {
  const end = async () => loan.giveBack()
  const wifi = new ImprovWifi(loan, { end, onOver })
  try {
    if (await wifi.client.state({ signal })) return wifi
  } catch (error) {
    wifi.client.close()
    throw error
  }
  wifi.client.close()
  return undefined
}

async function throughRepl(loan: LinkLoan, options: OpenWifiOptions): Promise<BoardWifi> {
  const repl = await interrupt(loan, options)
  try {
    const { signal } = options
    const found = (await repl.exec(look, { signal })).trim()
    if (found === 'cable') return await overCable(repl, loan, options)
    if (found !== 'portal')
      throw new DeviceError('file-missing', 'There is no portal on the board.')
    const onRestart = options.onRestart ?? (() => undefined)
    return new ReplWifi(repl, loan, onRestart, async (over) => {
      await repl.close()
      await leave(loan, over ? undefined : options)
    })
  } catch (error) {
    await repl.close()
    await leave(loan, options).catch(() => undefined)
    throw error
  }
}

async function overCable(repl: Repl, loan: LinkLoan, options: OpenWifiOptions): Promise<BoardWifi> {
  const { signal, onOver } = options
  // What the program has left in memory is needed.
  await repl.softReset({ signal })
  await repl.exit({ signal })
  await begin(loan.link, runCable, signal)
  const end = async (over: boolean) => {
    if (!over) await stop(loan.link)
    await leave(loan, over ? undefined : options)
  }
  const wifi = new ImprovWifi(loan, { next: 'restarts', end, onOver })
  try {
    if (await wifi.client.state({ signal })) return wifi
    throw new DeviceError('no-answer', 'The portal on the board did not begin to listen.')
  } catch (error) {
    wifi.client.close()
    await stop(loan.link)
    throw error
  }
}

/** Ends when the board takes frames. */
async function begin(link: SerialLink, line: string, signal?: AbortSignal): Promise<void> {
  const reader = new ByteReader(link)
  try {
    await link.write(new TextEncoder().encode(line), { signal })
    await reader.readUntil(cableBegins, { timeoutMs: beginMs, signal })
  } finally {
    reader.release()
  }
}

/** Back to the prompt; a board that looks for networks just then hears it two seconds later. */
async function stop(link: SerialLink): Promise<void> {
  const reader = new ByteReader(link)
  try {
    for (let time = 0; time < 2; time++) {
      await link.write(Uint8Array.of(ctrlC))
      const prompt = reader.readUntil('>>> ', { timeoutMs: promptMs })
      if (await prompt.then(() => true).catch(() => false)) return
    }
  } finally {
    reader.release()
  }
}

/** @param restart undefined: the board goes on as it is */
async function leave(loan: LinkLoan, restart: OpenWifiOptions | undefined): Promise<void> {
  try {
    if (!restart) return
    await restartQuietly(loan.link)
    restart.onRestart?.()
  } finally {
    loan.giveBack()
  }
}

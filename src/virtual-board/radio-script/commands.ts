/**
 * Commands that change what is around the virtual radio, typed by a developer or written into a script: one
 * line, one event. This file only parses them.
 */

export type RadioCommand =
  | { do: 'off' | 'on' | 'refuse' | 'accept' | 'no-dhcp'; network: string }
  | { do: 'late'; seconds: number; network: string }
  | { do: 'scan-fails'; count: number }
  | { do: 'hop'; seconds: number }
  | { do: 'leave' | 'come' | 'networks' }

/** How long a phone is away after a change of channel. */
export const usualHopSeconds = 4

export const commandHelp = `
  off NAME           the network NAME is gone from the air
  on NAME            it is back, as it was at the start
  refuse NAME        its router calls every password wrong, also the right one
  accept NAME        it judges passwords rightly again
  no-dhcp NAME       it lets the board in but gives no address
  late SECONDS NAME  it takes so long to give an address
  scan-fails [TIMES] the next scans fail
  hop [SECONDS]      the access point changes channel: the phone falls off and is back after ${usualHopSeconds}
                     seconds; happens by itself when the board joins a network on another channel
  leave, come        the phone goes out of reach, comes back
  networks           lists them`

/** @throws Error with a message for the user */
export function parseCommand(line: string): RadioCommand {
  const [word = '', ...rest] = line.trim().split(' ')
  const text = rest.join(' ')
  switch (word) {
    case 'off':
    case 'on':
    case 'refuse':
    case 'accept':
    case 'no-dhcp':
      return { do: word, network: named(word, text) }
    case 'late':
      return {
        do: 'late',
        seconds: number('late', rest[0]),
        network: named('late SECONDS', rest.slice(1).join(' ')),
      }
    case 'scan-fails':
      return { do: 'scan-fails', count: text ? number(word, text) : 1 }
    case 'hop':
      return { do: 'hop', seconds: text ? number(word, text) : usualHopSeconds }
    case 'leave':
    case 'come':
    case 'networks':
      return { do: word }
    default:
      throw new Error(`"${word}" is not a command`)
  }
}

function named(words: string, name: string): string {
  if (!name) throw new Error(`${words} needs the name of a network`)
  return name
}

function number(word: string, text = ''): number {
  const value = Number(text)
  if (!text || !Number.isFinite(value) || value < 0) throw new Error(`${word} needs a number`)
  return value
}

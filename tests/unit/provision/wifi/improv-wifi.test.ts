/** An attempt whose end nobody waits for: neither its password nor its success is taken for something else. */
import { describe, expect, it, vi } from 'vitest'
import { replayingLink } from '../../../../src/provision/boot/replaying-link'
import type { Joined } from '../../../../src/provision/wifi/board-wifi'
import { ImprovWifi } from '../../../../src/provision/wifi/improv-wifi'
import { encode, latin1 } from '../../../support/bytes'
import { outcomeOf, useFakeTime } from '../../../support/fake-time'
import { bytesOf, line, result, TalkLink } from '../../improv/talk'

useFakeTime(() => undefined)

const network = (name: string) => ({ name: encode(name), password: encode('correct horse') })
const echo = encode('\r\nKeyboardInterrupt:\r\n>>> Home\rcorrect horse\r\n')
const later = encode('later\r\n')
const unable = bytesOf(line(2, [3]))

function rig() {
  const link = new TalkLink()
  const replaying = replayingLink(link)
  let seen = ''
  replaying.subscribe((bytes) => void (seen += latin1(bytes)))
  const over: (Joined | undefined)[] = []
  const loan = replaying.lend()
  const end = async () => loan.giveBack()
  const wifi = new ImprovWifi(loan, { end, onOver: (joined) => void over.push(joined) })
  const record = () =>
    link.traffic.entries.map((one) => ('bytes' in one ? latin1(one.bytes) : '')).join('')
  /** Begins, and stops waiting. */
  const abandon = async (name: string) => {
    const abort = new AbortController()
    const joining = wifi.join(network(name), abort).catch((error: Error) => error.name)
    await vi.advanceTimersByTimeAsync(100)
    abort.abort()
    expect(await joining).toBe('AbortError')
  }
  return { link, wifi, over, abandon, seen: () => seen + record() }
}

describe('a password that the board repeats late is heard by nobody', () => {
  it('after the waiting was stopped', async () => {
    const { link, abandon, seen } = rig()
    await abandon('Home')
    link.say(echo)
    await vi.advanceTimersByTimeAsync(60_000)
    link.say(echo)
    link.say(later)
    expect(seen()).not.toContain('horse')
    expect(seen()).toContain('later')
  })

  it('after the panel was closed, too', async () => {
    const { link, wifi, abandon, seen } = rig()
    await abandon('Home')
    const closing = wifi.close()
    await vi.advanceTimersByTimeAsync(2500)
    link.say(echo)
    const { elapsedMs } = await outcomeOf(closing)
    expect(elapsedMs).toBeLessThan(5000)
    link.say(later)
    expect(seen()).not.toContain('horse')
    expect(seen()).toContain('later')
  })

  it.each([1, 2, 3, 255])('after the error %i', async (error) => {
    const { link, wifi, seen } = rig()
    const answer = bytesOf(line(2, [error]))
    link.answers = [[answer], [answer]]
    await outcomeOf(wifi.join(network('Home')))
    link.say(echo)
    expect(seen()).not.toContain('horse')
  })

  it('a port that is gone keeps nobody waiting', async () => {
    const { link, wifi, abandon } = rig()
    await abandon('Home')
    link.end()
    expect((await outcomeOf(wifi.close())).elapsedMs).toBeLessThan(100)
  })

  it('nor does a board that has joined', async () => {
    const { link, wifi } = rig()
    link.answers = [[bytesOf(line(1, [4]), result(1, ['http://10.0.0.5/']))]]
    expect((await outcomeOf(wifi.join(network('Home')))).value).toMatchObject({ joined: true })
    expect((await outcomeOf(wifi.close())).elapsedMs).toBeLessThan(100)
  })
})

describe('the end of an attempt that nobody waits for is not that of the next one', () => {
  const success = bytesOf(line(1, [4]), result(1, ['http://10.0.0.5/']))
  const words = encode("Connected to 'A' with IP 10.0.0.5\r\n")
  const a = { joined: true, network: 'A', address: 'http://10.0.0.5/' }

  it.each([
    ['our portal', [words, success]],
    ['another firmware', [success]],
  ])('%s joins the first one', async (_, end) => {
    const { link, wifi, over, abandon } = rig()
    await abandon('A')
    const second = wifi.join(network('B'))
    await vi.advanceTimersByTimeAsync(3000)
    expect(link.written).toHaveLength(1)
    end.forEach((piece) => link.say(piece))
    expect((await outcomeOf(second)).value).toEqual({ joined: false, why: 'over' })
    expect(over).toMatchObject([a])
  })

  it('the first one fails', async () => {
    const { link, wifi, over, abandon } = rig()
    await abandon('A')
    const second = wifi.join(network('B'))
    await vi.advanceTimersByTimeAsync(3000)
    link.answers = [[success]]
    link.say(unable)
    expect((await outcomeOf(second)).value).toMatchObject({ joined: true })
    expect(over).toEqual([])
  })

  it('a board that says another name than that which was asked for', async () => {
    const { link, wifi, over } = rig()
    link.answers = [[words, success]]
    expect((await outcomeOf(wifi.join(network('B')))).value).toEqual({
      joined: false,
      why: 'over',
    })
    expect(over).toMatchObject([a])
  })

  it('waiting for it can be stopped, and then nothing is sent', async () => {
    const { link, abandon } = rig()
    await abandon('A')
    await abandon('B')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(link.written).toHaveLength(1)
  })
})

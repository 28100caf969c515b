/** TCP and UDP between a phone and the board: what lwIP and the air do to bytes. */
import { beforeEach, describe, expect, it } from 'vitest'
import { segmentBytes, windowBytes } from '../../../../src/virtual-board/radio/connection'
import { decode, encode } from '../../../support/bytes'
import { readAll } from '../../../support/phone-http'
import { microtasks } from '../../../support/virtual-time'
import { boardAddress, homeAddress, RadioRig } from './radio-rig'

let rig: RadioRig
let accept: ReturnType<RadioRig['listen']>
beforeEach(async () => {
  rig = new RadioRig()
  accept = rig.listen()
  await rig.join('Board')
})

const numbered = (size: number) => Uint8Array.from({ length: size }, (_, at) => at % 251)
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'connected',
    (error: { reason: string }) => error.reason,
  )

describe('connecting', () => {
  it('takes a round trip and finds the phone’s address at the other end', async () => {
    const before = rig.clock.now()
    await rig.connect()
    expect(rig.clock.now() - before).toBeGreaterThanOrEqual(6)
    expect(accept().connection.peerAddress).toBe('192.168.4.100')
  })

  it('is refused where nobody listens', async () => {
    expect(await reasonOf(rig.connect(boardAddress, 443))).toBe('refused')
  })

  it('times out where nobody is, and behind an access point that leads nowhere', async () => {
    for (const address of ['192.168.4.7', '203.0.113.1', homeAddress]) {
      const before = rig.clock.now()
      expect(await reasonOf(rig.connect(address, 80, 5000))).toBe('timed-out')
      expect(rig.clock.now() - before).toBe(5000)
    }
  })

  it('is impossible without a network', async () => {
    rig.phone.leave()
    expect(await reasonOf(rig.connect())).toBe('unreachable')
    expect(await rig.phone.askUdp(boardAddress, 53, encode('?'), 1000)).toBeUndefined()
  })

  it('ends when the phone is dropped meanwhile', async () => {
    const connecting = reasonOf(rig.phone.connectTcp('192.168.4.9', 80, 60_000))
    rig.radio.setAccessPointActive(false)
    expect(await rig.running(connecting)).toBe('unreachable')
  })

  it('waits in the backlog until the board accepts; the one too many is reset', async () => {
    rig.listen(8080, 2)
    const first = await rig.connect(boardAddress, 8080)
    await rig.connect(boardAddress, 8080)
    const third = await rig.connect(boardAddress, 8080)
    await expect(rig.running(third.receive())).rejects.toThrow('reset')
    expect(await rig.within(20_000, first.receive())).toBeUndefined()
  })

  it('reaches the board at its address in the home network, too', async () => {
    await rig.boardAtHome()
    await rig.connect(homeAddress)
    expect(accept().connection.peerAddress).toBe('192.168.4.100')
  })
})

describe('bytes', () => {
  it('go in segments of 536 to the board, and arrive in order', async () => {
    const phone = await rig.connect()
    const board = accept()
    await rig.running(phone.send(numbered(1500)))
    rig.clock.advance(100)
    const segments = [board.read(), board.read(), board.read()].map((bytes) => [...(bytes ?? [])])
    expect(segments.map(({ length }) => length)).toEqual([segmentBytes, segmentBytes, 428])
    expect(segments.flat()).toEqual([...numbered(1500)])
    expect(board.read()).toBeUndefined()
  })

  it('wait for the window of the board, which opens as it reads', async () => {
    const phone = await rig.connect()
    const board = accept()
    let isSent = false
    void phone.send(numbered(windowBytes + 1)).then(() => (isSent = true))
    await microtasks()
    rig.clock.advance(5000)
    await microtasks()
    expect([isSent, board.connection.unreadBytes]).toEqual([false, windowBytes])
    board.read()
    await microtasks()
    rig.clock.advance(10)
    await microtasks()
    expect([isSent, board.connection.unreadBytes]).toEqual([true, windowBytes - segmentBytes + 1])
  })

  it('come in segments from the board, which may send on when they are acknowledged', async () => {
    const phone = await rig.connect()
    const board = accept()
    expect(board.write(numbered(5000))).toBe(windowBytes)
    expect(board.write(numbered(1))).toBe(0)
    const first = await rig.running(phone.receive())
    expect(first).toEqual(numbered(5000).subarray(0, segmentBytes))
    rig.clock.advance(20)
    expect(board.connection.roomForBoard).toBe(windowBytes)
  })

  it('that nobody reads fill the phone’s window: then the board has to wait', async () => {
    const phone = await rig.connect()
    const board = accept()
    let sent = 0
    for (let n = 0; n < 200; n++) {
      sent += board.write(numbered(segmentBytes))
      rig.clock.advance(20)
    }
    expect(sent).toBeLessThan(70_000)
    for (let left = sent; left > 0;) left -= (await rig.running(phone.receive()))?.length ?? 0
    rig.clock.advance(20)
    expect(board.connection.roomForBoard).toBe(windowBytes)
  })

  it('are there before the end that follows them; the other direction stays open', async () => {
    const phone = await rig.connect()
    const board = accept()
    await rig.running(phone.send(encode('question')))
    phone.close()
    await microtasks()
    rig.clock.advance(20)
    expect([decode(board.read()), board.connection.peerDone]).toEqual(['question', true])
    board.write(encode('answer'))
    board.close()
    expect(decode(await rig.running(readAll(phone)))).toBe('answer')
  })
})

describe('the end', () => {
  it('by RST of the phone', async () => {
    const phone = await rig.connect()
    const board = accept()
    phone.abort()
    rig.clock.advance(20)
    expect(board.connection.reset).toBe(true)
    await expect(phone.receive()).rejects.toThrow('aborted')
    await expect(phone.send(encode('x'))).rejects.toThrow('aborted')
  })

  it('by RST of lwIP, when the board closes with bytes unread', async () => {
    const phone = await rig.connect()
    const board = accept()
    await rig.running(phone.send(encode('unread')))
    rig.clock.advance(20)
    board.write(encode('early'))
    board.close()
    expect(decode(await rig.running(phone.receive()))).toBe('early')
    await expect(rig.running(phone.receive())).rejects.toThrow('reset')
  })

  it('by RST of lwIP, when bytes come after it has closed', async () => {
    const phone = await rig.connect()
    accept().close()
    expect(await rig.running(phone.receive())).toBeUndefined()
    await rig.running(phone.send(encode('late')))
    rig.clock.advance(20)
    await expect(phone.send(encode('more'))).rejects.toThrow('reset')
  })

  it('leaves the port in TIME_WAIT for 120 s where the board was first, and only there', async () => {
    const bindAgain = () => {
      const fd = rig.network.open({ kind: 'new' })
      const answer = rig.network.bind(fd, 8080, rig.clock.now())
      rig.network.close(fd, rig.clock.now())
      return answer
    }
    const meet = async (phoneFirst: boolean) => {
      const acceptThere = rig.listen(8080)
      const phone = await rig.connect(boardAddress, 8080)
      const board = acceptThere()
      if (phoneFirst) phone.close()
      await microtasks()
      rig.clock.advance(20)
      board.close()
      for (const fd of [board.fd - 1, board.fd]) rig.network.close(fd, rig.clock.now())
    }
    await meet(true)
    expect(bindAgain()).toBe(0)
    await meet(false)
    expect(bindAgain()).toBe(-98)
    rig.clock.advance(119_000)
    expect(bindAgain()).toBe(-98)
    rig.clock.advance(1000)
    expect(bindAgain()).toBe(0)
  })
})

describe('a board that is gone', () => {
  it('sends nothing: reads hang until the phone notices that it has lost the network', async () => {
    const phone = await rig.connect()
    const reading = phone.receive()
    rig.radio.turnOff()
    rig.network.forgetAll()
    expect(
      await rig.within(
        2500,
        reading.catch(() => 'failed'),
      ),
    ).toBeUndefined()
    await expect(rig.running(reading)).rejects.toThrow('no longer in the network')
  })

  it('in the home network hangs for a minute, because the router is still there', async () => {
    await rig.boardAtHome()
    await rig.join('Home', 'correct horse')
    const phone = await rig.connect(homeAddress)
    const reading = phone.receive()
    rig.radio.turnOff()
    rig.network.forgetAll()
    expect(
      await rig.within(
        59_000,
        reading.catch(() => 'failed'),
      ),
    ).toBeUndefined()
    await expect(rig.running(reading)).rejects.toThrow('timed out')
  })

  it('and back answers RST to a connection that it has forgotten', async () => {
    await rig.boardAtHome()
    await rig.join('Home', 'correct horse')
    const phone = await rig.connect(homeAddress)
    rig.radio.turnOff()
    rig.network.forgetAll()
    rig.radio.reset()
    rig.clock.advance(5000)
    const reading = phone.receive()
    await rig.running(phone.send(encode('still there?')))
    await expect(rig.running(reading)).rejects.toThrow('reset')
  })

  it('does not answer when it has left the home network, and refuses nothing', async () => {
    await rig.boardAtHome()
    await rig.join('Home', 'correct horse')
    rig.radio.disconnect()
    expect(await reasonOf(rig.connect(homeAddress, 80, 3000))).toBe('timed-out')
  })

  it('keeps its half of the connection when the phone has left without a word', async () => {
    await rig.connect()
    const board = accept()
    rig.phone.leave()
    rig.clock.advance(1000)
    expect([board.connection.reset, board.connection.peerDone]).toEqual([false, false])
  })
})

describe('a deaf radio', () => {
  it('makes segments wait, in their order, and loses none', async () => {
    const phone = await rig.connect()
    const board = accept()
    rig.radio.scanStarts()
    await rig.running(phone.send(numbered(1000)))
    rig.clock.advance(2000)
    expect(board.connection.unreadBytes).toBe(0)
    rig.clock.advance(200)
    expect([...board.read()!, ...board.read()!]).toEqual([...numbered(1000)])
  })

  it('hears for a moment between two searches for a network that is not there', async () => {
    const phone = await rig.connect()
    const board = accept()
    rig.radio.connect(encode('Nowhere'), encode('12345678'))
    const heardAt: number[] = []
    const start = rig.clock.now()
    for (let n = 0; n < 60; n++) {
      await rig.within(100, phone.send(encode('.')))
      rig.clock.advance(100)
      if (board.read()) heardAt.push(rig.clock.now() - start)
      while (board.read());
    }
    const isPause = (ms: number) => ms % 3100 >= 2000 || ms % 3100 < 300
    expect(heardAt.length).toBeGreaterThan(3)
    expect(heardAt.every(isPause)).toBe(true)
    rig.radio.disconnect()
    expect(rig.radio.hearsFromMs).toBe(rig.clock.now())
  })
})

describe('UDP', () => {
  const answering = () => {
    const { network, clock } = rig
    const fd = network.open({ kind: 'udp', inbox: [] })
    network.bind(fd, 53, clock.now())
    const answer = () => {
      const socket = network.get(fd)
      const datagram = socket?.kind === 'udp' ? socket.inbox.shift() : undefined
      if (datagram)
        network.sendDatagram({ ...datagram, bytes: encode(`to ${decode(datagram.bytes)}`) })
    }
    return { answer }
  }

  it('brings the answer to the port that asked', async () => {
    const { answer } = answering()
    rig.network.onChange(answer)
    const asked = ['a', 'b', 'c'].map((text) =>
      rig.phone.askUdp(boardAddress, 53, encode(text), 5000),
    )
    expect((await rig.running(Promise.all(asked))).map(decode)).toEqual(['to a', 'to b', 'to c'])
  })

  it('waits as long as it is told to, and not at all for a closed port', async () => {
    answering()
    const before = rig.clock.now()
    expect(await rig.running(rig.phone.askUdp(boardAddress, 53, encode('?'), 2000))).toBeUndefined()
    expect(rig.clock.now() - before).toBe(2000)
    expect(await rig.running(rig.phone.askUdp(boardAddress, 54, encode('?'), 2000))).toBeUndefined()
    expect(rig.clock.now() - before).toBeLessThan(2100)
  })
})

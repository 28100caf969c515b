/**
 * Somebody who wants only the console does not wait for a plan: in whatever state its making is, the
 * board is let go of and the port is free. The times only choose a state; what must hold, holds in each.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { delay } from '../../src/async/deadline'
import { connectBoard } from '../../src/provision/connect-board'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { demoRequest } from '../support/micropython-board'

let board: VirtualBoard
afterEach(() => board.dispose())

const steps = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

describe('the console while a plan is made', () => {
  it.each([0, 5, 20, 60, 120])(
    'opens %d ms after a changed wish made the page connect anew, whatever that has come to',
    async (laterMs) => {
      board = createVirtualBoard()
      const connected = await connectBoard(board.port)
      const first = new AbortController()
      const outdated = connected.plan(demoRequest('One'), { signal: first.signal })
      outdated.catch(() => undefined)
      await steps(3)
      first.abort()
      const wanted = connected.plan(demoRequest('Two'))
      const planned = wanted.then(
        () => 'planned',
        ({ code }: { code: string }) => code,
      )
      if (laterMs > 0) await delay(laterMs)
      const link = await connected.openConsole()
      expect(board.bridge.client).toBeDefined()
      await link.close()
      expect(['planned', 'port-lost']).toContain(await planned)
      expect(board.bridge.client).toBeUndefined()
    },
  )
})

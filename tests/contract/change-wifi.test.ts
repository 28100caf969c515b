/** A board that runs the portal gets another network over the console: one file, and nothing else. */
import { afterEach, expect, it } from 'vitest'
import { BoardWatch } from '../../src/micropython/board-watch'
import { changeWifi } from '../../src/provision/update/change-wifi'
import { withNetwork } from '../../src/provision/files/wifi-credentials'
import type { WifiRequest } from '../../src/provision/request'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { fileEntry } from '../support/one-pass'
import { boardWith, filesOf, portalTree } from '../support/update-rig'
import { latin1 } from '../support/bytes'

let board: VirtualBoard
afterEach(() => board.dispose())

const home: WifiRequest = {
  network: { name: 'Home', password: 'correct horse' },
  keepOthers: false,
}
const old = { name: 'Old', password: 'battery staple' }

/** All that the board says until what it does fits `is`. */
async function until(request: WifiRequest, is: string) {
  const { link, onBoard } = await changeWifi(board.port, request)
  const watch = new BoardWatch({ is: 'starting' })
  let said = ''
  const seen = new Set<string>()
  await new Promise<void>((resolve) => {
    link.subscribe((bytes) => {
      said += latin1(bytes)
      seen.add(watch.push(bytes).is)
      if (watch.now.is === is) resolve()
    })
  })
  await link.close()
  return { said, seen: [...seen], now: watch.now, onBoard }
}

it('only the networks change, and the board joins the new one', async () => {
  const tree = await portalTree()
  tree.set('/wifi.creds', fileEntry(withNetwork(old)))
  tree.set('/notes.txt', fileEntry('mine'))
  board = boardWith(tree)
  const before = filesOf(board)
  const { said, seen, now, onBoard } = await until(home, 'joined')
  expect(now).toMatchObject({ is: 'joined', network: 'Home', address: '192.168.1.23' })
  expect(seen).toEqual(['starting', 'trying', 'joined'])
  const after = filesOf(board)
  expect(after.get('/wifi.creds')).toBe(latin1(withNetwork(home.network)))
  const others = (files: Map<string, string>) =>
    [...files].filter(([path]) => path !== '/wifi.creds')
  expect(others(after)).toEqual(others(before))
  expect(onBoard.map(({ path }) => path)).toEqual([...after.keys()].sort())
  for (const secret of ['correct horse', Buffer.from('correct horse').toString('hex')])
    expect(said, 'in no console').not.toContain(secret)
})

it('the networks that it remembers stay where that is wanted', async () => {
  const tree = await portalTree()
  tree.set('/wifi.creds', fileEntry(withNetwork(old)))
  board = boardWith(tree)
  await until({ ...home, keepOthers: true }, 'joined')
  expect(filesOf(board).get('/wifi.creds')).toBe(
    latin1(withNetwork(home.network, withNetwork(old))),
  )
})

it('a wrong password: the portal opens again, and the reason is not forgotten', async () => {
  board = boardWith(await portalTree())
  const wrong = { ...home, network: { name: 'Home', password: 'wrong horse' } }
  const { now } = await until(wrong, 'portal')
  expect(now).toMatchObject({
    is: 'portal',
    accessPoint: { name: 'Lamp' },
    refused: { network: 'Home', why: 'wrong' },
  })
})

it('a board without the portal gets nothing: it would not read it', async () => {
  board = boardWith(new Map([['/notes.txt', fileEntry('mine')]]))
  await expect(changeWifi(board.port, home)).rejects.toMatchObject({ code: 'file-missing' })
  expect(filesOf(board).has('/wifi.creds')).toBe(false)
})

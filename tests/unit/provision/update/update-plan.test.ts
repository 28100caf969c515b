/** What an update does with each file, and whether it fits, before anything is written. */
import { describe, expect, it } from 'vitest'
import type { BoardEntry } from '../../../../src/micropython/files'
import { placeFor, planUpdate, type UpdatePlan } from '../../../../src/provision/update/update-plan'

const file = (path: string, sizeBytes = 100): BoardEntry => ({ path, kind: 'file', sizeBytes })
const folder = (path: string): BoardEntry => ({ path, kind: 'directory', sizeBytes: 0 })
const ours = (path: string, sha256 = 'new', sizeBytes = 100) => ({
  path,
  sha256,
  bytes: new Uint8Array(sizeBytes),
})
const own = '/lib/captive_portal'

function planned(
  entries: BoardEntry[],
  wanted: ReturnType<typeof ours>[],
  owners: 'keep' | 'replace' = 'keep',
): UpdatePlan {
  const sums = new Map(entries.map(({ path }) => [path, 'old']))
  return planUpdate({ entries, sums }, { ours: wanted, owners })
}

describe('what becomes of each file', () => {
  it('equal hashes stay, others are sent; the portal’s own are replaced without asking', () => {
    const wanted = [ours(`${own}/dns.mpy`, 'old'), ours(`${own}/wifi.mpy`), ours('/portal.json')]
    const plan = planned(
      wanted.map(({ path }) => file(path)),
      wanted,
    )
    expect(plan.same).toEqual([`${own}/dns.mpy`])
    expect(plan.send.map(({ path }) => path)).toEqual([`${own}/wifi.mpy`, '/portal.json'])
    expect(plan.replaced).toEqual([])
  })

  it('main.py and boot.py of somebody else are asked about', () => {
    const wanted = [ours('/main.py'), ours('/boot.py')]
    expect(planned([file('/main.py'), file('/boot.py')], wanted).replaced).toEqual([
      '/boot.py',
      '/main.py',
    ])
  })

  it('stale modules of ours go, the owner’s beside them stay', () => {
    const plan = planned([file(`${own}/dns.py`), file('/lib/mine.py')], [ours(`${own}/dns.mpy`)])
    expect([plan.stale, plan.removeFirst]).toEqual([[`${own}/dns.py`], []])
  })

  it('what an interrupted update has brought is neither stale nor the owner’s', () => {
    const plan = planned([file(`${own}/.new/abc`)], [ours('/main.py')], 'replace')
    expect([plan.stale, plan.removeFirst]).toEqual([[], []])
  })

  it('a folder where a file must be, and the other way round, are asked about and go first', () => {
    const plan = planned(
      [file('/lib'), folder('/main.py')],
      [ours(`${own}/a.mpy`), ours('/main.py')],
    )
    expect(plan.removeFirst.sort()).toEqual(['/lib', '/main.py'])
    expect(plan.replaced).toEqual(['/lib', '/main.py'])
  })
})

describe('whether it fits', () => {
  const blockBytes = 4096
  const place = (entries: BoardEntry[], wanted: ReturnType<typeof ours>[], freeBlocks: number) => {
    const plan = planned(entries, wanted)
    return placeFor(plan, { entries }, { blockBytes, freeBlocks })
  }
  const two = [ours('/a', 'new', 8192), ours('/b', 'new', 8192)]
  const old = [file('/a', 8192), file('/b', 8192)]

  it('beside the old ones where there is room, in their place where there is some', () => {
    expect(place(old, two, 10)).toBe('beside')
    expect(place(old, two, 9)).toBe('in-place')
    expect(place(old, two, 8)).toBe('in-place')
  })

  it('refused where not even one fits, with both figures', () => {
    expect(() => place(old, two, 7)).toThrow('16 KB are to be sent, 28 KB are free.')
    expect(() => place([], two, 9)).toThrow(expect.objectContaining({ code: 'no-space' }))
  })

  it('what an interrupted update has brought counts as room', () => {
    expect(place([...old, file(`${own}/.new/a`, 8192)], two, 8)).toBe('beside')
  })

  it('without a filesystem nothing fits, and nothing to send always does', () => {
    const none = { blockBytes: 0, freeBlocks: 0 }
    expect(() => placeFor(planned([], two), { entries: [] }, none)).toThrow()
    expect(placeFor(planned([], []), { entries: [] }, none)).toBe('beside')
  })
})

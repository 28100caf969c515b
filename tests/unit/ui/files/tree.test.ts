/** The tree: what is visible in which order, and what its keys mean. */
import { describe, expect, it } from 'vitest'
import type { ListedEntry } from '../../../../src/provision/board-files/board-filesystem'
import { treeRows } from '../../../../src/state/files/tree'
import { keyOf } from '../../../../src/ui/files/tree/tree-keys'

const file = (path: string, sizeBytes = 1): ListedEntry => ({ path, kind: 'file', sizeBytes })
const folder = (path: string): ListedEntry => ({ path, kind: 'directory', sizeBytes: 0 })
const entries = [
  file('/a10.py'),
  file('/a2.py'),
  folder('/lib'),
  folder('/lib/deep'),
  file('/lib/deep/x.py', 30),
  file('/lib/z.py', 12),
]
const rowsWith = (...open: string[]) => treeRows(entries, (path) => open.includes(path))
const pathsOf = (rows: ReturnType<typeof rowsWith>) => rows.map(({ entry }) => entry.path)

describe('rows', () => {
  it('have folders first, and numbers in their order', () => {
    expect(pathsOf(rowsWith())).toEqual(['/lib', '/a2.py', '/a10.py'])
  })

  it('show what is in open folders, with level, place and sums', () => {
    const rows = rowsWith('/lib')
    expect(pathsOf(rows)).toEqual(['/lib', '/lib/deep', '/lib/z.py', '/a2.py', '/a10.py'])
    expect(rows[0]).toMatchObject({ level: 1, isOpen: true, files: 2, sizeBytes: 42, siblings: 3 })
    expect(rows[1]).toMatchObject({ level: 2, isOpen: false, position: 1, siblings: 2 })
  })
})

describe('keys', () => {
  const press = (key: string, index: number, ...open: string[]) =>
    keyOf({ key, ctrlKey: false, metaKey: false, altKey: false }, rowsWith(...open), index)

  it.each([
    ['ArrowDown', 0, { is: 'go', path: '/a2.py' }],
    ['ArrowUp', 0, undefined],
    ['End', 0, { is: 'go', path: '/a10.py' }],
    ['ArrowRight', 0, { is: 'fold', open: true }],
    ['ArrowRight', 1, undefined],
    ['Enter', 1, { is: 'enter' }],
    ['F2', 1, { is: 'rename' }],
    ['Delete', 1, { is: 'remove' }],
    ['l', 2, { is: 'go', path: '/lib' }],
    ['Tab', 0, undefined],
  ])('%s on row %i', (key, index, meaning) => expect(press(key, index)).toEqual(meaning))

  it('left closes a folder, then goes to the one around it; right goes into an open one', () => {
    expect(press('ArrowLeft', 0, '/lib')).toEqual({ is: 'fold', open: false })
    expect(press('ArrowLeft', 2, '/lib')).toEqual({ is: 'go', path: '/lib' })
    expect(press('ArrowRight', 0, '/lib')).toEqual({ is: 'go', path: '/lib/deep' })
  })

  it('leaves the browser its shortcuts', () => {
    const rows = rowsWith()
    expect(keyOf({ key: 's', ctrlKey: true, metaKey: false, altKey: false }, rows, 0)).toBe(
      undefined,
    )
    expect(keyOf({ key: 'a', ctrlKey: true, metaKey: false, altKey: false }, rows, 0)).toEqual({
      is: 'all',
    })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildFilesystem, readFilesystem, type Entry } from '../../src/images/littlefs'
import { mergeFiles, sameFiles, withParents } from '../../src/provision/files/merge-files'
import { fileEntry, portal } from '../support/one-pass'

const name = fc.constantFrom('a', 'b', 'lib', 'captive_portal', 'main.py', 'www', 'dns.mpy', 'ünï')
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `/${names.join('/')}`)
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.uint8Array({ minLength: 4000, maxLength: 9000 }),
)

/** Any tree in which no file has children: what a filesystem can hold. */
const tree = fc.dictionary(path, bytes, { maxKeys: 15, noNullPrototype: true }).map((files) => {
  const kept = new Map<string, Entry>()
  for (const [path, content] of Object.entries(files)) {
    const clash = [...kept.keys()].some((other) => isWithin(path, other) || isWithin(other, path))
    if (!clash) kept.set(path, fileEntry(content))
  }
  return withParents(kept)
})

const isWithin = (path: string, parent: string) => path === parent || path.startsWith(`${parent}/`)
const ownPaths = portal.map((file) => file.path)
const inTheWay = (path: string) =>
  ownPaths.some((own) => isWithin(path, own) || own.startsWith(`${path}/`)) ||
  path.startsWith('/lib/captive_portal/')
const filesIn = (files: Map<string, Entry>) =>
  [...files].filter(([, entry]) => entry.type === 'file')

describe('merging into any tree', () => {
  it('has all of ours, and every foreign file as it was', () => {
    fc.assert(
      fc.property(tree, (existing) => {
        const { files, kept } = mergeFiles(existing, portal, 'keep')
        for (const { path, bytes } of portal) expect(files.get(path)).toMatchObject({ bytes })
        for (const [path, entry] of filesIn(existing)) {
          if (inTheWay(path)) continue
          expect(files.get(path)).toBe(entry)
          expect(kept.get(path)).toBe(entry)
        }
        const others = filesIn(files).filter(([path]) => !ownPaths.includes(path))
        for (const [path] of others) expect(existing.has(path)).toBe(true)
      }),
    )
  })

  it('gives a tree that littlefs holds and gives back', () => {
    fc.assert(
      fc.property(tree, (existing) => {
        const { files } = mergeFiles(existing, portal, 'keep')
        const read = readFilesystem(buildFilesystem(files, { blockCount: 763 }))
        expect(sameFiles(read.entries, files)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('says of every file, old or new, what becomes of it, once', () => {
    fc.assert(
      fc.property(
        tree,
        fc.constantFrom('keep' as const, 'replace' as const),
        (existing, owners) => {
          const { files, planned } = mergeFiles(existing, portal, owners)
          const paths = new Set([...filesIn(existing), ...filesIn(files)].map(([path]) => path))
          expect(planned.map(({ path }) => path)).toEqual([...paths].sort())
          for (const { path, fate } of planned) {
            const gone = fate === 'lost' || fate === 'removed'
            expect(files.get(path)?.type === 'file').toBe(!gone)
            if (fate === 'kept') expect(owners).toBe('keep')
          }
        },
      ),
    )
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(tree, (existing) => {
        const once = mergeFiles(existing, portal, 'keep').files
        const twice = mergeFiles(once, portal, 'keep')
        expect(sameFiles(once, twice.files)).toBe(true)
        expect(twice.planned.filter(({ fate }) => !['kept', 'unchanged'].includes(fate))).toEqual(
          [],
        )
      }),
    )
  })
})

describe('comparing trees', () => {
  it('sees every difference, and none where only folders are implied', () => {
    fc.assert(
      fc.property(tree, path, (files, extra) => {
        expect(sameFiles(files, new Map(filesIn(files)))).toBe(
          [...files].every(
            ([path, entry]) =>
              entry.type === 'file' || filesIn(files).some(([file]) => file.startsWith(`${path}/`)),
          ),
        )
        const more = new Map([...files, [`${extra}~`, fileEntry('x')] as const])
        expect(sameFiles(files, more)).toBe(false)
        const [first] = filesIn(files)
        if (!first) return
        expect(sameFiles(files, new Map([...files, [first[0], fileEntry('changed!')]]))).toBe(false)
      }),
    )
  })
})

/** No file of src/ imports itself through others, not even for types or lazily. */
import { describe, expect, it } from 'vitest'
import { importCircles, importGraph, type ImportGraph } from '../lint/import-graph'

describe('imports in src/', () => {
  const graph = importGraph('src', { lazy: true })

  it('go no way in a circle', () => {
    expect(importCircles(graph, 'src')).toEqual([])
  })

  it('are found for types, lazily, and in components', () => {
    const targetsOf = (end: string) =>
      [...graph].find(([file]) => file.endsWith(end))?.[1].map((file) => file.split('/src/')[1])
    expect(targetsOf('src/provision/request.ts')).toContain('micropython/board-file.ts')
    expect(targetsOf('src/esptool/open-bootloader.ts')).toContain('esptool/open-session.ts')
    expect(targetsOf('src/ui/install/PhaseLine.svelte')).toContain('provision/progress.ts')
  })
})

describe('circles', () => {
  const circlesOf = (imports: Record<string, string[]>) =>
    importCircles(new Map(Object.entries(imports)) as ImportGraph, '.').map((circle) =>
      circle.map((file) => file.split('/').at(-1)),
    )

  it('are found over any number of files, and in one file', () => {
    expect(circlesOf({ a: ['b'], b: ['c'], c: ['a', 'd'], d: [] })).toEqual([['a', 'b', 'c']])
    expect(circlesOf({ a: ['a'] })).toEqual([['a']])
  })

  it('are not seen where two ways lead to one file', () => {
    expect(circlesOf({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([])
  })
})

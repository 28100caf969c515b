/** What goes to a board: small enough, compilable, in words that old and new MicroPython know. */
import { describe, expect, it } from 'vitest'
import { firmwareCompiled, firmwareSources } from '../../firmware/bundle'
import { portalMemory } from '../bench/portal-memory'

const sources = firmwareSources().map(({ path, bytes }) => ({
  path,
  text: Buffer.from(bytes).toString(),
}))
const python = sources.filter(({ path }) => path.endsWith('.py'))
const page = sources.find(({ path }) => path.endsWith('page.html'))!.text

describe('the files for a board', () => {
  it.each(python)('$path has at most 8 KB', ({ text }) => {
    expect(Buffer.byteLength(text)).toBeLessThan(8192)
  })

  it('compile, to less than 8 KB each', async () => {
    const compiled = await firmwareCompiled()
    const modules = compiled.filter(({ path }) => path.endsWith('.mpy'))
    expect(modules).toHaveLength(python.length - 2) // main.py and boot.py stay sources
    for (const { bytes } of modules) {
      expect([...bytes.slice(0, 3)]).toEqual([0x4d, 6, 0]) // .mpy, version 6, bytecode only
      expect(bytes.length).toBeLessThan(8192)
    }
  })

  it.each(python)('$path uses nothing that the port or an old version lacks', ({ text }) => {
    const code = text.replace(/#.*$/gm, '')
    expect(code).not.toMatch(/\.(partition|rpartition|splitlines|center|removeprefix)\(/)
    expect(code).not.toMatch(/\b(dataclass|typing|asyncio|hashlib|crc32|micropython\.native)\b/)
    expect(code).not.toMatch(/__file__|\bnext\([^)]*,/) // switched off in its mpconfigport.h
    expect(code).not.toMatch(/\bf["']|:=|\bmatch .*:$/m)
    expect(code).not.toMatch(/(config|connect)\([^)]*\b(security|ssid|key)=|IF_AP|IF_STA/) // network's names from 1.23 on
    expect(code).not.toMatch(/^ *import u(os|socket|select|time|network)/m)
  })

  it('main.py has three lines', () => {
    const main = python.find(({ path }) => path === '/main.py')!.text
    expect(main.trimEnd().split('\n')).toHaveLength(3)
  })
})

describe('the page', () => {
  it('has at most 6 KB with all its texts', () => {
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(6144)
  })

  it('has lines of at most 300 bytes, because a line at a time is in memory', () => {
    const longest = Math.max(...page.split('\n').map((line) => Buffer.byteLength(line)))
    expect(longest).toBeLessThanOrEqual(300)
  })

  it('has every text in English and five more languages', () => {
    const marked = page.match(/<[^>]* t>/g)!
    const tables = [...page.matchAll(/^(\w\w):`([^`]*)`/gm)]
    expect(tables.map(([, language]) => language)).toEqual(['de', 'fr', 'es', 'pt', 'nl'])
    for (const [, , words] of tables) {
      const texts = words!.split('|').map((text) => text.trim())
      expect(texts).toHaveLength(marked.length)
      expect(texts.every(Boolean)).toBe(true)
    }
  })
})

describe('memory', async () => {
  const rows = await portalMemory()
  it.each(rows.filter(({ limitBytes }) => limitBytes))(
    '$what: at most $limitBytes bytes',
    ({ bytes, limitBytes }) => {
      expect(bytes).toBeLessThanOrEqual(limitBytes!)
    },
  )
})

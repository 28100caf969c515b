/** ESLint enforces every row of the table in docs/architecture.md, at every depth and for every way to import. */
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ESLint } from 'eslint'
import { beforeAll, describe, expect, it } from 'vitest'
import { readRoomTable } from '../lint/room-table.js'
import { withSvelte } from '../lint/rooms.js'

const architecture = readFileSync('docs/architecture.md', 'utf8')
const table = readRoomTable(architecture)
const rooms = [...table.keys()]
const pairs = rooms.flatMap((room) =>
  rooms.filter((other) => other !== room).map((other) => [room, other] as const),
)
const belowState = rooms.filter((room) => !withSvelte.includes(room))
const isAllowed = (room: string, other: string) => table.get(room)?.has(other) ?? false

/** Of one file that is not there: what the rule about rooms says to each of its lines, by line number. */
async function complaints(eslint: ESLint, filePath: string, lines: string[]) {
  const [result] = await eslint.lintText(`${lines.join('\n')}\n`, {
    filePath: resolve(filePath),
  })
  const messages = result?.messages ?? []
  expect(messages.filter(({ fatal }) => fatal)).toEqual([])
  return messages.filter(({ ruleId }) => ruleId === 'rooms/may-import').map(({ line }) => line)
}

describe('the table of rooms', () => {
  it('has a row for each folder of src/, and no other', () => {
    const folders = readdirSync('src', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    expect([...rooms].sort()).toEqual(folders.sort())
  })

  it('is read as people read it', () => {
    const of = (room: string) => [...(table.get(room) ?? [])].sort()
    expect(of('help')).toEqual(['messages'])
    expect(of('presets')).toEqual(['messages', 'signing'])
    expect(of('esptool')).toEqual(['async', 'bytes', 'messages', 'serial'])
    const below = ['async', 'bytes', 'esptool', 'images', 'improv']
    expect(of('provision')).toEqual([...below, 'messages', 'micropython', 'serial'])
    expect(of('report')).toEqual([...of('provision'), 'presets', 'provision', 'signing'].sort())
    expect(of('cli')).toEqual(rooms.filter((room) => !['ui', 'state'].includes(room)).sort())
  })

  it('leads one way: no two rooms may import each other', () => {
    const mutual = pairs.filter(([one, other]) => isAllowed(one, other) && isAllowed(other, one))
    expect(mutual).toEqual([])
  })

  it('gives the virtual board to the command line alone, beside the composition roots', () => {
    expect(rooms.filter((room) => isAllowed(room, 'virtual-board'))).toEqual(['cli'])
  })

  it('is never guessed: a row that names no room, or no table at all, is an error', () => {
    expect(() => readRoomTable(architecture.replace(/^\| `async\/`.*$/m, ''))).toThrow('async')
    expect(() => readRoomTable('# Architecture')).toThrow('no table')
  })
})

describe('ESLint', () => {
  let eslint: ESLint
  beforeAll(() => void (eslint = new ESLint()))

  it.each(rooms)('says no to src/%s/ where the table does, and only there', async (room) => {
    const others = pairs.filter(([from]) => from === room).map(([, other]) => other)
    for (const [depth, up] of [
      ['', '..'],
      ['a/b/c/', '../../../..'],
    ]) {
      const lines = others.map((other) => `import '${up}/${other}/thing'`)
      const wrong = others.flatMap((other, at) => (isAllowed(room, other) ? [] : [at + 1]))
      expect(await complaints(eslint, `src/${room}/${depth}x.ts`, lines)).toEqual(wrong)
    }
  })

  it.each([
    `import type { A } from '../ui/a'`,
    `export { a } from '../ui/a'`,
    `export * from '../ui/a'`,
    `export const a = () => import('../ui/a')`,
    `export type A = import('../ui/a').A`,
    `new Worker(new URL('../ui/a.ts', import.meta.url))`,
    `export const all = import.meta.glob('../ui/*.ts')`,
    `import '../ui'`,
    `import './../report/../ui/a'`,
    `import '../services'`,
    `import '../App.svelte'`,
    `import 'svelte'`,
    `import './Thing.svelte'`,
    `import { ESPLoader } from 'esptool-js'`,
    `import { registerRoute } from 'workbox-routing'`,
  ])('sees in src/report/: %s', async (line) => {
    expect(await complaints(eslint, 'src/report/x.ts', [line])).toEqual([1])
  })

  it('sees imports in a component’s script and in its markup', async () => {
    const component = [
      `<script lang="ts">`,
      `  import { a } from '../../lab/a'`,
      `</script>`,
      `{#await import('../../cli/b') then b}{a}{b}{/await}`,
    ]
    expect(await complaints(eslint, 'src/ui/board/X.svelte', component)).toEqual([2, 4])
  })

  it('lets every room import errors.ts, and the roots everything but what one room keeps', async () => {
    for (const room of rooms) {
      expect(await complaints(eslint, `src/${room}/x.ts`, [`import '../errors'`])).toEqual([])
    }
    const lines = rooms.map((room) => `import './${room}/thing'`)
    for (const root of ['main', 'lab', 'services']) {
      expect(await complaints(eslint, `src/${root}.ts`, lines)).toEqual([])
      const kept = [`import 'esptool-js'`, `import 'workbox-core'`, `import 'svelte'`]
      expect(await complaints(eslint, `src/${root}.ts`, kept)).toEqual([1, 2])
    }
  })

  it.each(belowState)('keeps Svelte out of src/%s/, runes included', async (room) => {
    const lines = [`import { mount } from 'svelte'`, `import 'svelte/store'`, `import './X.svelte'`]
    expect(await complaints(eslint, `src/${room}/deep/x.ts`, lines)).toEqual([1, 2, 3])
    expect(await complaints(eslint, `src/${room}/x.svelte.ts`, ['export {}'])).toEqual([1])
  })

  it.each([
    ['esptool-js', 'esptool'],
    ['workbox-core', 'service-worker'],
  ])('keeps %s to src/%s/', async (name, owner) => {
    for (const room of rooms) {
      const wrong = await complaints(eslint, `src/${room}/x.ts`, [`import '${name}'`])
      expect([room, wrong]).toEqual([room, room === owner ? [] : [1]])
    }
  })

  it('asks for a row for a room that has none', async () => {
    expect(await complaints(eslint, 'src/attic/x.ts', ['export {}'])).toEqual([1])
  })

  it.each(belowState.filter((room) => !['virtual-board', 'phone-frame'].includes(room)))(
    'keeps the DOM out of src/%s/',
    async (room) => {
      const globals = ['document', 'window', 'navigator', 'localStorage', 'sessionStorage']
      const text = globals.map((name) => `console.log(${name})\n`).join('')
      const filePath = resolve(`src/${room}/deep/x.ts`)
      const [result] = await eslint.lintText(text, { filePath })
      const found = result?.messages.map(({ ruleId, line }) => [ruleId, line])
      expect(found).toEqual(globals.map((_, at) => ['no-restricted-globals', at + 1]))
    },
  )
})

/** Links on tracebacks in a real terminal's buffer, wrapped as a narrow screen wraps them. */
import { Terminal, type ILink, type ILinkProvider } from '@xterm/xterm'
import { expect, it, vi } from 'vitest'
import { linkTracebacks } from '../../../../src/ui/console/traceback-links'

async function linked(text: string, cols: number) {
  const terminal = new Terminal({ cols, rows: 10, allowProposedApi: true })
  let provider: ILinkProvider | undefined
  const dispose = vi.fn()
  vi.spyOn(terminal, 'registerLinkProvider').mockImplementation((given) => {
    provider = given
    return { dispose }
  })
  const opened: unknown[] = []
  const stop = linkTracebacks(terminal, (place) => opened.push(place))
  await new Promise<void>((resolve) => terminal.write(text, resolve))
  const linksAt = (row: number) =>
    new Promise<ILink[]>((resolve) => provider!.provideLinks(row, (links) => resolve(links ?? [])))
  return { linksAt, opened, stop, dispose }
}

it('a frame is a link to its file and line', async () => {
  const { linksAt, opened, stop, dispose } = await linked('  File "main.py", line 3, in f', 80)
  const [link] = await linksAt(1)
  expect(link!.range).toEqual({ start: { x: 3, y: 1 }, end: { x: 24, y: 1 } })
  link!.activate(new Event('click') as MouseEvent, link!.text)
  expect(opened).toEqual([{ file: 'main.py', line: 3 }])
  stop()
  expect(dispose).toHaveBeenCalled()
})

it('also where it is wrapped, from each of its rows', async () => {
  const { linksAt } = await linked('  File "a long name.py", line 123, in f', 20)
  for (const row of [1, 2]) {
    const [link] = await linksAt(row)
    expect(link!.range).toEqual({ start: { x: 3, y: 1 }, end: { x: 13, y: 2 } })
  }
})

it('with characters that are two cells wide', async () => {
  const { linksAt, opened } = await linked('File "日本.py", line 1', 80)
  const [link] = await linksAt(1)
  link!.activate(new Event('click') as MouseEvent, link!.text)
  expect(opened).toEqual([{ file: '日本.py', line: 1 }])
})

it('nothing else is', async () => {
  const { linksAt } = await linked('  File "<stdin>", line 1\r\nhello', 80)
  expect([...(await linksAt(1)), ...(await linksAt(2))]).toEqual([])
})

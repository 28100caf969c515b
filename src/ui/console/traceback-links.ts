/** Links on the lines of a traceback, `File "main.py", line 3`. Loaded when somebody can open them. */
import type { IBufferLine, ILink, Terminal } from '@xterm/xterm'
import { tracebackPlaces, type TracebackPlace } from '../../micropython/traceback-places'

/** @returns what takes the links away */
export function linkTracebacks(
  terminal: Terminal,
  onTraceback: (place: TracebackPlace) => void,
): () => void {
  const provider = terminal.registerLinkProvider({
    provideLinks(row, callback) {
      const { text, firstRow, columns } = wholeLine(terminal, row)
      callback(
        tracebackPlaces(text).map(({ from, to, file, line }): ILink => ({
          text: nameIn(text.slice(from, to)),
          range: {
            start: cell(from, firstRow, columns),
            // The last cell that belongs to it.
            end: cell(to - 1, firstRow, columns),
          },
          activate: () => onTraceback({ file: nameIn(file), line }),
        })),
      )
    },
  })
  return () => provider.dispose()
}

const cell = (index: number, firstRow: number, columns: number) => ({
  x: (index % columns) + 1,
  y: firstRow + Math.floor(index / columns),
})

/** More than a path of 255 bytes takes on a narrow screen. */
const mostWrappedRows = 20

/** @param row from 1; the line that it belongs to, with the rows that it was wrapped to */
function wholeLine(terminal: Terminal, row: number) {
  const { active } = terminal.buffer
  let first = row - 1
  while (first > 0 && row - first < mostWrappedRows && active.getLine(first)?.isWrapped) first--
  let text = cellsOf(active.getLine(first))
  for (let next = first + 1; next - first < mostWrappedRows; next++) {
    const line = active.getLine(next)
    if (!line?.isWrapped) break
    text += cellsOf(line)
  }
  return { text, firstRow: first + 1, columns: terminal.cols }
}

/** The second cell of a wide character, which is no character of its own. */
const noCharacter = '\0'
const nameIn = (text: string) => text.replaceAll(noCharacter, '')

/** One character a cell, so that an index is a column. */
function cellsOf(line: IBufferLine | undefined): string {
  let text = ''
  for (let x = 0; x < (line?.length ?? 0); x++) {
    const cell = line?.getCell(x)
    const [character = ' '] = cell?.getChars() ?? ''
    text += cell?.getWidth() === 0 ? noCharacter : character
  }
  return text
}

/** What a traceback's line leads to. */
import { expect, it } from 'vitest'
import { LastTraceback } from '../../../src/micropython/last-traceback'
import { tracebackPlaces, type TracebackPlace } from '../../../src/micropython/traceback-places'
import { encode } from '../../support/bytes'

it('a file and a line, where they stand in the text', () => {
  const text = '12:34:56.789   File "/lib/my app.py", line 12, in <module>'
  const [place] = tracebackPlaces(text)
  expect(place).toMatchObject({ file: '/lib/my app.py', line: 12 })
  expect(text.slice(place!.from, place!.to)).toBe('File "/lib/my app.py", line 12')
})

it('nothing for typed code, or without a line', () => {
  expect(tracebackPlaces('  File "<stdin>", line 1, in <module>')).toEqual([])
  expect(tracebackPlaces('File "main.py", line 0')).toEqual([])
  expect(tracebackPlaces('File "main.py"')).toEqual([])
})

it('the innermost place of the last traceback, once it is whole', () => {
  const places: (TracebackPlace | undefined)[] = []
  const last = new LastTraceback((place) => places.push(place))
  const frame = (file: string, line: number) => `  File "${file}", line ${line}, in f\r\n`
  const heading = 'Traceback (most recent call last):\r\n'
  last.push(encode(`${heading}${frame('main.py', 2)}${frame('lib.py', 9)}`))
  expect(places).toEqual([])
  last.push(encode(`ValueError: no\r\n>>> x\r\n${heading}${frame('<stdin>', 1)}NameError\r\n`))
  expect(places).toEqual([{ file: 'lib.py', line: 9 }, undefined])
})

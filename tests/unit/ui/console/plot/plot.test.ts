/** Numbers in lines, and the chart that is made of them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathOf, scaleOf } from '../../../../../src/ui/console/plot/chart'
import { NumberCollector } from '../../../../../src/ui/console/plot/number-collector'
import { mostSeries, numberLine } from '../../../../../src/ui/console/plot/number-line'
import { mostSteps, Samples, summaryOf } from '../../../../../src/ui/console/plot/samples'
import { encode } from '../../../../support/bytes'

const named = (...readings: [string, number][]) => ({
  is: 'named',
  readings: readings.map(([name, value]) => ({ name, value })),
})

describe('a line', () => {
  it.each([
    ['temperature:21.5', named(['temperature', 21.5])],
    ['temperature: 21.5 humidity: 40', named(['temperature', 21.5], ['humidity', 40])],
    ['a=1, b=-2.5e3', named(['a', 1], ['b', -2500])],
    ['Temp (°C): 21.5, rel. humidity: 40%', named(['Temp (°C)', 21.5], ['rel. humidity', 40])],
    ['1.0 2.0', { is: 'columns', values: [1, 2] }],
    ['1,2;3', { is: 'columns', values: [1, 2, 3] }],
    ['(1, -2)', { is: 'columns', values: [1, -2] }],
    ['42', { is: 'columns', values: [42] }],
    ['1\t2\t', { is: 'columns', values: [1, 2] }],
    ['time,volts', { is: 'header', names: ['time', 'volts'] }],
    ['1e999', { is: 'columns', values: [NaN] }],
  ])('%j', (line, found) => expect(numberLine(line)).toEqual(found))

  it.each([
    '',
    'hello',
    '>>> ',
    '12:34:56',
    'MicroPython v1.23.0 on 2024-06-02; ESP module with ESP8266',
    '  File "main.py", line 3, in <module>',
    "AP mode configured: ('192.168.4.1', '255.255.255.0')",
    '192.168.4.1',
    'a:1 and then words',
    'x'.repeat(500),
  ])('%j is none', (line) => expect(numberLine(line)?.is ?? 'none').not.toMatch(/named|columns/))

  it('never takes long, and never gives more series than there is room for', () => {
    const pieces = fc.constantFrom('a', 'Ä', '1', '.', '-', 'e', ':', '=', ',', ' ', '(', '%')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 400 }), (parts) => {
        const found = numberLine(parts.join(''))
        if (found?.is === 'named') expect(found.readings.length).toBeLessThanOrEqual(mostSeries)
        if (found?.is === 'columns') expect(found.values.length).toBeLessThanOrEqual(mostSeries)
      }),
    )
  })
})

describe('samples', () => {
  it('take the names of columns from the line above them', () => {
    const samples = new Samples()
    samples.push('time,volts')
    samples.push('1,3.3')
    expect(samples.series).toEqual([
      { name: 'time', values: [1] },
      { name: 'volts', values: [3.3] },
    ])
    samples.push('1 2 3')
    expect(samples.series.map(({ name }) => name)).toEqual(['time', 'volts', '1', '2', '3'])
  })

  it('have a gap where a line has no number for a series', () => {
    const samples = new Samples()
    for (const line of ['a:1', 'b:2', 'words', 'a:3']) samples.push(line)
    expect(samples.series).toEqual([
      { name: 'a', values: [1, NaN, 3] },
      { name: 'b', values: [NaN, 2, NaN] },
    ])
  })

  it('are bounded in series and steps, and forget what is gone', () => {
    const samples = new Samples()
    for (let at = 0; at < 100; at++) samples.push(`n${at}:1`)
    expect(samples.series).toHaveLength(mostSeries)
    expect(samples.dropped).toBeGreaterThan(0)
    for (let at = 0; at < 3 * mostSteps; at++) samples.push('new:1')
    expect(samples.series.map(({ name }) => name)).toEqual(['new'])
    expect(samples.series[0]!.values).toHaveLength(mostSteps)
  })

  it('read no more of a flood in one turn than the chart shows', () => {
    const collector = new NumberCollector()
    for (let at = 0; at < 100; at++) collector.push(encode(`v:${at}\r\n`.repeat(1000)))
    expect(collector.read()).toBe(true)
    expect(collector.samples.steps).toBe(mostSteps)
    expect(summaryOf(collector.samples.series[0]!)).toMatchObject({ latest: 99, most: 99 })
    expect(collector.read()).toBe(false)
  })
})

describe('the chart', () => {
  it('keeps every value within its box, and breaks at gaps', () => {
    const value = fc.oneof(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.constant(NaN))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), (values) => {
        const series = { name: 'a', values }
        const scale = scaleOf([series])
        if (!scale) return void expect(values.every(Number.isNaN)).toBe(true)
        const path = pathOf(series, scale)
        for (const [, y] of path.matchAll(/[ML]\S+ (-?[\d.]+)/g)) {
          expect(Number(y)).toBeGreaterThanOrEqual(0)
          expect(Number(y)).toBeLessThanOrEqual(160)
        }
        expect(path).not.toContain('NaN')
      }),
    )
    expect(pathOf({ name: 'a', values: [1, NaN, 1] }, { least: 0, most: 2, lines: [] })).toMatch(
      /^M\S+ \S+M/,
    )
  })

  it.each([
    [[0, 841], { least: 0, most: 1000, lines: [0.25, 0.5, 0.75] }],
    [[-3, 97], { least: -25, most: 100, lines: [0.2, 0.4, 0.6, 0.8] }],
    [[20.1, 20.9], { least: 20, most: 21 }],
    [[0], { least: -1, most: 1 }],
  ])('has round limits: %j', (values, scale) => {
    expect(scaleOf([{ name: 'a', values }])).toMatchObject(scale)
  })
})

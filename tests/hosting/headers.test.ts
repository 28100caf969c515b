/** One truth for the headers: hosting/headers.ts. The files that servers read hold nothing else. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { pageHeaders, plainHeaders } from '../../hosting/headers'
import { headerFiles, placeOf } from '../../hosting/write-headers'

const read = (file: string) => readFileSync(placeOf(file), 'utf8')

/** `name value` pairs, found by a reading of our own. */
const headersIn = (text: string, line: RegExp) =>
  Object.fromEntries([...text.matchAll(line)].map(([, name, value]) => [name, value]))

describe('The headers for servers', () => {
  it.each(Object.entries(headerFiles))('%s is what write-headers.ts writes', (file, text) => {
    expect(read(file)).toBe(text)
  })

  it.each([
    ['nginx/headers-page.conf', pageHeaders],
    ['nginx/headers-plain.conf', plainHeaders],
  ])('%s holds exactly these, on error pages too', (file, headers) => {
    expect(headersIn(read(file), /^add_header (\S+) "(.*)" always;$/gm)).toEqual(headers)
  })

  it('_headers of static hosts holds them for every path', () => {
    const [everywhere = ''] = read('static/_headers').split('\n\n')
    expect(everywhere).toContain('\n/*\n')
    expect(headersIn(everywhere, /^ {2}(\S+): (.*)$/gm)).toMatchObject(pageHeaders)
  })
})

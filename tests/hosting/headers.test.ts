/** One truth for the headers: hosting/headers.ts. The files that servers read hold nothing else. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { frameHeaders, metaPolicy, pageHeaders, plainHeaders } from '../../hosting/headers'
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

  it('nginx sends others for the frame of served pages, and for no other file', () => {
    const text = read('nginx/headers-page.conf')
    const [, frame = ''] = text.split('location = /phone-frame.html {\n')
    expect(headersIn(frame, /^ {4}add_header (\S+) "(.*)" always;$/gm)).toEqual({
      ...frameHeaders,
      'Cache-Control': 'no-cache',
      'Strict-Transport-Security': 'max-age=31536000',
    })
    expect(text.match(/^location/gm)).toHaveLength(1)
    expect(read('nginx/headers-plain.conf')).not.toContain('location')
  })
})

describe('_headers of static hosts', () => {
  /** What a host sends for `path`: every block that matches, values of one name side by side. */
  const sent = (path: string) => {
    const found: Record<string, string> = {}
    for (const block of read('static/_headers').split('\n\n')) {
      const pattern = /^\/.*$/m.exec(block)?.[0] ?? ''
      const matches = pattern.endsWith('*')
        ? path.startsWith(pattern.slice(0, -1))
        : path === pattern
      if (!matches) continue
      for (const [name, value] of Object.entries(headersIn(block, /^ {2}(\S+): (.*)$/gm))) {
        found[name] = found[name] === undefined ? String(value) : `${found[name]}, ${value}`
      }
    }
    return found
  }

  it.each(['/', '/index.html', '/lab.html', '/lab', '/service-worker.js', '/assets/worker-1.js'])(
    'holds the page’s for %s, each once',
    (path) => {
      expect(sent(path)).toMatchObject(pageHeaders)
    },
  )

  it.each(['/phone-frame.html', '/phone-frame'])('holds the frame’s for %s, each once', (path) => {
    expect(sent(path)).toMatchObject(frameHeaders)
  })

  it('isolates whatever else there is', () => {
    const policies = ['Content-Security-Policy', 'Permissions-Policy']
    const others = Object.entries(pageHeaders).filter(([name]) => !policies.includes(name))
    expect(sent('/manifest.webmanifest')).toMatchObject(Object.fromEntries(others))
  })
})

describe('The frame’s policy', () => {
  const directives = (text: string) =>
    Object.fromEntries(
      text.split('; ').map((one): [string, string] => {
        const [name = '', ...values] = one.split(' ')
        return [name, values.join(' ')]
      }),
    )
  const frame = directives(frameHeaders['Content-Security-Policy'])

  it('reaches no network, holds no other address and runs nothing of ours', () => {
    for (const name of ['default', 'connect', 'frame', 'worker', 'object']) {
      expect(frame[`${name}-src`]).toBe("'none'")
    }
    expect(Object.values(frame).join(' ')).not.toMatch(/\*|src.*'self'/)
    expect(frame['script-src']).not.toContain("'self'")
    expect(frame['frame-ancestors']).toBe("'self'")
  })

  it('leaves the page’s own as strict as it is', () => {
    expect(directives(metaPolicy)['script-src']).toBe("'self' 'wasm-unsafe-eval'")
  })
})

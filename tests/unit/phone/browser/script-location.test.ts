/** The word `location` in scripts: the browser's own is replaced, everybody else's stays. */
import { describe, expect, it } from 'vitest'
import { locationName as L, withLocation } from '../../../../src/phone/browser/script-location'

describe('location in a script', () => {
  it.each([
    ["if(location.pathname=='/')go()", `if(${L}.pathname=='/')go()`],
    ["location = '/next'", `${L} = '/next'`],
    ['window.location.href', `window.${L}.href`],
    ['document . location', `document . ${L}`],
    ['self.location.replace(x)', `self.${L}.replace(x)`],
    ['`http://${location.host}/location`', `\`http://\${${L}.host}/location\``],
    ['a ? location : b', `a ? ${L} : b`],
    ['f(...location.search)', `f(...${L}.search)`],
    ['x = /[/"]location/.test(location)', `x = /[/"]location/.test(${L})`],
    ['a = b / location.port / 2', `a = b / ${L}.port / 2`],
  ])('%s', (script, expected) => expect(withLocation(script)).toBe(expected))

  it.each([
    "say('your location')",
    '"location"',
    'data.location = 1',
    '({ location: 1 })',
    'geolocation + locations',
    '// location',
    '/* location */',
    'const relocation = 1',
  ])('%s stays', (script) => expect(withLocation(script)).toBe(script))

  // In our page's own thread: a script that takes long would stop all of it.
  it.each(['\\"\'`/*', '`${', "'\n", '/[', '/ ', '${}`', '?.', 'location ', '/*', 'a/'])(
    'ends soon for %j again and again',
    (part) => {
      const started = performance.now()
      withLocation(`location${part.repeat(100_000)}`)
      expect(performance.now() - started).toBeLessThan(5000)
    },
  )
})

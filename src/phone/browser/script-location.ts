/**
 * A page in our frame is at `about:srcdoc`, and `location` cannot be replaced. So that a page finds out where it
 * would be, and can go elsewhere, the word `location` in its scripts becomes the name of a look-alike.
 */

/** A global variable of the frame's own script (phone-frame/location.ts). */
export const locationName = '$phoneLocation'

/** Comments, strings, regular expressions and names, as far as needed to leave out what is no name. */
const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=(?:^|[(,=:[!&|?{};+\n]|\breturn|\btypeof)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/\w*|[\w$]+/g

/** `window.location` is the same as `location`; `data.location` is somebody's own. */
const owners = /(?:^|[^\w$.])(?:window|self|document|globalThis)\s*\??\.\s*$/
const member = /\.\s*$/

/** @param script JavaScript, or an attribute that holds some */
export function withLocation(script: string): string {
  if (!script.includes('location')) return script
  return script.replace(tokens, (token, offset: number) => {
    if (token.startsWith('`')) return token.replace(/\$\{([^{}]*)\}/g, (hole) => inHole(hole))
    if (token !== 'location') return token
    const before = script.slice(Math.max(0, offset - 100), offset)
    const after = script.slice(offset + token.length, offset + token.length + 100)
    return isName(before, after) ? locationName : token
  })
}

const inHole = (hole: string) => `\${${withLocation(hole.slice(2, -1))}}`

function isName(before: string, after: string): boolean {
  if (member.test(before) && !/\.\.\.\s*$/.test(before)) return owners.test(before)
  // `{ location: … }` is a key, unless it is the middle of `a ? location : b`
  return !/^\s*:(?!:)/.test(after) || /\?\s*$/.test(before)
}

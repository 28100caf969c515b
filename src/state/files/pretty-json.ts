/** JSON indented as people read it, never much longer than it is: each level of "[[[[…" would indent all in it. Pure. */

const deepestIndented = 40
const mostCharacters = 512 * 1024

/** @throws SyntaxError for what is no JSON */
export function prettyJson(text: string): string {
  const value: unknown = JSON.parse(text)
  const pretty = depthOf(text) > deepestIndented ? text : JSON.stringify(value, undefined, 2)
  return pretty.length > mostCharacters ? `${pretty.slice(0, mostCharacters)}\n…` : pretty
}

/** Of brackets outside of strings. */
function depthOf(json: string): number {
  let depth = 0
  let deepest = 0
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth)
    else if (token === ']' || token === '}') depth--
  }
  return deepest
}

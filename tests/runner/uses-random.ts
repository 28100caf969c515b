/** Which test files choose their cases at random: a second try would take other ones, and lose what failed. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const random =
  /\bfast-check\b|\bMath\.random\s*\(|\bgetRandomValues\s*\(|\brandom(Bytes|Int|UUID|From)\s*\(|\bprocess\.env\.SEEDS?\b/
const relativeImport = /\bfrom\s+'(\.{1,2}\/[^']+)'/g
const endings = ['', '.ts', '.mts', '/index.ts']

/** Whether `file`, or what it imports from tests/, has a source of chance or of seeds. */
export function usesRandom(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false
  seen.add(file)
  const code = readFileSync(file, 'utf8')
  return random.test(code) || importsOf(file, code).some((other) => usesRandom(other, seen))
}

/** Of other tests only: what is tested may draw numbers without the test depending on them. */
function importsOf(file: string, code: string): string[] {
  const tests = resolve('tests')
  return [...code.matchAll(relativeImport)].flatMap(([, path = '']) => {
    const target = resolve(dirname(file), path)
    const found = endings
      .map((ending) => target + ending)
      .find((name) => /\.m?ts$/.test(name) && existsSync(name))
    return found?.startsWith(tests) ? [found] : []
  })
}

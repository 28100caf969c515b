/** The scripts themselves: their style, and the one piece of arithmetic in them that has traps. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findProgramOrSay } from '../runner/debian'
import { hosting } from './support/deploy-site'

/** install.sh brings the files that it loads. */
const scripts = ['install.sh', ...['bin', 'lib'].flatMap((folder) => filesOf(folder))]

function filesOf(folder: string) {
  return readdirSync(join(hosting, folder)).map((name) => join(folder, name))
}

/** Runs `cut_html TEXT BYTES` for all pairs in one bash. */
function cutAll(pairs: [string, number][]): Buffer[] {
  const loop = `HOSTING=$1; source "$HOSTING/lib/load.sh"
    while IFS= read -r -d '' text && IFS= read -r -d '' size; do cut_html "$text" "$size"; printf '\\0'; done`
  const input = pairs.map(([text, size]) => `${text}\0${size}\0`).join('')
  const output = execFileSync('bash', ['-euc', loop, 'bash', hosting], { input })
  const cuts: Buffer[] = []
  for (let start = 0; start < output.length; start = output.indexOf(0, start) + 1) {
    cuts.push(output.subarray(start, output.indexOf(0, start)))
  }
  return cuts
}

describe('The scripts', () => {
  it.skipIf(!findProgramOrSay('shellcheck', 'the style of the shell scripts'))(
    'please shellcheck',
    () => {
      const args = ['-a', '-x', '-P', `SCRIPTDIR:${join(hosting, '..')}`, ...scripts]
      const { stdout, stderr } = spawnSync('shellcheck', args, { cwd: hosting })
      expect(`${stdout}${stderr}`).toBe('')
    },
  )

  it('cut escaped text without halving a character or an entity, and no more than needed', () => {
    const piece = fc.constantFrom('&amp;', '&lt;', '&gt;', 'a', ';', ' ', 'é', '€', '🦊', '\n')
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    const pairs = fc.sample(fc.tuple(text, fc.nat(30)), 300)
    const cuts = cutAll(pairs)
    expect(cuts).toHaveLength(pairs.length)
    pairs.forEach(([whole, size], index) => {
      const cut = new TextDecoder('utf-8', { fatal: true }).decode(cuts[index])
      expect(whole.startsWith(cut)).toBe(true)
      expect(cut).not.toMatch(/&(?!(amp|lt|gt);)/)
      const bytes = Buffer.byteLength(cut)
      expect(bytes).toBeLessThanOrEqual(size)
      if (cut !== whole) expect(bytes).toBeGreaterThan(size - 5)
    })
  })
})

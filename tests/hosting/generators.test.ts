/** What builds a site: npm, Hugo, or a command; each with the program itself. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { missing, useSite } from './support/use-site'

const lock = {
  name: 'tiny',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: { '': { name: 'tiny' } },
}

describe.skipIf(missing())('redeploy', () => {
  it('builds an npm project from its lock file', async () => {
    const site = await useSite({ GENERATOR: 'npm', BUILD_COMMAND: '' })
    const write = `require('fs').cpSync('page', 'dist', { recursive: true })`
    const commit = site.repository.push({
      'package.json': JSON.stringify({ name: 'tiny', scripts: { build: 'node build.cjs' } }),
      'package-lock.json': JSON.stringify(lock),
      'build.cjs': write,
      'page/index.html': '<p>by npm</p>',
    })
    expect(await site.hook(commit)).toMatchObject({ status: 0 })
    expect(site.page).toBe('<p>by npm</p>')
  })

  it.skipIf(missing('hugo'))(
    'builds a Hugo site for its base URL, and keeps its old styles',
    async () => {
      const base = 'https://site.test/blog/'
      const site = await useSite({ GENERATOR: 'hugo', BUILD_COMMAND: '', BASE_URL: base })
      const style = '{{ $style := resources.Get "main.css" | fingerprint }}'
      const files = {
        'config.toml': 'title = "By Hugo"\ndisableKinds = ["taxonomy", "term"]\n',
        'layouts/index.html': `${style}<h1>{{ .Title }}</h1><link href="{{ $style.Permalink }}">`,
        'assets/main.css': 'p { color: red }',
      }
      await site.hook(site.repository.push(files))
      expect(site.page).toContain('<h1>By Hugo</h1>')
      const styleOf = (page = '') =>
        /https:\/\/site\.test\/blog\/(main\.[0-9a-f]{64}\.css)/.exec(page)?.[1] ?? 'none'
      const first = styleOf(site.page)
      await site.hook(site.repository.push({ 'assets/main.css': 'p { color: blue }' }))
      expect(styleOf(site.page)).not.toBe(first)
      expect(site.file(first)).toContain('red')
      expect(site.file(styleOf(site.page))).toContain('blue')
    },
  )
})

/** A file system of one mebibyte where the site lies; only root may make one. */
function smallDisk(folder: string): boolean {
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder], { stdio: 'ignore' })
  } catch {
    return false
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]))
  return true
}

describe.skipIf(missing())('On a full disk', () => {
  it('the old page stays, nothing is left over, and the phone says why', async (context) => {
    const site = await useSite()
    if (!smallDisk(site.root)) context.skip('a small disk needs root')
    await site.deploy('one')
    const before = site.names('')
    const outcome = await site.deploy('two', { 'build.sh': 'head -c 3M /dev/zero >dist/big' })
    expect(outcome.status).not.toBe(0)
    expect(outcome.output).toContain('FAILED at build')
    expect(site.page).toBe('<p>one</p>\n')
    expect(site.names('')).toEqual(before)
    expect(site.names('work')).toEqual(['lock'])
    expect(site.releases).toHaveLength(1)
    expect(await site.telegram.message('failed')).toContain('The disk is full.')
  })

  it('that is full before the push, nothing changes, and the next push with space is live', async (context) => {
    const site = await useSite()
    if (!smallDisk(site.root)) context.skip('a small disk needs root')
    await site.deploy('one')
    const filler = join(site.root, 'filler')
    try {
      writeFileSync(filler, Buffer.alloc(2 << 20))
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
    expect((await site.deploy('two')).status).not.toBe(0)
    expect(site.page).toBe('<p>one</p>\n')
    expect(await site.telegram.message('❌')).toContain('disk')
    execFileSync('rm', [filler])
    expect(await site.deploy('three')).toMatchObject({ status: 0 })
    expect(site.page).toBe('<p>three</p>\n')
    expect(existsSync(join(site.root, 'work/request'))).toBe(false)
    expect(readFileSync(join(site.root, 'newest'), 'utf8').trim()).toBe(site.builds.at(-1))
  })
})

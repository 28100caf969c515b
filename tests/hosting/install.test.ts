/**
 * install.sh as far as it goes without a system of its own: it renders everything below a folder
 * (--root), says what it would do (--check), and refuses what cannot work before it changes anything.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { missingPrograms } from './support/programs'
import { writeCertificate, writeNginxConf } from './support/stand-ins'

const installer = fileURLToPath(new URL('../../hosting/install.sh', import.meta.url))
const good = {
  SITE_NAME: 'site.test',
  REPOSITORY: 'https://github.com/ann/site.git',
  BRANCH: 'main',
  HOOK_SECRET: 'a-secret-of-enough-letters',
}

describe.skipIf(missingPrograms())('install.sh', () => {
  let folder: string
  let root: string
  let settings: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'install-'))
    root = join(folder, 'root')
    settings = join(folder, 'site.env')
    write(good)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const write = (values: Record<string, string>, mode = 0o600) => {
    const all = { SITE_ROOT: join(folder, 'srv'), ...values }
    const lines = Object.entries(all).map(([key, value]) => `${key}=${value}\n`)
    rmSync(settings, { force: true })
    writeFileSync(settings, lines.join(''), { mode })
  }
  const install = (...more: string[]) => {
    const args = ['--settings', settings, ...more]
    const { status, stdout, stderr } = spawnSync(installer, args, { encoding: 'utf8' })
    return { status, said: stdout, complained: stderr }
  }
  const intoRoot = (...more: string[]) =>
    install('--root', root, '--http-port', '18080', '--https-port', '18443', ...more)
  const files = () =>
    (readdirSync(folder, { recursive: true }) as string[])
      .map((name) => join(folder, name))
      .filter((path) => path !== settings && statSync(path).isFile())
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const nginxSite = 'etc/nginx/sites-available/site.test'

  it('with --check names each step in order, and changes nothing', () => {
    const { status, said } = install('--check')
    expect(status).toBe(0)
    expect(said).toMatch(
      /write \S+hooks\.json[^]*write \S+site\.test[^]*reload nginx[^]*certificate[^]*listener[^]*first time/,
    )
    expect(files()).toEqual([])
  })

  it('prints what to enter at GitHub', () => {
    const { said } = intoRoot()
    expect(said).toContain('https://site.test:18443/hooks/publish')
    expect(said).toContain('application/json')
  })

  it('run again writes nothing', () => {
    writeCertificate(root, 'site.test')
    expect(intoRoot()).toMatchObject({ status: 0, said: expect.stringMatching(/^writes /m) })
    const { status, said } = intoRoot()
    expect(status).toBe(0)
    expect(said).not.toMatch(/^(writes|makes) /m)
  })

  it('keeps the secret in two files that nobody else can read', () => {
    intoRoot()
    const holders = files().filter((path) => readFileSync(path, 'utf8').includes(good.HOOK_SECRET))
    expect(holders.map((path) => path.slice(path.lastIndexOf('/') + 1)).sort()).toEqual([
      'hooks.json',
      'site.env',
    ])
    for (const path of holders) expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('never prints the secret', () => {
    const { said, complained } = intoRoot()
    expect(said + complained).not.toContain(good.HOOK_SECRET)
  })

  it('makes a secret where none was given, and keeps it the next time', () => {
    write({ ...good, HOOK_SECRET: '' })
    intoRoot()
    const first = read('etc/site-hosting/site.test/site.env')
    expect(first).toMatch(/^HOOK_SECRET=[0-9a-f]{64}$/m)
    intoRoot()
    expect(read('etc/site-hosting/site.test/site.env')).toBe(first)
  })

  it('without a certificate configures only port 80, where the proof for one is given', () => {
    writeNginxConf(root, folder)
    expect(intoRoot().status).toBe(0)
    expect(read(nginxSite)).toContain('acme-challenge')
    expect(read(nginxSite)).not.toContain('ssl')
  })

  it('gives nginx a configuration that nginx takes', () => {
    writeNginxConf(root, folder)
    writeCertificate(root, 'site.test')
    expect(intoRoot()).toMatchObject({ status: 0, complained: '' })
    expect(read(nginxSite)).toContain('listen 18443 ssl')
  })

  it('brings the old configuration back when nginx refuses the new one', () => {
    writeNginxConf(root, folder)
    writeCertificate(root, 'site.test')
    intoRoot()
    const before = read(nginxSite)
    const modes = () => ['/', folder, root].map((path) => statSync(path).mode)
    const modesBefore = modes()
    writeFileSync(join(root, 'etc/letsencrypt/live/site.test/privkey.pem'), 'no key')
    const { status, complained } = intoRoot('--hook-port', '19999')
    expect(status).not.toBe(0)
    expect(complained).toContain('the old one is back')
    expect(read(nginxSite)).toBe(before)
    expect(modes()).toEqual(modesBefore)
  })

  it('takes a refused first configuration away again', () => {
    writeNginxConf(root, folder)
    writeCertificate(root, 'site.test')
    writeFileSync(join(root, 'etc/letsencrypt/live/site.test/privkey.pem'), 'no key')
    expect(intoRoot().status).not.toBe(0)
    expect(readdirSync(join(root, 'etc/nginx/sites-enabled'))).toEqual([])
  })

  it('leaves no place in a template unfilled', () => {
    writeCertificate(root, 'site.test')
    intoRoot()
    const rendered = files().filter((path) => !path.includes('/lib/') && !path.endsWith('.pem'))
    for (const path of rendered) expect(readFileSync(path, 'utf8')).not.toMatch(/@[A-Z_0-9]+@/)
  })

  it.each([
    ['a name with www.', { SITE_NAME: 'www.site.test' }, /bare name/],
    ['a name without a dot', { SITE_NAME: 'site' }, /like example\.org/],
    ['a name with a semicolon', { SITE_NAME: 'site.test;' }, /SITE_NAME/],
    ['no repository', { REPOSITORY: '' }, /REPOSITORY/],
    ['a password in the address', { REPOSITORY: 'https://ann:pw@example.org/site' }, /REPOSITORY/],
    ['a branch with a quote', { BRANCH: 'ma"in' }, /BRANCH/],
    ['a relative folder', { SITE_ROOT: 'srv' }, /SITE_ROOT/],
    ['a short secret', { HOOK_SECRET: 'short' }, /HOOK_SECRET/],
    ['an unknown generator', { GENERATOR: 'jekyll' }, /GENERATOR/],
    ['an unknown key', { SITENAME: 'site.test' }, /SITENAME/],
  ])('refuses %s with words, before anything is changed', (_, values, words) => {
    write({ ...good, ...values })
    const { status, complained } = intoRoot()
    expect(status).not.toBe(0)
    expect(complained).toMatch(words)
    expect(files()).toEqual([])
  })

  it('refuses settings that others can read', () => {
    write(good, 0o644)
    expect(intoRoot()).toMatchObject({
      status: 1,
      complained: expect.stringContaining('chmod 600'),
    })
    expect(files()).toEqual([])
  })

  it('refuses an option that it does not know', () => {
    expect(install('--chekc')).toMatchObject({
      status: 1,
      complained: expect.stringContaining('--help'),
    })
  })
})

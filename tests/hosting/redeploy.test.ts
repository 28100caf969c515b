/** A push becomes a page, or changes nothing. */
import { existsSync, mkdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DeploySite } from './support/deploy-site'
import { missing, useSite } from './support/use-site'

const script = 'console.log(1)\n'.repeat(200)

/** Everything as it was: the page, no half release, an empty working folder, a log that says why. */
function expectUntouched(site: DeploySite) {
  expect(site.page).toBe('<p>one</p>\n')
  expect(site.releases).toHaveLength(1)
  expect(site.names('work')).toEqual(['lock'])
  expect(site.logs).toContain('FAILED at')
}

/** One that is dead but that nobody has buried counts as gone. */
function isRunning(pid: string) {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'utf8'))
}

describe.skipIf(missing())('redeploy', () => {
  it('puts a push live, with its files compressed, and reports start, output and success', async () => {
    const site = await useSite()
    const build = { 'build.sh': 'echo built with care', 'public/assets/app-12345678.js': script }
    const commit = site.push('one', build)
    const outcome = await site.hook(commit, 'First words', 'ann')
    expect(outcome).toMatchObject({ status: 0, output: expect.stringContaining('is live') })
    expect(site.page).toBe('<p>one</p>\n')
    expect(readlinkSync(join(site.root, 'current'))).toBe(`releases/00001-${commit.slice(0, 12)}`)
    const packed = readFileSync(join(site.root, 'current/assets/app-12345678.js.gz'))
    expect(gunzipSync(packed).toString()).toBe(script)
    expect(site.hostsAsked).toEqual(['site.test'])
    expect(site.logs).toContain('built with care')
    expect(site.names('work')).toEqual(['lock'])
    await site.telegram.message('is live')
    expect(site.telegram.texts).toEqual([
      `🔧 <b>site.test</b>: deploying <code>${commit.slice(0, 12)}</code>\n<i>First words</i>\nby ann`,
      '📄 <b>site.test</b>: the build says\n<pre>built with care</pre>',
      expect.stringMatching(
        /^✅ <b>site\.test<\/b>: <code>[0-9a-f]{12}<\/code> is live after \d+ s$/,
      ),
    ])
    expect(site.telegram.messages.map((message) => message.get('chat_id'))).toEqual(
      Array(3).fill('-77'),
    )
  })

  it('keeps the old page when the build fails, and names step and exit code', async () => {
    const site = await useSite()
    await site.deploy('one')
    const outcome = await site.deploy('two', { 'build.sh': 'echo no such thing; exit 3' })
    expect(outcome).toMatchObject({ status: 3, output: expect.stringContaining('FAILED at build') })
    expectUntouched(site)
    expect(site.logs).toContain('no such thing')
    const told = await site.telegram.message('failed')
    expect(told).toMatch(/failed at <b>build<\/b>, exit code 3, after \d+ s\. The old page stays\./)
    expect(told).toContain('<pre>no such thing</pre>')
  })

  it('gives up a build that hangs, and ends what it left running', async () => {
    const site = await useSite()
    await site.deploy('one')
    site.settings = { BUILD_TIMEOUT_S: '1' }
    const mark = join(site.folder, 'still-here')
    const hang = `sleep 600 & echo $! >${mark}; wait`
    expect(await site.deploy('two', { 'build.sh': hang })).toMatchObject({ status: 124 })
    expectUntouched(site)
    expect(await site.telegram.message('failed')).toMatch(/It was given up after \d+ s\./)
    expect(isRunning(readFileSync(mark, 'utf8').trim())).toBe(false)
  })

  it.each([
    ['another status than 200', (site: DeploySite) => (site.answerStatus = 403), 'answers 403'],
    [
      'nothing',
      (site: DeploySite) => (site.settings = { CHECK_ADDRESS: '127.0.0.1:1' }),
      'not answer',
    ],
  ])('goes back to the old page when nginx answers %s', async (_, spoil, words) => {
    const site = await useSite()
    await site.deploy('one')
    spoil(site)
    const outcome = await site.deploy('two')
    expect(outcome).toMatchObject({ status: 1, output: expect.stringContaining(words) })
    expectUntouched(site)
  })

  it('leaves no page at all when the very first one is not right', async () => {
    const site = await useSite()
    site.answerStatus = 500
    expect(await site.deploy('one')).toMatchObject({ status: 1 })
    expect(existsSync(join(site.root, 'current'))).toBe(false)
    expect(site.releases).toEqual([])
  })

  it('keeps the last releases and logs, and the assets of all that are kept', async () => {
    const site = await useSite({ KEEP_RELEASES: '2', KEEP_LOGS: '3' })
    for (const name of ['a', 'b', 'c', 'd']) {
      const clear = { 'build.sh': `cd dist/assets; ls | grep -v -- -${name} | xargs -r rm` }
      await site.deploy(name, { ...clear, [`public/assets/app-${name}.js`]: script })
    }
    expect(site.releases.map((name) => name.slice(0, 5))).toEqual(['00003', '00004'])
    expect(site.names('log')).toEqual(['00002.log', '00003.log', '00004.log'])
    // When d went live, b's release was still there: its visitors have seen c's beginning.
    const kept = ['b', 'c', 'd'].flatMap((name) => [`app-${name}.js`, `app-${name}.js.gz`])
    const plainOrGzip = site.names('current/assets').filter((name) => !name.endsWith('.br'))
    expect(plainOrGzip).toEqual(kept)
  })

  it('clears away what a deploy left that was killed', async () => {
    const site = await useSite()
    await site.deploy('one')
    mkdirSync(join(site.root, 'releases/00009-aaaaaaaaaaaa'))
    mkdirSync(join(site.root, 'work/deploy/source/.git'), { recursive: true })
    expect(await site.deploy('two')).toMatchObject({ status: 0 })
    expect(site.page).toContain('two')
    expect(site.releases).toHaveLength(2)
    expect(site.releases).not.toContain('00009-aaaaaaaaaaaa')
    expect(site.names('work')).toEqual(['lock'])
  })

  it('keeps its logs and its working folder from other users', async () => {
    const site = await useSite()
    await site.deploy('one')
    const modes = ['log', 'work', 'cache', 'log/00001.log', 'current/index.html'].map(
      (path) => statSync(join(site.root, path)).mode & 0o777,
    )
    expect(modes).toEqual([0o700, 0o700, 0o700, 0o600, 0o644])
  })
})

describe.skipIf(missing())('redeploy keeps the old page when the result', () => {
  let site: DeploySite
  beforeAll(async () => {
    site = await DeploySite.start()
    await site.deploy('one')
  })
  afterAll(() => site?.stop())

  it.each([
    ['has no index', 'rm dist/index.html', {}, 'no index.html'],
    ['has an empty index', ': >dist/index.html', {}, 'no index.html'],
    ['is not there', 'rm -r dist', {}, 'no folder dist'],
    ['links elsewhere', 'ln -s /etc/passwd dist/passwd', {}, 'neither: passwd'],
    ['is too large', 'head -c 9000 /dev/zero >dist/big', { MAX_BYTES: '8000' }, 'too large'],
    ['is too small', '', { MIN_BYTES: '2000' }, 'too small'],
  ])('%s', async (_, build, settings, words) => {
    site.settings = settings
    const outcome = await site.deploy('two', { 'build.sh': build })
    expect(outcome).toMatchObject({ status: 1, output: expect.stringContaining(words) })
    expectUntouched(site)
    expect(await site.telegram.message(words)).toContain('failed at <b>check</b>, exit code 1')
  })
})

/** Pushes that come together, come again, or come from somebody who means harm. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hosting, until } from './support/deploy-site'
import { missing, useSite } from './support/use-site'

describe.skipIf(missing())('redeploy', () => {
  it('runs once more after a deploy during which three pushes came', async () => {
    const site = await useSite()
    const first = site.push('one')
    const release = site.hold()
    const running = site.hook(first)
    await until(() => site.builds.length === 1)
    for (const words of ['two', 'three']) await site.deploy(words)
    const last = site.push('four')
    const queued = await site.hook(last, 'Message of four')
    expect(queued).toMatchObject({
      status: 0,
      output: expect.stringContaining('Another one follows'),
    })
    expect(site.page).toBeUndefined()
    release()
    expect(await running).toMatchObject({ status: 0 })
    expect(site.builds).toEqual([first, last])
    expect(site.page).toBe('<p>four</p>\n')
    expect(await site.telegram.message('Message of four')).toContain(last.slice(0, 12))
  })

  it('ends with the newest of two pushes at once, each built at most once', async () => {
    const site = await useSite()
    const commits = [site.push('one'), site.push('two')]
    const outcomes = await Promise.all(commits.map((commit) => site.hook(commit)))
    expect(outcomes.map(({ status }) => status)).toEqual([0, 0])
    expect(site.page).toBe('<p>two</p>\n')
    expect(site.builds).toEqual([commits[1]])
  })

  it('changes nothing when an old push is sent again, also after a rollback', async () => {
    const site = await useSite()
    const commits = [site.push('one')]
    await site.hook(commits[0] ?? '')
    commits.push(site.push('two'))
    await site.hook(commits[1] ?? '')
    const nothing = { status: 0, output: expect.stringContaining('Nothing to do') }
    expect(await site.hook(commits[0] ?? '')).toMatchObject(nothing)
    expect(site.page).toBe('<p>two</p>\n')
    await site.run('rollback')
    for (const commit of commits) expect(await site.hook(commit)).toMatchObject(nothing)
    expect(site.page).toBe('<p>one</p>\n')
    expect(site.builds).toEqual(commits)
  })

  it('builds the same commit again when it is asked by hand', async () => {
    const site = await useSite()
    await site.deploy('one')
    expect(await site.run('redeploy')).toMatchObject({ status: 0 })
    expect(site.builds).toHaveLength(2)
    expect(site.releases).toHaveLength(2)
  })

  it('refuses a commit that is not on the branch, and what is no commit at all', async () => {
    const site = await useSite()
    await site.deploy('one')
    const refused = await site.hook('0123456789'.repeat(4))
    expect(refused).toMatchObject({
      status: 1,
      output: expect.stringContaining('not on the branch'),
    })
    for (const commit of ['', 'main', 'HEAD~1', '--upload-pack=touch x', `${'a'.repeat(40)}\n`]) {
      expect(await site.hook(commit)).toMatchObject({
        ...{ status: 1, output: expect.stringContaining('not a commit id') },
      })
    }
    expect(site.builds).toHaveLength(1)
  })

  it('takes shell characters in message, pusher and branch as they are', async () => {
    const branch = '$(touch${IFS}pwned);`touch${IFS}pwned`&\'"|<b>'
    const site = await useSite({}, branch)
    const evil = `$(touch ${site.folder}/pwned) \`touch ${site.folder}/pwned\` ; touch pwned & 'a' "b" \\n %s`
    const commit = site.push('one', {}, evil)
    const html = `</i><script>&amp;`
    expect(await site.hook(commit, `${evil} ${html}`, `ann"; ${evil}`)).toMatchObject({ status: 0 })
    expect(site.page).toBe('<p>one</p>\n')
    const told = await site.telegram.message('deploying')
    expect(told).toContain(
      `<i>${evil.replaceAll('&', '&amp;')} &lt;/i&gt;&lt;script&gt;&amp;amp;</i>\nby ann"; $(touch`,
    )
    for (const place of [site.folder, site.root, hosting, '.']) {
      expect(existsSync(join(place, 'pwned'))).toBe(false)
    }
  })

  it('leaves the old page and no rest when it is terminated in the middle', async () => {
    const site = await useSite()
    await site.deploy('one')
    const release = site.hold()
    site.push('two')
    const child = spawn(join(hosting, 'bin/redeploy'), {
      env: { PATH: process.env.PATH, SITE_ENV: site.env },
      stdio: 'ignore',
    })
    await until(() => site.builds.length === 2)
    child.kill('SIGTERM')
    await once(child, 'close')
    expect(child.exitCode).toBe(143)
    expect(site.page).toBe('<p>one</p>\n')
    expect(site.names('work')).toEqual(['lock'])
    await site.telegram.message('exit code 143')
    release()
    expect(await site.run('redeploy')).toMatchObject({ status: 0 })
    expect(site.page).toBe('<p>two</p>\n')
  })
})

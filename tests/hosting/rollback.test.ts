/** The way back. */
import { execFileSync, spawnSync } from 'node:child_process'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hosting, until, type DeploySite } from './support/deploy-site'
import { missing, useSite } from './support/use-site'

const asset = (name: string) => ({
  ...{ [`public/assets/app-${name}.js`]: name },
  'build.sh': `cd dist/assets; ls | grep -v -- -${name} | xargs -r rm`,
})

async function deployAll(site: DeploySite, names: string[]) {
  for (const name of names) await site.deploy(name, asset(name))
}

describe.skipIf(missing())('rollback', () => {
  it('goes back one release, then one more, and the next push deploys as usual', async () => {
    const site = await useSite()
    await deployAll(site, ['a', 'b', 'c'])
    expect(await site.run('rollback')).toMatchObject({ status: 0 })
    expect(site.page).toBe('<p>b</p>\n')
    // Whoever has the page that was taken back still gets its parts.
    expect(site.file('assets/app-c.js')).toBe('c')
    expect(await site.telegram.message('rolled back')).toMatch(/<code>00002-[0-9a-f]{12}<\/code>/)
    expect(await site.run('rollback', ['1'])).toMatchObject({ status: 0 })
    expect(site.page).toBe('<p>a</p>\n')
    await deployAll(site, ['d'])
    expect(site.page).toBe('<p>d</p>\n')
  })

  it('goes back two releases, and later never to one that was taken back', async () => {
    const site = await useSite()
    await deployAll(site, ['a', 'b', 'c'])
    expect(await site.run('rollback', ['2'])).toMatchObject({ status: 0 })
    expect(site.page).toBe('<p>a</p>\n')
    await deployAll(site, ['d'])
    await site.run('rollback')
    expect(site.page).toBe('<p>a</p>\n')
  })

  it('lists what there is to go back to, and refuses what there is not', async () => {
    const site = await useSite()
    expect((await site.run('rollback')).output).toContain('Nothing has been deployed yet')
    await deployAll(site, ['a', 'b'])
    const { output } = await site.run('rollback', ['--list'])
    expect(output).toMatch(
      /^00002-\S+ {2}\S+ \S+ {2}current\n00001-\S+ {2}\S+ \S+ {2}rollback 1\n$/,
    )
    expect(await site.run('rollback', ['2'])).toMatchObject({
      ...{ status: 1, output: expect.stringContaining('only 1 releases') },
    })
    for (const wrong of ['0', '-1', 'x', '1;ls', '999']) {
      expect(await site.run('rollback', [wrong])).toMatchObject({ status: 1 })
    }
    expect(site.page).toBe('<p>b</p>\n')
  })

  it('that root calls goes on as the owner of the site', async (context) => {
    const program = join(hosting, 'bin/rollback')
    const asNobody = spawnSync('runuser', ['-u', 'nobody', '--', 'test', '-r', program])
    if (asNobody.status !== 0) context.skip('needs root, and scripts that others may read')
    const site = await useSite()
    await deployAll(site, ['a', 'b'])
    execFileSync('chown', ['-R', 'nobody', site.folder])
    expect(await site.run('rollback')).toMatchObject({ status: 0 })
    expect(site.page).toBe('<p>a</p>\n')
    const { uid } = lstatSync(join(site.root, 'current'))
    expect(String(uid)).toBe(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).trim())
  })

  it('changes nothing when nginx answers wrongly, or while a deploy is running', async () => {
    const site = await useSite()
    await deployAll(site, ['a', 'b'])
    site.answerStatus = 500
    const outcome = await site.run('rollback')
    expect(outcome).toMatchObject({ status: 1, output: expect.stringContaining('answers 500') })
    expect(site.page).toBe('<p>b</p>\n')
    expect(site.releases).toHaveLength(2)
    site.answerStatus = 200
    const release = site.hold()
    const running = site.deploy('c')
    await until(() => site.builds.length === 3)
    const refused = await site.run('rollback')
    expect(refused).toMatchObject({
      status: 1,
      output: expect.stringContaining('A deploy is running'),
    })
    release()
    await running
    expect(site.page).toBe('<p>c</p>\n')
  })
})

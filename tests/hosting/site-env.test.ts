/** Settings are data: what is not what its key wants stops everything before it begins. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { missing, useSite } from './support/use-site'

describe.skipIf(missing())('site.env', () => {
  it.each([
    ['SITE_NAME=$(touch pwned)', 'line 1: SITE_NAME cannot'],
    ['REPOSITORY=ext::sh -c touch% pwned', 'REPOSITORY cannot'],
    ['REPOSITORY=--upload-pack=x', 'REPOSITORY cannot'],
    ['REPOSITORY=https://ann:word@host/x.git', 'REPOSITORY cannot'],
    ['BRANCH=-x', 'BRANCH cannot'],
    ['BRANCH=a..b', 'BRANCH cannot'],
    ['OUTPUT_FOLDER=../..', 'OUTPUT_FOLDER cannot'],
    ['OUTPUT_FOLDER=.', 'OUTPUT_FOLDER cannot'],
    ['SITE_ROOT=/', 'SITE_ROOT cannot'],
    ['SITE_ROOT=/srv/../etc', 'SITE_ROOT cannot'],
    ['KEEP_RELEASES=1', 'KEEP_RELEASES cannot'],
    ['TELEGRAM_TOKEN=4242:abc" next', 'TELEGRAM_TOKEN cannot'],
    ['PATH=/tmp', 'no setting is called PATH'],
    ['touch pwned', 'not KEY=value'],
    ['SITE_NAME=site.test', 'REPOSITORY is missing'],
  ])('with %s is refused', async (line, words) => {
    const site = await useSite()
    writeFileSync(site.env, `${line}\n`)
    const outcome = await site.run('redeploy')
    expect(outcome).toMatchObject({ status: 1, output: expect.stringContaining(words) })
    expect(readdirSync(site.folder)).toEqual(['site.env'])
  })

  it('may have quotes, comments and Windows line ends', async () => {
    const site = await useSite()
    const lines = readFileSync(site.env, 'utf8').replace(
      'SITE_NAME=site.test',
      '# a\n\nSITE_NAME= "site.test" ',
    )
    writeFileSync(site.env, lines.replaceAll('\n', '\r\n'))
    expect(await site.run('notify', ['test'])).toMatchObject({ status: 0 })
    expect(site.telegram.texts[0]).toContain('<b>site.test</b>')
    expect(readdirSync(site.folder)).toEqual(['site.env'])
  })
})

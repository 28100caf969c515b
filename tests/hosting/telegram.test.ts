/** What reaches the phone, and what must never leave site.env. */
import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { missing, useSite } from './support/use-site'

/** The arguments of every process of this machine, now. */
const allArguments = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch {
        return '' // it has just ended
      }
    })
    .join('\n')

describe.skipIf(missing())('Secrets', () => {
  it('are in no log, no list of processes and no build, whatever the build tries', async () => {
    const site = await useSite()
    let seen = ''
    site.telegram.whileAsked = () => (seen += allArguments())
    const spy = 'cat /proc/[0-9]*/cmdline >dist/arguments 2>/dev/null; env >dist/env'
    const build = `${spy}; echo; cat ${site.env}; true`
    const commit = site.push('one', { 'build.sh': build })
    const env = { HOOK_COMMIT: commit, HOOK_SECRET: site.hookSecret, TELEGRAM_TOKEN: site.token }
    const outcome = await site.run('redeploy', [], env)
    expect(outcome).toMatchObject({ status: 0 })
    await site.telegram.message('is live')
    const botOnly = site.token.split(':')[1] ?? ''
    const places = [seen, site.logs, outcome.output, ...site.telegram.texts]
    places.push(site.file('arguments') ?? '', site.file('env') ?? '')
    for (const place of places) {
      expect(place).not.toContain(site.hookSecret)
      expect(place).not.toContain(botOnly)
    }
    // The test looked in the right places.
    expect(seen).toContain('curl\0')
    expect(site.file('arguments')).toContain('redeploy')
    expect(site.file('env')).toContain(`SITE_COMMIT=${commit}`)
    expect(site.file('env')).not.toMatch(/HOOK_|TELEGRAM_/)
    expect(site.logs).toContain('TELEGRAM_TOKEN=[secret]')
    expect(site.telegram.paths[0]).toBe(`/bot${site.token}/sendMessage`)
  })

  it('that others could read stop everything', async () => {
    const site = await useSite()
    chmodSync(site.env, 0o640)
    for (const program of ['redeploy', 'rollback', 'notify']) {
      const outcome = await site.run(program, program === 'notify' ? ['test'] : [])
      expect(outcome).toMatchObject({ status: 1, output: expect.stringContaining('chmod 600') })
    }
  })
})

describe.skipIf(missing())('Telegram', () => {
  it('gets at most 4096 characters, escaped, without halves', async () => {
    const site = await useSite()
    const words = '🦊<&>'.repeat(400)
    const line = `echo '${'é&<'.repeat(900)}'`
    const commit = site.push('one', {
      'build.sh': `${line}; ${line}; printf '\\033[31mred\\377 \\033[0m\\n'`,
    })
    await site.hook(commit, words, words)
    await site.telegram.message('is live')
    for (const text of site.telegram.texts) {
      expect(text.length).toBeLessThanOrEqual(4096)
      expect(text).not.toMatch(/&(?!(amp|lt|gt);)|\ufffd/)
      expect(text).not.toContain('\u001b')
      expect(text.match(/<\w+>/g)?.length ?? 0).toBe(text.match(/<\/\w+>/g)?.length ?? 0)
    }
    expect(site.telegram.texts[0]).toContain('🦊&lt;&amp;&gt;🦊')
    expect(site.telegram.texts[1]).toMatch(/<pre>red <\/pre>$/)
  })

  it.each([
    ['is down', { TELEGRAM_API: 'http://127.0.0.1:1' }],
    ['is not wanted', { TELEGRAM_TOKEN: '' }],
  ])('that %s fails no deploy', async (_, settings) => {
    const site = await useSite(settings)
    expect(await site.deploy('one')).toMatchObject({ status: 0 })
    expect(site.page).toBe('<p>one</p>\n')
    expect(site.telegram.paths).toEqual([])
  })

  it('that refuses or never answers is not waited for', async () => {
    const site = await useSite()
    site.telegram.mood = 'refusing'
    expect(await site.deploy('one')).toMatchObject({ status: 0 })
    await site.telegram.message('is live')
    site.telegram.mood = 'silent'
    const already = site.telegram.messages.length
    expect(await site.deploy('two')).toMatchObject({ status: 0 })
    expect(site.page).toBe('<p>two</p>\n')
    // The first message still hangs: what came after it has not even been sent.
    expect(site.telegram.messages.length).toBeLessThanOrEqual(already + 1)
  })
})

describe.skipIf(missing())('notify', () => {
  it('finds the chats in which somebody wrote, and only real ones', async () => {
    const site = await useSite({ TELEGRAM_CHAT_ID: '' })
    const empty = await site.run('notify', ['chat-id'])
    expect(empty).toMatchObject({ status: 1, output: expect.stringContaining('Write anything') })
    const chat = { id: -1001234, title: 'Мой "site"', type: 'group' }
    const text = 'look: "chat":{"id":666,"type":"private"}'
    site.telegram.updates = [
      { update_id: 1, message: { message_id: 1, from: { id: 5 }, chat, text } },
      { update_id: 2, message: { chat: { id: 77, first_name: 'Ann', type: 'private' }, text } },
      { update_id: 3, message: { chat: { id: 77, first_name: 'Ann', type: 'private' }, text } },
    ]
    const found = await site.run('notify', ['chat-id'])
    expect(found).toMatchObject({ status: 0 })
    expect(found.output.split('\n').map((line) => line.split(/\s/)[0])).toEqual([
      '-1001234',
      '77',
      '',
    ])
    expect(found.output).toMatch(/^77 {2}first_name:Ann, type:private$/m)
    expect(found.output).toContain('title:Мой "site"')
    expect(found.output).not.toContain(site.token)
  })

  it('sends a test message, and says so when Telegram does not take it', async () => {
    const site = await useSite()
    expect(await site.run('notify', ['test'])).toMatchObject({ status: 0, output: 'Sent.\n' })
    expect(site.telegram.texts).toEqual(['👋 <b>site.test</b>: messages arrive here'])
    site.telegram.mood = 'refusing'
    expect(await site.run('notify', ['test'])).toMatchObject({ status: 1 })
  })
})

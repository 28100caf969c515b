/** From a push to the page, with Debian's nginx and webhook, as GitHub would deliver it. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missingPrograms } from './support/programs'
import { tinySettings, tinySite, waitFor } from './support/tiny-site'
import { server, useServer } from './support/use-server'

describe.skipIf(missingPrograms())('A push to the published branch', () => {
  useServer(tinySettings)

  const page = async () => (await server.visitor.ask('/')).body

  it('is answered with 202, and the new page is served', async () => {
    const commit = server.repository.push(tinySite('first words'))
    const answer = await server.publish({ commit })
    expect(answer).toMatchObject({ status: 202, body: expect.stringContaining('being published') })
    expect(await page()).toContain('first words')
  })

  it('is answered while the build still runs; until it is done, the old page is served', async () => {
    const go = join(server.folder, 'go')
    const commit = server.repository.push(tinySite('second words', waitFor(go)))
    const answer = await server.begin({ commit })
    expect(answer.status).toBe(202)
    expect(await page()).toContain('first words')
    writeFileSync(go, '')
    await server.settled()
    expect(await page()).toContain('second words')
  })

  it('a replay of an old commit’s delivery does not bring the old page back', async () => {
    const old = server.repository.push(tinySite('old words'))
    await server.publish({ commit: old })
    const commit = server.repository.push(tinySite('new words'))
    await server.publish({ commit })
    const answer = await server.publish({ commit: old })
    expect(answer.status).toBe(202)
    expect(await page()).toContain('new words')
  })

  it('shell metacharacters in the commit message and the pusher’s name are words, never commands', async () => {
    const mark = join(server.folder, 'ran')
    const message = `$(touch ${mark}) \`touch ${mark}\`; touch ${mark} | <b>&'"\\\n$IFS %s\u0007`
    const commit = server.repository.push(tinySite('harmless'), message)
    await server.publish({ commit, message, pusher: `$(touch ${mark})` })
    expect(await page()).toContain('harmless')
    expect(readdirSync(server.folder)).not.toContain('ran')
  })

  it('a build that fails changes nothing', async () => {
    const commit = server.repository.push(tinySite('broken', 'exit 3'))
    expect((await server.publish({ commit })).status).toBe(202)
    expect(await page()).toContain('harmless')
  })
})

const hugoSite = (words: string): Record<string, string> => ({
  'config.toml': 'baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n',
  'assets/style.css': `body::after { content: "${words}" }\n`,
  'content/_index.md': `---\ntitle: Home\n---\n${words}, *in Markdown*\n`,
  'content/about.md': '---\ntitle: About\n---\nMore of it\n',
  'layouts/index.html':
    '<!doctype html>{{ $style := resources.Get "style.css" | fingerprint }}' +
    '<link rel="stylesheet" href="{{ $style.RelPermalink }}">{{ .Content }}',
  'layouts/_default/single.html': '<!doctype html><title>{{ .Title }}</title>{{ .Content }}',
})

describe.skipIf(missingPrograms('hugo'))('A push to a Hugo site', () => {
  useServer({ GENERATOR: 'hugo' })

  const ask = (path: string) => server.visitor.ask(path)

  it('is built by Hugo and served', async () => {
    for (const words of ['first', 'second']) {
      const commit = server.repository.push(hugoSite(words))
      expect((await server.publish({ commit })).status).toBe(202)
      expect((await ask('/')).body).toContain(`${words}, <em>in Markdown</em>`)
    }
  })

  it('has its pages in folders', async () => {
    expect(await ask('/about/')).toMatchObject({ status: 200 })
    expect(await ask('/about')).toMatchObject({ status: 301, headers: { location: '/about/' } })
  })

  it('lets visitors keep what has a fingerprint, and asks for the rest each time', async () => {
    const [style = ''] =
      /\/style\.min\.[0-9a-f]+\.css|\/style\.[0-9a-f]+\.css/.exec((await ask('/')).body) ?? []
    expect(await ask(style)).toMatchObject({ status: 200 })
    expect((await ask(style)).headers['cache-control']).toContain('immutable')
    expect((await ask('/about/')).headers['cache-control']).toBe('no-cache')
  })

  it('gets headers that break no site', async () => {
    const { headers } = await ask('/')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' })
    expect(headers).not.toHaveProperty('content-security-policy')
    expect(headers).not.toHaveProperty('cross-origin-embedder-policy')
  })
})

/** What a visitor gets from nginx: headers, caching, compression, types, and what is not there for him. */
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { frameHeaders, pageHeaders } from '../../hosting/headers'
import { missingPrograms } from './support/programs'
import { siteName, SiteServer } from './support/site-server'
import { partOf, tinySettings, tinySite } from './support/tiny-site'

const strictTransport = 'max-age=31536000'
const small = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

describe.skipIf(missingPrograms())('A visitor', () => {
  let server: SiteServer
  let part: string
  beforeAll(async () => {
    server = await SiteServer.start(tinySettings)
    server.repository.push(tinySite('words'))
    await server.run('redeploy')
    part = `/${partOf((await server.visitor.ask('/')).body)}`
  }, 60_000)
  afterAll(() => server?.stop())

  const ask = (path: string, headers?: Record<string, string>) =>
    server.visitor.ask(path, { headers })

  it.each([
    ['the page', () => '/', 200],
    ['a hashed asset', () => part, 200],
    ['something that is not there', () => '/nothing', 404],
    ['an asset that is not there', () => '/assets/none-12345678.js', 404],
    ['the hook by GET', () => '/hooks/publish', 405],
  ])('gets every header of hosting/headers.ts with %s', async (_, path, status) => {
    const answer = await ask(path())
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject(small(pageHeaders))
    expect(answer.headers['strict-transport-security']).toBe(strictTransport)
    expect(answer.headers.server).toBe('nginx')
  })

  it('gets the frame of served pages with its own policy, and asks again for it each time', async () => {
    const { status, headers } = await ask('/phone-frame.html')
    expect(status).toBe(200)
    expect(headers).toMatchObject(small(frameHeaders))
    expect(headers['strict-transport-security']).toBe(strictTransport)
    expect(headers['cache-control']).toBe('no-cache')
  })

  it('may keep a hashed asset for ever', async () => {
    expect((await ask(part)).headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  it.each([
    '/',
    '/index.html',
    '/image.bin',
    '/assets/photo-portrait.jpg',
    '/assets/photo-20260131.jpg',
    '/assets/none-12345678.js',
    '/nothing',
  ])('asks again for %s each time', async (path) =>
    expect((await ask(path)).headers['cache-control']).toBe('no-cache'),
  )

  it('gets 304 for a page that is still the same', async () => {
    const { etag = '' } = (await ask('/')).headers
    expect(await ask('/', { 'If-None-Match': etag })).toMatchObject({ status: 304, body: '' })
  })

  it('gets the file that was compressed beforehand', async () => {
    const { headers, body } = await ask(part, { 'Accept-Encoding': 'gzip' })
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
    // nginx knows the length only of what lies on the disk.
    expect(Number(headers['content-length'])).toBeGreaterThan(0)
    expect(body.length).toBeLessThan((await ask(part)).body.length)
  })

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/code.wasm', 'application/wasm'],
    ['/module.mjs', 'text/javascript'],
    ['/image.bin', 'application/octet-stream'],
    ['/app.webmanifest', 'application/manifest+json'],
  ])('gets %s as %s', async (path, type) => {
    expect(await ask(path)).toMatchObject({ status: 200, headers: { 'content-type': type } })
  })

  it('reads the site’s own words where nothing is', async () => {
    expect((await ask('/nothing')).body).toContain('Not here')
  })

  it.each(['/.hidden', '/.git/config', '/assets/.hidden', '/%2ehidden', '/../site.env'])(
    'does not get %s',
    async (path) => expect([400, 404]).toContain((await ask(path)).status),
  )

  it('gets /.well-known, which other services need', async () => {
    expect(await ask('/.well-known/security.txt')).toMatchObject({ status: 200 })
  })

  it('is not led out of the site by a symlink', async () => {
    writeFileSync(join(server.folder, 'private.txt'), 'private')
    symlinkSync(join(server.folder, 'private.txt'), join(server.siteRoot, 'current/public.txt'))
    expect((await ask('/public.txt')).body).not.toContain('private')
  })

  it('who comes by HTTP is led to HTTPS, whatever the name', async () => {
    for (const name of [siteName, `www.${siteName}`]) {
      const answer = await server.visitor.askPlain('/page?x=1', name)
      expect(answer.status).toBe(301)
      expect(answer.headers.location).toBe(`https://${siteName}:${server.httpsPort}/page?x=1`)
    }
  })

  it('who comes to www. is led to the bare name', async () => {
    const answer = await server.visitor.ask('/page?x=1', { name: `www.${siteName}` })
    expect(answer.status).toBe(301)
    expect(answer.headers.location).toBe(`https://${siteName}:${server.httpsPort}/page?x=1`)
    expect(answer.headers['strict-transport-security']).toBe(strictTransport)
  })

  it('the certificate authority finds its proof on port 80', async () => {
    server.writeChallenge('token', 'proof')
    const answer = await server.visitor.askPlain('/.well-known/acme-challenge/token')
    expect(answer).toMatchObject({ status: 200, body: 'proof' })
    const missing = await server.visitor.askPlain('/.well-known/acme-challenge/other')
    expect(missing.status).toBe(404)
  })

  it('may speak HTTP/2', async () => {
    const socket = connect({
      ...{ host: '127.0.0.1', port: server.httpsPort, servername: siteName },
      ...{ ALPNProtocols: ['h2', 'http/1.1'], rejectUnauthorized: false },
    })
    await new Promise((resolve, reject) => socket.on('secureConnect', resolve).on('error', reject))
    expect(socket.alpnProtocol).toBe('h2')
    socket.destroy()
  })
})

/** The servers that the bench's phone reaches: the portal's real page, and pages that are up to something. */
import type { HttpAnswer, HttpQuestion } from '../../../src/phone/http-exchange'
import portalPage from '../../../firmware/lib/captive_portal/page.html?raw'
import { hostilePages } from './hostile-pages'

const utf8 = new TextEncoder()

function answer(body: string, more: Partial<Omit<HttpAnswer, 'body'>> = {}): HttpAnswer {
  const headers = { 'content-type': 'text/html; charset=utf-8', ...more.headers }
  return { status: 200, statusText: 'OK', ...more, headers, body: utf8.encode(body) }
}

const json = (value: unknown) =>
  answer(JSON.stringify(value), { headers: { 'content-type': 'application/json' } })
const redirect = (location: string, status = 302) =>
  answer('', { status, statusText: 'Found', headers: { location } })

/** As firmware/lib/captive_portal/site.py fills the page in, as far as its script is concerned. */
const filled = (state: string) => {
  const values: Record<string, string> = {
    state,
    networks:
      '<label><input type="radio" name="hex" value="486f6d65"> Home</label><label><input type="radio" name="hex" value="436166e9"> Café</label>',
    token: 'abc123',
    text: '',
    about: state === 'trying' ? 'Home' : '',
  }
  return portalPage.replace(/~(\w+)~/g, (_, name: string) => values[name] ?? '')
}

/** What the portal is doing: a password was sent, and how often the page has asked since. */
const portal = { state: 'idle', polls: 0 }

function portalAnswer({ method, url }: HttpQuestion): HttpAnswer {
  const { pathname } = new URL(url)
  if (pathname === '/connect') {
    portal.state = 'trying'
    return redirect('/', 303)
  }
  if (pathname === '/status') {
    if (++portal.polls > 1) portal.state = 'done'
    const { state } = portal
    return json({ state, about: 'Home', ip: '10.0.0.7', name: 'board', token: 'def456', text: '' })
  }
  if (pathname === '/search') return redirect('/', 303)
  if (pathname === '/list') {
    return answer('<label><input type="radio" name="hex" value="4e6577"> New</label>')
  }
  if (pathname === '/' && method === 'GET') return answer(filled('idle'))
  if (pathname === '/again') return answer(filled('trying'))
  return answer('Not found', { status: 404, headers: { 'content-type': 'text/plain' } })
}

/** Pages for one thing each. */
const pages: Record<string, (question: HttpQuestion) => HttpAnswer> = {
  '/detect': () => redirect('http://192.168.4.1/'),
  '/loop': ({ url }) => redirect(`${url}x`),
  '/text': () => answer('<b>as it is</b>', { headers: { 'content-type': 'text/plain' } }),
  '/end': () => answer('<title>The end</title><p id=end>Arrived'),
  '/echo': ({ method, url, body }) =>
    answer(
      `<title>Echo</title><pre>${method} ${new URL(url).search} ${new TextDecoder().decode(body)}`,
    ),
}
pages['/loopx'] = ({ url }) => redirect(`${url}x`)

export function siteFor(question: HttpQuestion): HttpAnswer | undefined {
  const { hostname, pathname } = new URL(question.url)
  if (hostname === '192.168.4.1') return portalAnswer(question)
  if (hostname === 'test.example') {
    const page = hostilePages[pathname.slice(1)]
    if (page !== undefined) return answer(page)
    const known = pathname.startsWith('/loop') ? pages['/loop'] : pages[pathname]
    return known?.(question) ?? answer('nothing', { status: 404 })
  }
  return hostname === 'open.example' ? openAnswer() : undefined
}

const openAnswer = () => answer('open', { headers: { 'access-control-allow-origin': '*' } })

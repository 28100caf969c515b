/** A page of our policy with a phone's screen on it; what the phone's network answers is set by the test. */
import { mount } from 'svelte'
import '../../../src/ui/theme.css'
import type { HttpAnswer, HttpQuestion } from '../../../src/phone/http-exchange'
import { ExchangeError } from '../../../src/phone/exchange-error'
import { PhoneBrowser } from '../../../src/phone/browser/phone-browser'
import ServedPage from '../../../src/ui/phone/served/ServedPage.svelte'
import { siteFor } from './sites'

export interface Asked {
  line: string
  purpose: string
  headers: Readonly<Record<string, string>>
  body: string
}

const asked: Asked[] = []
const latin = new TextDecoder('latin1')

async function exchange(question: HttpQuestion, { purpose }: { purpose: string }) {
  const { method, url, headers, body } = question
  asked.push({ line: `${method} ${url}`, purpose, headers, body: body ? latin.decode(body) : '' })
  const answer: HttpAnswer | undefined = siteFor(question)
  if (!answer) throw new ExchangeError('refused')
  return answer
}

const browser = new PhoneBrowser(exchange, { userAgent: 'Phone/1', languages: ['en'] })
const titles: string[] = []
const target = document.getElementById('screen') ?? document.body
target.style.cssText = 'width: 360px; height: 600px'
mount(ServedPage, { target, props: { browser, ontitle: (title: string) => titles.push(title) } })

/** What a test sees of the outer page. */
const bench = { browser, asked, titles }
export type Bench = typeof bench
Object.assign(window, { bench })

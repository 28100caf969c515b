/** A form that is submitted, by a person or a script. */
import type { FormFile } from '../phone/browser/encode-form'
import type { Resolve } from './addresses'
import type { Bridge } from './config'
import type { Places } from './location'

const enctypes = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'] as const
const own = /^(_self|_top|_parent)?$/i

type Button = HTMLButtonElement | HTMLInputElement | null

/** @returns what adds the listener; a second time does nothing */
export function patchForms(bridge: Bridge, { go }: Places, resolve: Resolve): () => void {
  const send = async (form: HTMLFormElement, submitter: Button) => {
    const attribute = (name: string) =>
      submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? ''
    const method = attribute('method').toLowerCase()
    if (method === 'dialog') return
    const target = attribute('target')
    // Read now: an answer of the page's own script may change the form.
    const data = new FormData(form, submitter)
    if (!own.test(target)) return
    const action = attribute('action')
    if (/^\s*javascript:/i.test(action)) return
    // Without an action, to the page itself.
    const url = resolve(action || document.URL)
    if (!/^https?:$/.test(url.protocol)) return go(url.href)
    bridge.send({
      kind: 'submit',
      url: url.href,
      method: method === 'post' ? 'post' : 'get',
      enctype: enctypes.find((one) => one === attribute('enctype').toLowerCase()) ?? enctypes[0],
      entries: await entriesOf(data),
    })
  }
  const onSubmit = (event: SubmitEvent) => {
    const form = event.target
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return
    event.preventDefault()
    void send(form, event.submitter as Button)
  }
  HTMLFormElement.prototype.submit = function (this: HTMLFormElement) {
    void send(this, null)
  }
  return () => addEventListener('submit', onSubmit)
}

const entriesOf = (data: FormData) =>
  Promise.all(
    [...data].map(async ([name, value]): Promise<[string, string | FormFile]> =>
      typeof value === 'string'
        ? [name, value]
        : [name, { name: value.name, type: value.type, bytes: await bytesOf(value) }],
    ),
  )

const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer())

/** Forms as Chromium and Firefox send them. */
import { describe, expect, it } from 'vitest'
import { formRequest, type FormSubmission } from '../../../../src/phone/browser/encode-form'

const form: FormSubmission = {
  method: 'post',
  url: 'http://x/send?old=1',
  enctype: 'application/x-www-form-urlencoded',
  entries: [
    ['ssid', 'Café & Söhne'],
    ['note', 'one\ntwo'],
    ['file', { name: 'a "b".txt', type: 'text/plain', bytes: new Uint8Array([104, 105]) }],
  ],
}
const text = (bytes?: Uint8Array) => new TextDecoder().decode(bytes)

describe('A form', () => {
  it('goes into the query with GET, in place of the old one', () => {
    expect(formRequest({ ...form, method: 'get' })).toEqual({
      method: 'GET',
      url: 'http://x/send?ssid=Caf%C3%A9+%26+S%C3%B6hne&note=one%0D%0Atwo&file=a+%22b%22.txt',
    })
  })

  it('is urlencoded with POST', () => {
    const { url, body } = formRequest(form)
    expect(url).toBe('http://x/send?old=1')
    expect(body?.type).toBe('application/x-www-form-urlencoded')
    expect(text(body?.bytes)).toBe(
      'ssid=Caf%C3%A9+%26+S%C3%B6hne&note=one%0D%0Atwo&file=a+%22b%22.txt',
    )
  })

  it('is multipart with its files', () => {
    const { body } = formRequest({ ...form, enctype: 'multipart/form-data' }, 'edge')
    expect(body?.type).toBe('multipart/form-data; boundary=edge')
    expect(text(body?.bytes)).toBe(
      [
        '--edge',
        'Content-Disposition: form-data; name="ssid"',
        '',
        'Café & Söhne',
        '--edge',
        'Content-Disposition: form-data; name="note"',
        '',
        'one',
        'two',
        '--edge',
        'Content-Disposition: form-data; name="file"; filename="a %22b%22.txt"',
        'Content-Type: text/plain',
        '',
        'hi',
        '--edge--',
        '',
      ].join('\r\n'),
    )
  })

  it('is plain text where the page wants it', () => {
    const { body } = formRequest({ ...form, enctype: 'text/plain' })
    expect(text(body?.bytes)).toBe('ssid=Café & Söhne\r\nnote=one\r\ntwo\r\nfile=a "b".txt\r\n')
  })
})

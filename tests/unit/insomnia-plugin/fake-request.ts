/**
 * A request as Insomnia hands it to a hook, and the sending of it: the documented methods, and the rules
 * by which Insomnia joins URL and parameters. Written from its documentation and its behaviour.
 */
import type {
  NameAndValue,
  RequestBody,
  RequestContext,
} from '../../../insomnia-plugin-signed-request/src/insomnia'

export interface Draft {
  url: string
  parameters?: NameAndValue[]
  body?: RequestBody
  environment?: Record<string, unknown>
}

/** Keeps what is encoded, encodes the rest, and leaves commas of values alone. */
const encode = (text: string) =>
  text
    .split(/(%[0-9a-fA-F]{2})/)
    .map((part, index) => (index % 2 ? part : encodeURIComponent(part)))
    .join('')
const pair = ({ name, value }: NameAndValue) =>
  `${encode(name)}=${encode(value).replace(/%2C/gi, ',')}`

export function fakeRequest({ url, parameters = [], body = {}, environment = {} }: Draft) {
  let encodes = true
  const request: RequestContext = {
    getUrl: () => url,
    setUrl: (next) => void (url = next),
    getParameters: () => parameters.map(({ name, value }) => ({ name, value })),
    removeParameter: (name) => void (parameters = parameters.filter((p) => p.name !== name)),
    getBody: () => body,
    setBody: (next) => void (body = next),
    getEnvironmentVariable: (name) => environment[name],
    settingEncodeUrl: (enabled) => void (encodes = enabled),
  }
  return {
    context: { request },
    /** What goes over the wire. */
    sent() {
      const query = parameters
        .map(encodes ? pair : ({ name, value }) => `${name}=${value}`)
        .join('&')
      const joined = query ? url + (url.includes('?') ? '&' : '?') + query : url
      return { url: joined, body: body.params ? body.params.map(pair).join('&') : body.text }
    },
  }
}

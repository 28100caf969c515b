/**
 * Signs one request: query and form body become the canonical string of src/signing, and what was
 * signed is what is sent. Insomnia would leave commas unencoded and drop "=" before empty values, so
 * the query goes into the URL as it was signed.
 */
import {
  canonicalString,
  signatureName,
  timestampName,
  type Parameter,
} from '../../src/signing/canonical'
import { importSecret, signWithSecret } from '../../src/signing/hmac'
import type { NameAndValue, RequestBody, RequestContext } from './insomnia'
import { entryFor, variableName } from './settings'

const formType = 'application/x-www-form-urlencoded'

export async function signRequest(request: RequestContext): Promise<void> {
  const entry = entryFor(request.getUrl(), request.getEnvironmentVariable(variableName))
  if (!entry) return
  const url = partsOf(request.getUrl())
  const query = [...url.query, ...request.getParameters().map(asParameter)]
  const body = request.getBody()
  const form = formOf(body)
  const has = (name: string, among: Parameter[]) => among.some((parameter) => parameter[0] === name)
  const all = [...query, ...form]
  if (!has(timestampName, all) || has(signatureName, all)) return

  const formText = form.map(asFormText).join('&')
  const signature: Parameter = [
    signatureName,
    await signText(entry.secret, canonicalString(query) + formText),
  ]
  const inBody = has(timestampName, form)
  setQuery(request, url, query, inBody ? undefined : signature)
  if (form.length > 0) {
    setForm(request, body, inBody ? [...form, signature] : form)
  }
}

async function signText(secret: string, text: string): Promise<string> {
  if (typeof globalThis.crypto?.subtle?.importKey !== 'function') {
    throw new Error(
      'Signing needs WebCrypto. Switch on "Full host access" for this plugin in Preferences, Plugins.',
    )
  }
  return signWithSecret(await importSecret(secret), text)
}

interface UrlParts {
  base: string
  query: Parameter[]
  hash: string
}

function partsOf(url: string): UrlParts {
  const [, base = '', query = '', hash = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? []
  return { base, query: query.split('&').filter(Boolean).map(splitParameter), hash }
}

function splitParameter(part: string): Parameter {
  const equals = part.indexOf('=')
  const [name, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
  return [decoded(name), decoded(value)]
}

const asParameter = ({ name, value }: NameAndValue): Parameter => [decoded(name), decoded(value)]

/** Like Insomnia, takes what is encoded already for encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const formOf = ({ mimeType, params }: RequestBody): Parameter[] =>
  mimeType === formType ? (params ?? []).filter(({ name }) => name).map(asParameter) : []

/** Insomnia builds forms itself, keeps what is encoded, and takes the encoding off commas alone. */
const asFormText = (parameter: Parameter): string =>
  encodedPair(parameter)
    .map((text) => text.replaceAll('%2C', ','))
    .join('=')

function encodedPair([name, value]: Parameter): [name: string, value: string] {
  const encoded = (text: string) => canonicalString([['x', text]]).slice(2)
  return [encoded(name), encoded(value)]
}

function setQuery(
  request: RequestContext,
  { base, hash }: UrlParts,
  query: Parameter[],
  signature: Parameter | undefined,
) {
  const signed = signature
    ? [canonicalString(query), signature.join('=')]
    : [canonicalString(query)]
  const text = signed.filter(Boolean).join('&')
  for (const { name } of request.getParameters()) request.removeParameter(name)
  request.setUrl(asciiOnly(base) + (text && `?${text}`) + hash)
  request.settingEncodeUrl(false)
}

/** What Insomnia's encoding, which is off now, would have done to a path. */
const asciiOnly = (text: string) => text.replace(/[^\x21-\x7e]+/gu, encodeURIComponent)

function setForm(request: RequestContext, body: RequestBody, form: Parameter[]) {
  const params = form.map(encodedPair).map(([name, value]) => ({ name, value }))
  request.setBody({ ...body, params })
}

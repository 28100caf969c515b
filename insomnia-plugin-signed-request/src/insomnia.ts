/**
 * The part of Insomnia's documented hook context that this plugin uses.
 * https://developer.konghq.com/insomnia/plugins/context-object-reference
 */

export interface NameAndValue {
  name: string
  value: string
}

export interface RequestBody {
  mimeType?: string
  text?: string
  fileName?: string
  params?: NameAndValue[]
}

export interface RequestContext {
  getUrl(): string
  setUrl(url: string): void
  getParameters(): NameAndValue[]
  removeParameter(name: string): void
  getBody(): RequestBody
  setBody(body: RequestBody): void
  /** Whatever the user's environment holds. */
  getEnvironmentVariable(name: string): unknown
  settingEncodeUrl(enabled: boolean): void
}

export interface HookContext {
  request: RequestContext
}

/** One HTTP/1.1 request of the phone over its own DNS and TCP, redirects not followed. */

export interface HttpQuestion {
  method: string
  /** Absolute, http: only. */
  url: string
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body?: Uint8Array
}

export interface HttpAnswer {
  /** 100 to 599. */
  status: number
  statusText: string
  /** Names in lower case; what comes twice is joined by ", ". */
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}

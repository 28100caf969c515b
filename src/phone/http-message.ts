/** A request of the phone and the answer to it, as data. */

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

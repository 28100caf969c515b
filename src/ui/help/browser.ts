/** Which of the two lists of ports a browser shows; for hints only, so a user agent that lies does no harm. */
export type Browser = 'chromium' | 'firefox'

export const browserOf = (userAgent: string): Browser =>
  /Firefox\//.test(userAgent) ? 'firefox' : 'chromium'

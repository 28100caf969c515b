/** Browsers that would reach USB boards if they were newer; for hints only. */

export interface OlderBrowser {
  browser: string
  /** The first version with Web Serial. */
  version: number
}

/**
 * With Web Serial from this version on; the first that matches counts, because Edge and Opera call themselves
 * Chrome, too. https://developer.mozilla.org/en-US/docs/Web/API/Web_Serial_API#browser_compatibility
 */
const versions: (OlderBrowser & { pattern: RegExp })[] = [
  { browser: 'Edge', version: 89, pattern: /Edg\/(\d+)/ },
  { browser: 'Opera', version: 75, pattern: /OPR\/(\d+)/ },
  { browser: 'Chrome', version: 89, pattern: /Chrome\/(\d+)/ },
  { browser: 'Firefox', version: 151, pattern: /Firefox\/(\d+)/ },
]

/** Of browsers on computers; those on phones cannot do it in any version, or by WebUSB. */
export function olderBrowser(userAgent: string): OlderBrowser | undefined {
  if (/Android|Mobile/.test(userAgent)) return undefined
  const known = versions.find(({ pattern }) => pattern.test(userAgent))
  const version = Number(known?.pattern.exec(userAgent)?.[1])
  return known && version < known.version ? known : undefined
}

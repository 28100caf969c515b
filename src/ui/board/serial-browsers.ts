/** Browsers that would reach USB boards if they were newer; for hints only. */

/** With Web Serial: https://developer.mozilla.org/en-US/docs/Web/API/Web_Serial_API#browser_compatibility */
const firstFirefox = 151

/** Firefox on computers; the one on phones cannot do it in any version. */
export function isOlderFirefox(userAgent: string): boolean {
  const version = /Firefox\/(\d+)/.exec(userAgent)?.[1]
  return (
    version !== undefined && !/Android|Mobile/.test(userAgent) && Number(version) < firstFirefox
  )
}

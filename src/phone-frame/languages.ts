/** The page is read by the phone's owner: `navigator.language` says what the phone's requests say, too. */
export function patchLanguages(languages: readonly string[]): void {
  if (languages.length === 0) return
  const own = Object.freeze([...languages])
  Object.defineProperties(navigator, {
    language: { get: () => own[0], configurable: true },
    languages: { get: () => own, configurable: true },
  })
}

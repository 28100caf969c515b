/**
 * Every password of a board's set-up network that this page has seen since it was opened: what went to a board, was to
 * go there, or was known of it. For reports, which leave all of them out, also where a console has shown one.
 */
const given = new Set<string>()

export const givenPasswords = (): string[] => [...given]

export const rememberPassword = (password: string): void => void given.add(password)

/** Where a name stands in a sentence, whatever the order of words in its language. */

/** U+FFFC, object replacement character: no message contains one. */
const standIn = '\ufffc'

/** @returns what is before, between and after the places of the name, in order */
export const aroundName = (text: (name: string) => string): string[] => text(standIn).split(standIn)

/** Which plural form a number takes, by language: what compiled messages import. */

const rulesOf = (language: string) => {
  const cardinal = new Intl.PluralRules(language)
  return (value: number): Intl.LDMLPluralRule => cardinal.select(value)
}

export const en = rulesOf('en')

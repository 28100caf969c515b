/** Which plural form a number takes, by language: what compiled messages import. */

const rulesOf = (language: string) => {
  let cardinal: Intl.PluralRules | undefined
  return (value: number): Intl.LDMLPluralRule =>
    (cardinal ??= new Intl.PluralRules(language)).select(value)
}

export const en = rulesOf('en')
export const de = rulesOf('de')
export const fr = rulesOf('fr')
export const es = rulesOf('es')
/** The texts are European Portuguese; of "pt" alone, Intl thinks Brazilian. */
export const pt = rulesOf('pt-PT')
export const nl = rulesOf('nl')

/** How long signed links of this browser count, and how far apart two clocks may be. */
import * as v from 'valibot'
import type { KeyValueStore } from '../key-value-store'
import { isNewerThan, unknownFields } from '../newer-version'

const storageKey = 'signing-policy'

const whole = (least: number, most: number, message: string) =>
  v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(least, message),
    v.maxValue(most, message),
  )

/** Ten years: a link that counts for ever can never be taken back. */
export const maxValidDays = 3650

export const policyEntries = {
  /** For links that are signed from now on. */
  validDays: whole(1, maxValidDays, 'From 1 to 3,650 days.'),
  /** For links that are opened: how much a signer's clock may differ from this one. */
  skewMinutes: whole(0, 1440, 'From 0 to 1,440 minutes.'),
}
const schema = v.object(policyEntries)

export type Policy = v.InferOutput<typeof schema>

export const defaultPolicy: Policy = { validDays: 30, skewMinutes: 5 }

export const windowMs = ({ validDays }: Policy): number => validDays * 24 * 60 * 60 * 1000
export const skewMs = ({ skewMinutes }: Policy): number => skewMinutes * 60 * 1000

/** What is stored, or the defaults if that is nonsense: nothing is lost with two numbers. */
export async function loadPolicy(store: KeyValueStore): Promise<Policy> {
  const stored = await store.transact((transaction) => transaction.read(storageKey))
  const result = v.safeParse(schema, stored)
  return result.success ? result.output : defaultPolicy
}

/** False, and nothing is stored, if a number is out of its bounds. A newer page's policy stays as it is. */
export async function savePolicy(store: KeyValueStore, policy: Policy): Promise<boolean> {
  const result = v.safeParse(schema, policy)
  if (!result.success) return false
  await store.transact(async (transaction) => {
    const stored = await transaction.read(storageKey)
    // What a newer page has put beside the two numbers is not ours to drop.
    if (isNewerThan(1, stored)) return
    transaction.write(storageKey, {
      ...unknownFields(stored, Object.keys(policyEntries)),
      ...result.output,
    })
  })
  return true
}

/** What a test may ask of the board's process, and what comes back. */
import * as v from 'valibot'

const orders = ['introduce', 'unplug', 'plug', 'erase', 'path', 'is-open'] as const
export type OrderName = (typeof orders)[number]

export const orderSchema = v.object({ id: v.number(), order: v.picklist(orders) })
export type Order = v.InferOutput<typeof orderSchema>

export const answerSchema = v.object({
  id: v.number(),
  result: v.union([v.string(), v.boolean(), v.number(), v.null()]),
})
export type Answer = v.InferOutput<typeof answerSchema>

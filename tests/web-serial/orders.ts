/** What a test may ask of the board's process, and what comes back. */
import * as v from 'valibot'

const orders = [
  'introduce', // to a browser that has just begun to listen for devices
  'unplug',
  'plug',
  'erase', // the whole flash
  'spoil', // the first sector of the firmware: the boot ROM finds nothing to start
  'hold', // another program opens the port for itself
  'let-go',
  'path', // → string: of the pseudo-terminal
  'is-open', // → boolean: whether the browser has the port
  'baud-rates', // → numbers: each that was set since this was last asked
] as const
export type OrderName = (typeof orders)[number]

export const orderSchema = v.object({ id: v.number(), order: v.picklist(orders) })
export type Order = v.InferOutput<typeof orderSchema>

export const answerSchema = v.object({
  id: v.number(),
  result: v.union([v.string(), v.boolean(), v.array(v.number()), v.null()]),
})
export type Answer = v.InferOutput<typeof answerSchema>

/**
 * The schema's own sentences as the messages of the browser's fields, while somebody types. What the form
 * accepts is therefore exactly what a preset may contain.
 */
import type { Attachment } from 'svelte/attachments'
import * as v from 'valibot'

export const follows =
  (schema: v.GenericSchema<string, unknown>): Attachment<HTMLInputElement> =>
  (input) => {
    const check = () => {
      const result = v.safeParse(schema, input.value)
      // A union's own message says little: the reason is that of its last option.
      const [issue] = result.issues ?? []
      const inner = issue?.issues?.at(-1) ?? issue
      input.setCustomValidity(inner?.message ?? '')
    }
    check()
    input.addEventListener('input', check)
    return () => input.removeEventListener('input', check)
  }

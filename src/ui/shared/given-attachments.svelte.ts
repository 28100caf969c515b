/**
 * What `{@attach …}` gave to a component, for `{@attach givenTo(rest)}` on its element. The component names each
 * attribute that it hands on: a spread on an element (`{...rest}`) brings all of Svelte's attribute handling into
 * the first load, 2 KB, whatever part of the page it is in.
 */
import type { Attachment } from 'svelte/attachments'

/** Props of a component that takes attachments for its element. */
export interface Attachable<Of extends Element> {
  [attachment: symbol]: Attachment<Of> | false | undefined | null
}

/** @param props of the component; each attachment runs again by itself when what it reads has changed */
export const givenTo =
  <Of extends Element>(props: Attachable<Of>): Attachment<Of> =>
  (element) => {
    for (const name of Object.getOwnPropertySymbols(props)) {
      $effect(() => {
        const attachment = props[name]
        return attachment ? attachment(element) : undefined
      })
    }
  }

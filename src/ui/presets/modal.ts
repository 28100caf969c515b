/** A `<dialog>` that is there is open, and the page behind it does not scroll. */
import type { Attachment } from 'svelte/attachments'

/** @param close what its button for closing does; a phone's Back gesture asks for it, too */
export const asModal =
  (close: () => void): Attachment<HTMLDialogElement> =>
  (dialog) => {
    dialog.showModal()
    const asked = (event: Event) => {
      event.preventDefault()
      close()
    }
    dialog.addEventListener('cancel', asked)
    const release = holdPage(document.documentElement)
    return () => {
      dialog.removeEventListener('cancel', asked)
      dialog.close()
      release()
    }
  }

/** The room of the page's scroll bar stays, or everything would move. */
function holdPage({ style, clientWidth }: HTMLElement): () => void {
  const room = innerWidth - clientWidth
  style.overflow = 'hidden'
  document.body.style.paddingRight = `${room}px`
  return () => {
    style.overflow = document.body.style.paddingRight = ''
  }
}

/** Why a form cannot be taken as it is, where the field itself is out of sight. */
import m from '../../messages/compiled/preset-editor'

/** The browser cannot show its message at a field in a closed part of the form. */
export function unfold({ target }: Event): void {
  let around = target instanceof Element ? target.closest('details:not([open])') : null
  while (around instanceof HTMLDetailsElement) {
    around.open = true
    around = around.closest('details:not([open])')
  }
}

/** "Name: A preset needs a name." of the first field that does not fit; undefined if all do. */
export function firstReason(form: HTMLFormElement): string | undefined {
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue
    if (field.validity.valid) continue
    const label = field.labels?.[0]?.textContent?.trim()
    const reason = field.validationMessage
    return label ? m.form.fieldReason({ field: label, reason }) : reason
  }
  return undefined
}

/** A field that is wrong must be in sight, whatever part of the form it is in. */

/** Opens what is folded around it. */
export function unfold(field: Element): void {
  let around = field.closest('details:not([open])')
  while (around instanceof HTMLDetailsElement) {
    around.open = true
    around = around.closest('details:not([open])')
  }
}

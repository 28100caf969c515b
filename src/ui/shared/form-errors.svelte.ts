/**
 * What is wrong in a form, said beside each field, all at once: from the moment it was to be saved, and then
 * as it is mended. What is wrong is what the fields themselves say (`setCustomValidity`).
 */
import { getContext, setContext } from 'svelte'

type Checked = HTMLInputElement | HTMLTextAreaElement

export class FormErrors {
  #messages = $state.raw<Readonly<Record<string, string>>>({})

  /** Of the field with this id. */
  of(id: string): string | undefined {
    return this.#messages[id]
  }

  get count(): number {
    return Object.keys(this.#messages).length
  }

  /** Looks at all fields. @returns those that are wrong, in their order */
  check(form: HTMLFormElement): Checked[] {
    const wrong = wrongFields(form)
    this.#messages = messagesOf(wrong)
    return wrong
  }

  /** Says at once what is wrong with a field that was left. */
  note(field: EventTarget | null): void {
    if (!(field instanceof Element) || !isChecked(field) || field.validity.valid) return
    this.#messages = { ...this.#messages, ...messagesOf([field]) }
  }

  /** While somebody mends: nothing new is said, and what is right now is said no more. */
  recheck(form: HTMLFormElement): void {
    if (this.count > 0)
      this.#messages = messagesOf(wrongFields(form).filter(({ id }) => this.of(id)))
  }
}

/**
 * Runs `then` when no button of the mouse, and no finger, is down any more: what moves while one is takes the click
 * from what was pressed. At once where none is.
 */
export function afterPress(isPressed: boolean, then: () => void, target: EventTarget): void {
  if (!isPressed) return then()
  const ends = ['pointerup', 'pointercancel'] as const
  const end = () => {
    for (const name of ends) target.removeEventListener(name, end, { capture: true })
    // The click follows the release in a task of its own.
    setTimeout(then)
  }
  for (const name of ends) target.addEventListener(name, end, { capture: true })
}

const messagesOf = (fields: Checked[]) =>
  Object.fromEntries(fields.map(({ id, validationMessage }) => [id, validationMessage]))

const wrongFields = (form: HTMLFormElement): Checked[] =>
  [...form.elements].filter(isChecked).filter((field) => !field.validity.valid)

const isChecked = (element: Element): element is Checked =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement

const key = Symbol('form errors')

/** For all fields within the component that calls it, while it is initialised. */
export const provideFormErrors = (): FormErrors => setContext(key, new FormErrors())

/** Undefined for a field in no such form. */
export const formErrors = () => getContext<FormErrors | undefined>(key)

/** What went wrong where nobody waited for it, for what covers the page that says it: set once, at the root. */
import { getContext } from 'svelte'
import type { PageErrors } from '../../state/page-errors.svelte'

const key = Symbol('page errors')

export const pageErrorsContext = (errors: PageErrors) => new Map([[key, errors]])

/** Call it while the component is initialised. Undefined where a page has none. */
export const pageErrorsHere = () => getContext<PageErrors | undefined>(key)

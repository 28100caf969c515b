/** The global scope of the worker, typed: the compiler takes every file for one of a page. */
export const scope = self as unknown as ServiceWorkerGlobalScope

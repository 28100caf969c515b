/** How promises end, as values that a test can compare; and waiting for all that needs no clock. */

/** All streams and promises that wait for no timer have gone on. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The rejection of `promise`; undefined if it is fulfilled. */
export const failure = (promise: Promise<unknown>): Promise<Error | undefined> =>
  promise.then(
    () => undefined,
    (error: Error) => error,
  )

/** The rejection of `promise` as "Name: message"; "resolved" if it is fulfilled. */
export const failureText = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : error),
  )

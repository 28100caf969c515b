/** One tab at a time works on a batch: a Web Lock, which the browser releases with the tab. */

/** @returns gives the turn back; undefined while another tab has it */
export async function takeTurn(
  name: string,
  locks: Pick<LockManager, 'request'> | undefined,
): Promise<(() => void) | undefined> {
  // Where a page is not served securely, there are no ports either.
  if (!locks) return () => undefined
  return new Promise((resolve, reject) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined)
        return new Promise<void>((release) => resolve(release))
      })
      .catch(reject)
  })
}

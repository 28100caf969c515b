/** Where a relative address of the page leads. */

/** @param pageUrl where it is based once the page has written itself anew, without our `<base>` */
export const addressesOf =
  (pageUrl: string) =>
  (address: string): URL =>
    new URL(address, document.querySelector('base[href]') ? document.baseURI : pageUrl)

export type Resolve = ReturnType<typeof addressesOf>

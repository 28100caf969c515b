/** The browser's offer to install the page as an app; not every browser makes one. */

/** https://wicg.github.io/manifest-incubations/#beforeinstallpromptevent-interface */
export interface InstallOffer extends Event {
  /** Opens the browser's own question; once for each offer, whatever the answer is. */
  prompt(): Promise<unknown>
}

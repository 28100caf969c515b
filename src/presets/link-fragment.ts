/** Whether an address has a preset in it; what it says is read by link.ts, which is loaded then. */
export const linkKey = '#preset='

/** @param fragment `location.hash` */
export const isPresetFragment = (fragment: string): boolean => fragment.startsWith(linkKey)

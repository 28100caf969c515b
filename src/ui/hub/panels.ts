/** What the hub's buttons open, one at a time. Each is loaded when it is opened. */
export const panels = ['wifi', 'files', 'printLabel', 'share'] as const

export type Panel = (typeof panels)[number]

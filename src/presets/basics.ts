/** What is known of presets without their schema, which is loaded when one is read or changed. */

/** Raised when a stored preset of an older version needs a migration. */
export const presetVersion = 1

/** Where the list and what was deleted from it are stored. */
export const presetsKey = 'presets'
export const deletedPresetsKey = 'deleted-presets'

/** In UTF-16 units, as a form field counts. */
export const longestPresetName = 60

/** A new id: never guessable, never colliding in practice. */
export const newPresetId = (): string => crypto.randomUUID()

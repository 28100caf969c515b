/**
 * Which starter app a preset runs after the portal: its name, and the SHA-256 of each of its files, so
 * that a link can only ever bring the very files that its author saw. The files themselves are not in it.
 */
import * as v from 'valibot'
import m from '../messages/compiled/preset-rules'

/** A Python module's name: it is imported on the board. */
export const appName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,29}$/, m.app.name))

/** More would be no starter app, and too long for a link. */
export const maxAppFiles = 6

/** "blink.py"; flat on the board, so a path is none. */
export const appFileName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9_]{0,29}\.(py|html|json|txt)$/, m.app.fileName),
)

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, m.app.sha256))

export const appReferenceSchema = v.pipe(
  v.strictObject({
    name: appName,
    files: v.pipe(
      v.array(v.strictObject({ name: appFileName, sha256 })),
      v.maxLength(maxAppFiles, () => m.app.tooManyFiles({ most: maxAppFiles })),
      v.check(
        (files) => new Set(files.map((file) => file.name)).size === files.length,
        m.app.sameFileName,
      ),
    ),
  }),
  v.check(
    ({ name, files }) => files.some((file) => file.name === `${name}.py`),
    m.app.ownFileNeeded,
  ),
)

export type AppReference = v.InferOutput<typeof appReferenceSchema>

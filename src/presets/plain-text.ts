/** Text that looks like what it is. */
import * as v from 'valibot'

/** Characters that can make text look like something else: controls and bidi overrides. */
// eslint-disable-next-line no-control-regex
const invisible = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/

export const plainText = v.pipe(
  v.string(),
  v.check((text) => !invisible.test(text), 'Invisible control characters are not allowed here.'),
)

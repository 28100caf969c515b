/**
 * The response headers that the page needs, in one place: the dev and preview servers send them, the
 * build writes the policy into index.html as well, for hosts where headers cannot be set.
 *
 * COOP and COEP make the page cross-origin isolated, without which browsers offer no
 * SharedArrayBuffer and the virtual board cannot run MicroPython.
 * `style-src 'unsafe-inline'` is for xterm, which writes its measurements into a <style> element;
 * scripts get no such leave.
 */
const policy = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
}

/**
 * The policy of the document around a page that a portal serves (docs/decisions/0019-the-served-page.md). The
 * served page inherits it, in an origin of its own: it may run what it brings, and reaches no network. `frame-src`
 * keeps it from leaving its frame for another address.
 */
const framePolicy = {
  'default-src': "'none'",
  'script-src': "'unsafe-inline' 'unsafe-eval' data: blob:",
  'style-src': "'unsafe-inline' data: blob:",
  'img-src': 'data: blob:',
  'font-src': 'data:',
  'media-src': 'data: blob:',
  'connect-src': "'none'",
  'frame-src': "'none'",
  'worker-src': "'none'",
  'object-src': "'none'",
  'base-uri': 'http: https:',
  'form-action': "'none'",
}

const asText = (policy: Record<string, string>) =>
  Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')

/** The policies as they may stand in a <meta> element, where `frame-ancestors` is not allowed. */
export const metaPolicy = asText(policy)
export const frameMetaPolicy = asText(framePolicy)

/** The one file with `frameHeaders`. */
export const frameFile = 'phone-frame.html'

export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** What breaks no site: for hosting something else than this page. */
export const plainHeaders = {
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
}

export const pageHeaders = {
  ...isolationHeaders,
  'Content-Security-Policy': `${metaPolicy}; frame-ancestors 'none'`,
  'Permissions-Policy': 'serial=(self), usb=(self)',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

export const frameHeaders = {
  ...pageHeaders,
  'Content-Security-Policy': `${frameMetaPolicy}; frame-ancestors 'self'`,
  'Permissions-Policy': 'serial=(), usb=()',
}

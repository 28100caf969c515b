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

/** The policy as it may stand in a <meta> element, where `frame-ancestors` is not allowed. */
export const metaPolicy = Object.entries(policy)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ')

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

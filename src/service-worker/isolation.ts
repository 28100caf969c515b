/** The isolation headers, for hosts that cannot send them: the virtual board needs SharedArrayBuffer. */
import type { WorkboxPlugin } from 'workbox-core/types.js'
import { isolationHeaders } from '../../hosting/headers'

/** Statuses with which a Response may have no body. */
const bodiless = [204, 205, 304]

/** The same response with the isolation headers; opaque and error responses stay as they are. */
export function isolated(response: Response): Response {
  if (response.status === 0) return response
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(isolationHeaders)) headers.set(name, value)
  const { status, statusText } = response
  const body = bodiless.includes(status) ? null : response.body
  return new Response(body, { status, statusText, headers })
}

export const addIsolation: WorkboxPlugin = {
  handlerWillRespond: async ({ response }) => isolated(response),
}

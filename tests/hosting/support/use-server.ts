/** A server for all tests of a `describe`. */
import { afterAll, beforeAll } from 'vitest'
import { SiteServer } from './site-server'

/** Of the `describe` that runs. */
export let server: SiteServer

/** @param settings  lines of its site.env */
export function useServer(settings: Record<string, string>): void {
  beforeAll(async () => {
    server = await SiteServer.start(settings)
  }, 60_000)
  afterAll(() => server?.stop())
}

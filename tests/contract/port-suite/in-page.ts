/** The cases as one script for a page, which gets the far end of the cable as a function. */
import type { FarEnd, Seen } from './case'
import { portSuite } from './index'

declare global {
  /** Provided by the test: a call on the far end. */
  function farEnd(name: string, ...given: unknown[]): Promise<unknown>
}

const far = new Proxy({} as FarEnd, {
  get:
    (_, name) =>
    (...given: unknown[]) =>
      farEnd(String(name), ...given),
})

export async function run(name: string): Promise<Seen> {
  const [port] = await navigator.serial.getPorts()
  if (!port) throw new Error('The page has no port.')
  return portSuite[name]!({ serial: navigator.serial, port, far })
}

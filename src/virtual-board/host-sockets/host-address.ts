/**
 * Translates between the address of the board on the host (`127.0.0.1:8080`, `localhost:8080`) and its own
 * (`192.168.4.1`): in `Host` and `Origin` of requests, and in `Location` of responses. So an ordinary browser can
 * open the portal and follow its redirects, and the portal sees the requests of a phone. Requests for any other
 * host (connectivity checks of phones) and their responses pass unchanged.
 */
import type { ClientFilters } from './client'
import { headerLines } from './header-lines'

/**
 * @param hostNames  as a browser writes them into `Host`, such as `127.0.0.1:8080`
 * @param boardName  the board's address in its own network
 */
export function hostAddressFilters(hostNames: readonly string[], boardName: string): ClientFilters {
  let askedAs: string | undefined
  const host = (value: string) => {
    askedAs = hostNames.find((name) => name === value.toLowerCase())
    return askedAs ? boardName : value
  }
  const origin = (value: string) =>
    hostNames.some((name) => value.toLowerCase() === `http://${name}`)
      ? `http://${boardName}`
      : value
  const location = (value: string) => {
    const own = `http://${boardName}/`
    return askedAs && value.startsWith(own) ? `http://${askedAs}/${value.slice(own.length)}` : value
  }
  return { toBoard: headerLines({ host, origin }), toHost: headerLines({ location }) }
}

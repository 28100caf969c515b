/** A person asks for the new version: it takes over if no other page needs the files of the old one. */
import type { TakeOverAnswer } from './messages'
import { scope } from './scope'

export async function takeOver({ source, ports }: ExtendableMessageEvent): Promise<void> {
  const asking = source && 'id' in source ? source.id : undefined
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const others = windows.filter(
    ({ id, url }) => id !== asking && url.startsWith(scope.registration.scope),
  )
  const answer: TakeOverAnswer = { otherTabs: others.length }
  ports[0]?.postMessage(answer)
  if (others.length === 0) await scope.skipWaiting()
}

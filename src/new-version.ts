/** What happens when a new version of the page is there; loaded only then. */
import { mount } from 'svelte'
import { takeOverMessage, type TakeOverAnswer } from './service-worker/messages'
import NewVersion from './ui/shell/NewVersion.svelte'

/** Only limits a worker that never answers. */
const answerTimeoutMs = 3_000

/**
 * @param working true while a reload would interrupt something
 * @param waiting the worker of the new version; without it, it has taken over already
 */
export function showNewVersion(working: () => boolean, waiting?: () => ServiceWorker | null): void {
  const target = document.createElement('div')
  document.body.prepend(target)
  const prepare = async () => {
    const worker = waiting?.()
    return worker ? takeOver(worker) : 0
  }
  mount(NewVersion, { target, props: { working, prepare, reload: () => location.reload() } })
}

/** @returns how many other tabs have the page open: with 0, the new version has taken over */
async function takeOver(worker: ServiceWorker): Promise<number> {
  const { port1, port2 } = new MessageChannel()
  const answered = new Promise<TakeOverAnswer>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data as TakeOverAnswer)
    setTimeout(() => resolve({ otherTabs: 0 }), answerTimeoutMs)
  })
  const tookOver = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true })
    setTimeout(resolve, 2 * answerTimeoutMs)
  })
  worker.postMessage(takeOverMessage, [port2])
  const { otherTabs } = await answered
  if (otherTabs === 0) await tookOver
  return otherTabs
}

/** The first installation on a board, as a person sees it. */
import { connectBoard } from '../../src/provision/connect-board'
import type { InstallRequest } from '../../src/provision/request'

/** In seconds. */
export interface FirstInstall {
  whole: number
  /** Until the plan is on the screen. */
  toPlan: number
  /** Then the rest of the flash is looked through, while the plan is being read. */
  looked: number
}

export async function firstInstall(
  port: SerialPort,
  request: InstallRequest,
): Promise<FirstInstall> {
  const start = performance.now()
  const secondsSince = () => (performance.now() - start) / 1000
  let toPlan = 0
  const board = await connectBoard(port)
  await board.plan(request, { onDraft: () => void (toPlan = secondsSince()) })
  const looked = secondsSince() - toPlan
  const { link } = await board.install(request)
  await link.close()
  return { whole: secondsSince(), toPlan, looked }
}

/** A restart by MicroPython itself, for boards whose reset cannot be reached by the lines. */
import type { WaitOptions } from '../../async/deadline'
import type { SerialLink } from '../../serial/link'

/** At the friendly prompt. Frees sockets, too, unlike Ctrl-D. Resolves when the driver has the bytes. */
export const restartByCommand = (link: SerialLink, options?: WaitOptions): Promise<void> =>
  link.write(new TextEncoder().encode('import machine;machine.reset()\r\n'), options)

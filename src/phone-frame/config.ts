/** What the frame's script is told about the page that it comes before. */
import type { FrameMessage, FrameReply } from '../phone/browser/frame-messages'

export interface FrameConfig {
  /** Where the page would be. */
  url: string
  referrer: string
  /** Of the phone, as in navigator.languages. */
  languages: readonly string[]
  /** `<meta http-equiv=refresh>`, read beforehand. */
  refresh?: { seconds: number; url: string }
}

declare global {
  /** In front of the script (ui/phone/served/prepare-page.ts). */
  const $phoneConfig: FrameConfig
}

export interface Bridge {
  send: (message: FrameMessage, transfer?: Transferable[]) => void
  onReply: (listener: (reply: FrameReply) => void) => void
}

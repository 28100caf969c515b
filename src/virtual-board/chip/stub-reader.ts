/**
 * The stub's READ_FLASH: packets of flash contents, one in flight however many were allowed, each
 * acknowledged with the number of bytes received so far, and at the end a frame with their MD5.
 */
import { md5 } from '@noble/hashes/legacy.js'
import { u32 } from './loader-frames'
import type { NorFlash } from './nor-flash'
import { slipFrame } from './slip'

const maxPacketBytes = 4096

export class StubReader {
  #offset: number
  #size: number
  #packetBytes: number
  #sent = 0

  /** @param request offset, size, packet size, packets in flight (ignored), u32 each */
  constructor(
    request: Uint8Array,
    private readonly flash: NorFlash,
    private readonly send: (frame: Uint8Array) => void,
  ) {
    this.#offset = u32(request, 0)
    this.#size = u32(request, 4)
    this.#packetBytes = u32(request, 8)
  }

  get isPossible(): boolean {
    return (
      this.#packetBytes > 0 &&
      this.#packetBytes <= maxPacketBytes &&
      this.flash.holds(this.#offset, this.#size)
    )
  }

  /** Sends the first packet; returns whether acknowledgements follow. */
  start(): boolean {
    if (this.#size > 0) this.#sendPacket()
    else this.#sendDigest()
    return this.#size > 0
  }

  /** Takes one frame from the host; returns false if it has ended the read. */
  acknowledge(frame: Uint8Array): boolean {
    const acknowledged = frame.length === 4 ? u32(frame, 0) : undefined
    if (acknowledged !== undefined && this.#sent < this.#size) this.#sendPacket()
    const goesOn =
      acknowledged !== undefined && (this.#sent < this.#size || acknowledged < this.#size)
    if (!goesOn) this.#sendDigest()
    return goesOn
  }

  #sendPacket(): void {
    const length = Math.min(this.#packetBytes, this.#size - this.#sent)
    this.send(slipFrame(this.flash.read(this.#offset + this.#sent, length)))
    this.#sent += length
  }

  #sendDigest(): void {
    this.send(slipFrame(md5(this.flash.read(this.#offset, this.#sent))))
  }
}

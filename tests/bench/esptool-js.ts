/** esptool-js's own writeFlash, unchanged, for comparison. */
import { ESPLoader, Transport } from 'esptool-js'

/** Writes `image` to 0 and returns the seconds that its writeFlash has taken. */
export async function secondsOfEsptoolJs(
  port: SerialPort,
  image: Uint8Array,
  baudrate: number,
): Promise<number> {
  const { log } = console
  console.log = () => undefined // it traces there
  const terminal = { clean() {}, writeLine() {}, write() {} }
  const loader = new ESPLoader({ transport: new Transport(port), baudrate, terminal })
  await loader.main()
  const flash = { flashSize: 'keep', flashMode: 'keep', flashFreq: 'keep' } as const
  const fileArray = [{ data: new Uint8Array(image), address: 0 }]
  const options = { fileArray, ...flash, eraseAll: false, compress: true }
  const startMs = performance.now()
  await loader.writeFlash(options)
  const taken = (performance.now() - startMs) / 1000
  console.log = log
  return taken
}

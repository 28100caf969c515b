/**
 * The rate that a CP210x is told for a wanted one: the chip divides by itself, but newer Linux tells it what comes
 * out, and the older chips only know those of a list. After cp210x_get_an205_rate, cp210x_get_actual_rate and
 * cp210x_init_max_speed, drivers/usb/serial/cp210x.c (6.12), and application note AN205.
 */

/** What the chip says it is. */
export const part = {
  cp2101: 0x01,
  cp2102: 0x02,
  cp2103: 0x03,
  cp2104: 0x04,
  cp2105: 0x05,
  cp2108: 0x08,
  cp2102n: [0x20, 0x21, 0x22] as readonly number[],
  unknown: 0xff,
} as const
export type Cp210xPart = number

interface Limits {
  least: number
  most: number
  /** Has a divisor for any rate; the others take one of the list. */
  isExact: boolean
}

const clockHz = 48_000_000
const lastWithPrescaler = 365
/** From here on nothing is replaced by a rate of the list. */
const listEnds = 1_000_000

/** Rate, and the last wanted rate for which it is taken. */
const list: readonly (readonly [rate: number, last: number])[] = [
  [300, 300],
  [600, 600],
  [1200, 1200],
  [1800, 1800],
  [2400, 2400],
  [4000, 4000],
  [4800, 4803],
  [7200, 7207],
  [9600, 9612],
  [14400, 14428],
  [16000, 16062],
  [19200, 19250],
  [28800, 28912],
  [38400, 38601],
  [51200, 51558],
  [56000, 56280],
  [57600, 58053],
  [64000, 64111],
  [76800, 77608],
  [115200, 117028],
  [128000, 129347],
  [153600, 156868],
  [230400, 237832],
  [250000, 254234],
  [256000, 273066],
  [460800, 491520],
  [500000, 567138],
  [576000, 670254],
  [921600, Infinity],
]

/** In baud, as a 32-bit number for the chip. */
export function sentRateOf(baudRate: number, kind: Cp210xPart, interfaceNumber: number): number {
  const { least, most, isExact } = limitsOf(kind, interfaceNumber)
  const rate = Math.min(Math.max(baudRate, least), most)
  if (isExact) return exactRate(rate)
  if (rate >= listEnds) return rate
  return list.find(([, last]) => rate <= last)?.[0] ?? rate
}

function exactRate(rate: number): number {
  const prescaler = rate <= lastWithPrescaler ? 4 : 1
  const divisor = Math.round(clockHz / (2 * prescaler * rate))
  return Math.floor(clockHz / (2 * prescaler * divisor))
}

function limitsOf(kind: Cp210xPart, interfaceNumber: number): Limits {
  if (part.cp2102n.includes(kind)) return { least: 300, most: 3_000_000, isExact: true }
  if (kind === part.cp2101) return { least: 300, most: 921_600, isExact: false }
  if (kind === part.cp2102 || kind === part.cp2103)
    return { least: 300, most: 1_000_000, isExact: false }
  if (kind === part.cp2104) return { least: 300, most: 2_000_000, isExact: true }
  if (kind === part.cp2105 && interfaceNumber === 0)
    return { least: 300, most: 2_000_000, isExact: true }
  if (kind === part.cp2105) return { least: 2400, most: 921_600, isExact: false }
  return { least: 300, most: 2_000_000, isExact: false }
}

/** What a label says of a board. Data only, so that many labels can be printed on one sheet. */
import type { AccessPoint, BoardNow } from '../../../micropython/board-now'
import type { Preset } from '../../../presets/schema'
import { networkText } from '../../shared/qr/wifi'
import { opensOnLabel } from '../opens-again'

export interface LabelData {
  /** Of the preset; undefined where it is not known what is on the board. */
  title?: string
  /** Of the board's own Wi-Fi. */
  accessPointName?: string
  /** Its password, which may be kept off the label; undefined where it has none. */
  password?: { text: string } | 'hidden'
  /** What a phone's camera reads: joins that Wi-Fi. */
  code?: string
  /** To open where the phone shows no page by itself. */
  address: string
  /** The last three bytes of its MAC address, "42:44:42". */
  digits?: string
  /** How its Wi-Fi is opened once it knows a network, in a few words; undefined where it opens by itself. */
  opens?: string
  /** It is no board of anybody's. */
  isVirtual?: boolean
}

/** What is known of a board: less of one whose console alone was opened. */
export interface LabelSource {
  now: BoardNow
  identity?: { mac: string }
  report?: { accessPointName?: string }
}

interface Known {
  preset?: Preset
  /** Of the access point, as far as this browser knows. */
  password?: string
  /** It stays off the label, and with it the code that would carry it. */
  hidesPassword?: boolean
}

/** What a label says of the access point's password, and what a phone's camera joins by. */
export function joining(
  accessPointName: string | undefined,
  { password, hidesPassword }: Pick<Known, 'password' | 'hidesPassword'>,
): Pick<LabelData, 'password' | 'code'> {
  if (password && hidesPassword) return { password: 'hidden', code: undefined }
  return {
    password: password === undefined ? undefined : { text: password },
    code: accessPointName && networkText(accessPointName, password),
  }
}

const usualAddress = '192.168.4.1'

export function labelData({ now, identity, report }: LabelSource, known: Known = {}): LabelData {
  const { preset } = known
  const installed = report && preset
  const heard: AccessPoint | undefined = 'accessPoint' in now ? now.accessPoint : undefined
  const accessPointName =
    heard?.name ??
    report?.accessPointName ??
    (installed && (installed.portal.accessPointName || usualName(identity?.mac)))
  return {
    title: installed?.name,
    accessPointName,
    ...joining(accessPointName, known),
    address: heard?.address ?? installed?.portal.accessPointAddress ?? usualAddress,
    digits: identity?.mac.slice(-8),
    opens: installed && opensOnLabel(installed),
  }
}

/** As the portal names itself, see firmware/lib/captive_portal/setup.py. */
const usualName = (mac: string | undefined): string | undefined =>
  mac && `ESP8266-${mac.slice(-8).replaceAll(':', '').toLowerCase()}`

/**
 * Lines of the boot ROM and of Espressif's SDK (NonOS 2.x), which come whether or not any Python runs.
 * They say that the chip starts, never that MicroPython does. Sources: tests/golden/boot-logs.json and
 * the messages of the SDK's libraries (libmain, libnet80211, libphy, libpp, liblwip).
 */
const romLines = [
  /^ets (Jan|_main)/,
  /^ets_main\.c/,
  /rst cause:\d/,
  /^(load 0x[0-9a-f]+|tail \d|chksum 0x|csum (0x|err)|ho \d+ tail|wdt reset|Soft WDT reset)/,
  /^#\d+ ets_task\(/,
  /^(~ld|2nd boot version|SPI (Speed|Mode|Flash Size)|jump to run user)/,
]

const startLines = [
  /^(rf cal sector:|rf\[\d+\]|freq trace enable|rf_cal\[|SDK ver:|phy ver:|phy_version|Writing init data)/,
  /^(system param error|RD DATA|\w+ (Config|Alrady) Qio Mode|don't use rtc mem data)/,
  /^(vdd\d+:|xtal ?:|mac:? ?[0-9a-f]{2}:)/i,
]

const wifiLines = [
  /^mode ?: ?(null|sta|softAP)/i,
  /^(add|del) ?(if\d|bss|\d+$)/,
  /^dhcp (server|client) (start|stop)/,
  /^bcn[ _](\d|time?out)/,
  /^(ap_probe_send|scandone|usl$|sl$|cnt ?\d*$|ht[24]0$)/,
  /^(force slp|fpm (open|close|do|wakeup)|(light |modem )?sleep (enable|disable))/,
  /^(reconnect$|no .+ found, reconnect after \d+s)/,
  /^(ip ?: ?\d+\.\d+\.\d+\.\d+|state: \d+ -> \d+|aid \d+|pm (open|close))/,
  /^(rm (match|\d+)|f r?-?\d+(,|$)|chg_[AB]\d|switch to channel|chg channel)/,
  /^connected with .+, ?channel \d+/,
  /^(station: [0-9a-f]{2}:|wifi evt: \d|err already associed|LmacRxBlk|wDev_|ppTxPkt)/,
]

const patterns = [...romLines, ...startLines, ...wifiLines]

/** What another rate leaves right before the first readable line. */
const unreadable = /^.*[^ -~]/s
const readableLeftovers = 3

/** True for a line that ROM or SDK print by themselves, its end stripped. */
function isSdkLine(line: string): boolean {
  const text = line.replace(unreadable, '').trim()
  return patterns.some((pattern) => startsAnywhere(pattern, text))
}

function startsAnywhere(pattern: RegExp, text: string): boolean {
  for (let skipped = 0; skipped <= readableLeftovers; skipped++) {
    if (pattern.test(text.slice(skipped))) return true
  }
  return false
}

/** As long as this, a line that has not ended yet would have been recognised. */
const tellingChars = 72

/** What `text` holds beside those lines, line by line; of the last one only what is sure. */
export function programLines(text: string): string[] {
  const lines = text.split(/[\r\n]+/)
  const open = lines.pop() ?? ''
  if (open.length >= tellingChars) lines.push(open)
  return lines.filter((line) => !isSdkLine(line))
}

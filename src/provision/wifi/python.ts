/** The Python that runs on the board for its Wi-Fi. Compact: it shares 36 KB with whatever was there before. */
import { portalFolder } from '../files/paths'

/** Prints "cable" if the portal can speak Improv over the cable, "portal" if it is older, else "none". */
export const look = `
import os,sys
def _pf(p):
 try:
  os.stat('${portalFolder}'+p)
  return 1
 except OSError:return 0
print('none' if not _pf('') else 'cable' if (_pf('/cable.mpy') or _pf('/cable.py')) and hasattr(sys.stdin,'buffer') else 'portal')
del _pf
`

/** One line for each access point: its name in hexadecimal digits, dBm, security. */
export const scan = `
import network
from ubinascii import hexlify
def _pf():
 w=network.WLAN(network.STA_IF)
 w.active(True)
 for n in w.scan():print(hexlify(n[0]).decode(),n[3],n[4])
_pf()
del _pf
`

/** Printed when frames may come: from then on their byte 3 is no Ctrl-C. */
export const cableBegins = 'cable begins\r\n'

const cable = `m.kbd_intr(-1)
print('cable','begins')
try:
 from captive_portal import cable
 cable.run(600)
finally:
 m.kbd_intr(3)`

/**
 * A line for the prompt: Improv for ten minutes or until Ctrl-C, then a restart, also when nobody is there any
 * more to ask for it.
 */
export const runCable = `import micropython as m;exec(${JSON.stringify(cable)});import machine;machine.reset()\r`

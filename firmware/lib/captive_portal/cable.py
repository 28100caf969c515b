# Improv on demand, over the cable, for a board that runs something else:
#
#     from captive_portal import cable
#     cable.run()

import network
import select
import sys
import time
from micropython import kbd_intr

_OFF_MS = const(10000)  # for the client's last questions, as with the portal's access point


def run(timeout=60):
    """Speaks Improv on the console, without an access point, until ten seconds after a client has given the
    board a network, or for `timeout` seconds. Returns the station if it is connected, otherwise None.
    """
    from .start import release
    from .wifi import WiFi

    wifi = WiFi()
    wifi.asked = None  # settings are taken although the board is connected
    wifi.more = 0  # see wifi.py
    wifi.sta = network.WLAN(network.STA_IF)
    wifi.sta.active(True)
    if wifi.sta.isconnected():
        wifi.state = "done"
        wifi.ip = wifi.sta.ifconfig()[0]
    poller = select.poll()
    poller.register(sys.stdin, 1)  # POLLIN
    end = time.ticks_add(time.ticks_ms(), timeout * 1000)
    try:
        kbd_intr(-1)  # see stdin.py
        while time.ticks_diff(end, time.ticks_ms()) > 0 or wifi.state == "trying":
            for _ in poller.poll(200):
                from .stdin import read

                read(wifi, release)
                read = None
            if wifi.state == "trying" and wifi.poll() == "done":
                from .credentials import save

                save(wifi.ssid, wifi.key)
                save = None
                wifi.asked = None
                end = time.ticks_add(time.ticks_ms(), _OFF_MS)
    finally:
        kbd_intr(3)
        release()
    return wifi.sta if wifi.state == "done" else None

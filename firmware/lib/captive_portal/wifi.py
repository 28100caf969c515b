# The station interface as a small state machine: `connect` starts, `poll` moves on, nothing waits.
# So the access point and its servers stay alive while a network is tried.
#
# state   idle → trying → done, or the reason why not: wrong (password), gone (network), silent (no
#         address from the router). The page knows these words.

import network
import time
from micropython import const

# Ten looks, two seconds apart: as long as a slow router needs to give an address.
_PATIENCE_MS = const(20000)
# The chip reports a refusal and goes on trying; a hasty verdict would be a wrong one.
_REFUSED_MS = const(4000)


class WiFi:
    def __init__(self, hostname=None):
        self.sta = network.WLAN(network.STA_IF)
        self.sta.active(True)
        self.ssid = self.key = b""
        self.ip = None
        self.stop()  # the chip starts by itself with what it remembers, and could not scan meanwhile
        if hostname:
            try:
                network.hostname(hostname)
            except AttributeError:  # before MicroPython 1.20
                self.sta.config(dhcp_hostname=hostname)

    def connect(self, ssid, key, in_reach):
        # `in_reach`: whether the last scan saw it; tells a missing router from a silent one.
        self.stop()
        print("Trying to connect to SSID '%s'" % self.show(ssid))
        self.ssid = ssid
        self.key = key
        self.in_reach = in_reach
        self.refused = None  # since when
        self.since = time.ticks_ms()
        self.state = "trying"
        try:
            self.sta.connect(*((ssid, key) if key else (ssid,)))
        except OSError:
            pass  # the status will tell

    def poll(self):
        # Looks at the interface once; returns the state.
        if self.state != "trying":
            return self.state
        now = time.ticks_ms()
        status = self.sta.status()
        if status == network.STAT_GOT_IP:
            self.ip = self.sta.ifconfig()[0]
            if self.ip != "0.0.0.0":
                self.state = "done"
                print("Connected to '%s' with IP %s" % (self.show(self.ssid), self.ip))
                return self.state
        refusal = status in (network.STAT_WRONG_PASSWORD, network.STAT_CONNECT_FAIL)
        if refusal and self.refused is None:
            self.refused = now
        if refusal and time.ticks_diff(now, self.refused) >= _REFUSED_MS:
            # An open network has no password to be wrong.
            verdict = "wrong" if self.key else "silent"
        elif time.ticks_diff(now, self.since) >= _PATIENCE_MS:
            missing = status == network.STAT_NO_AP_FOUND or not self.in_reach
            verdict = "gone" if missing else "silent"
        else:
            return self.state
        print("Failed to connect to '%s': %s" % (self.show(self.ssid), verdict))
        self.stop()  # or the radio would hop between channels and lose the phone
        self.state = verdict
        return verdict

    def stop(self):
        self.state = "idle"
        try:
            self.sta.disconnect()
        except OSError:
            pass

    def show(self, name):
        # A network's name as text. Control characters could play games with a terminal: escaped.
        try:
            last = 0
            for byte in name:
                if byte < 32 or byte == 127 or (last == 0xC2 and byte < 0xA0):
                    raise ValueError
                last = byte
            return str(name, "utf-8")
        except ValueError:
            return repr(name)[2:-1]

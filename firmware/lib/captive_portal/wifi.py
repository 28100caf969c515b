# The station interface as a small state machine: `connect` starts, `poll` moves on, nothing waits.
# So the access point and its servers stay alive while a network is tried.

import network
import time

IDLE = 0
TRYING = 1
FAILED = 2
CONNECTED = 3

# Why it failed, as the page knows it (keys of strings.json).
WRONG_PASSWORD = "wrong"
NOT_FOUND = "gone"
NO_ANSWER = "silent"

# Ten looks, two seconds apart, as long as a slow router needs for an address.
PATIENCE_MS = 20000
# The chip reports a refusal and then goes on trying; a hasty verdict would be a wrong one.
REFUSED_MS = 4000


def show(name):
    # A network's name for the console: control characters could play games with the terminal.
    try:
        text = str(name, "utf-8")
        if not any(ord(char) < 32 or 126 < ord(char) < 160 for char in text):
            return text
    except UnicodeError:
        pass
    return repr(name)[2:-1]


class WiFi:
    def __init__(self, hostname=None):
        self.sta = network.WLAN(network.STA_IF)
        self.sta.active(True)
        self.state = IDLE
        self.reason = None
        self.ssid = b""
        self.key = b""
        self.ip = None
        self.stop()  # the chip starts by itself with what it remembers, and could not scan meanwhile
        if hostname:
            try:
                network.hostname(hostname)
            except AttributeError:  # before MicroPython 1.20
                self.sta.config(dhcp_hostname=hostname)

    def connect(self, ssid, key, known=()):
        # `known`: what the last scan saw, to tell a missing network from a silent one.
        self.stop()
        print("Trying to connect to SSID '%s'" % show(ssid))
        self.ssid = ssid
        self.key = key
        self.reason = None
        self._seen = any(entry[0] == ssid for entry in known)
        self._refused = 0  # the last refusal that the chip reported
        self._since = self._refused_since = time.ticks_ms()
        self.state = TRYING
        try:
            if key:
                self.sta.connect(ssid, key)
            else:
                self.sta.connect(ssid)
        except OSError:
            self._fail(0)

    def poll(self):
        # Looks at the interface once; returns the state.
        if self.state == TRYING:
            now = time.ticks_ms()
            status = self.sta.status()
            if self.sta.isconnected() and self.sta.ifconfig()[0] != "0.0.0.0":
                self._succeed()
            elif status in (network.STAT_WRONG_PASSWORD, network.STAT_CONNECT_FAIL):
                if self._refused != status:
                    self._refused = status
                    self._refused_since = now
                if time.ticks_diff(now, self._refused_since) >= REFUSED_MS:
                    self._fail(status)
            elif time.ticks_diff(now, self._since) >= PATIENCE_MS:
                self._fail(status)
        elif self.state == CONNECTED and not self.sta.isconnected():
            self.state = IDLE
        return self.state

    def _succeed(self):
        self.ip = self.sta.ifconfig()[0]
        self.state = CONNECTED
        print("Connected to '%s' with IP %s" % (show(self.ssid), self.ip))

    def _fail(self, status):
        if status == network.STAT_WRONG_PASSWORD:
            self.reason = WRONG_PASSWORD
        elif status == network.STAT_CONNECT_FAIL and self.key:
            self.reason = WRONG_PASSWORD
        elif status == network.STAT_NO_AP_FOUND or not self._seen:
            self.reason = NOT_FOUND
        else:
            self.reason = NO_ANSWER
        print("Failed to connect to '%s': %s" % (show(self.ssid), self.reason))
        self.stop()  # or the radio would hop between channels and lose the phone
        self.state = FAILED

    def stop(self):
        self.state = IDLE
        try:
            self.sta.disconnect()
        except OSError:
            pass

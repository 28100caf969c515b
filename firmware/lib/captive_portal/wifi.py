# The station interface as a state machine that never waits, so that the access point and its servers go
# on during an attempt: `connect` in join.py starts one, `poll` follows it.
#
# state   "idle" → "trying" → "done", or the reason why it failed, see reason.py.

import network
import time

_TIMEOUT_MS = const(20000)  # slow routers need up to 20 seconds to give an address
# The SDK reports a refusal and tries again by itself: only a refusal that lasts is one.
_REFUSED_MS = const(4000)


class WiFi:
    sta = None  # the interface, a network.WLAN
    state = "idle"
    ssid = key = b""
    asked = False  # whether a phone or the cable asked for the attempt, not `join` or `retry`
    name = ""  # the SSID as text that can be printed
    ip = ""
    refused = None  # since when, in ticks
    ap = None  # the access point and the channel that it goes back to, see reason.py
    more = None  # see more.py; 0: not looked for yet

    def poll(self):
        """Reads the status of the interface once and returns the state."""
        if self.state != "trying":
            return self.state
        now = time.ticks_ms()
        status = self.sta.status()
        if status == network.STAT_GOT_IP:
            self.ip = self.sta.ifconfig()[0]
            if self.ip != "0.0.0.0":
                self.state = "done"
                print("Connected to '%s' with IP %s" % (self.name, self.ip))
                return self.state
        refusal = status in (network.STAT_WRONG_PASSWORD, network.STAT_CONNECT_FAIL)
        if refusal and self.refused is None:
            self.refused = now
        if not (refusal and time.ticks_diff(now, self.refused) >= _REFUSED_MS):
            if time.ticks_diff(now, self.since) < _TIMEOUT_MS:
                return self.state
        from .reason import end

        return end(self, status)

    def stop(self):
        """Ends an attempt or a connection; the state is "idle" then."""
        self.state = "idle"
        try:
            self.sta.disconnect()
        except OSError:
            pass

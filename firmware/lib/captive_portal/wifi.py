# The station interface as a small state machine: `connect` (in join.py) starts, `poll` moves on, nothing
# waits. So the access point and its servers stay alive while a network is tried.
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
    sta = None  # the interface
    state = "idle"
    ssid = key = b""
    name = ""  # the network's, for people
    ip = ""
    refused = None  # since when

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
                print("Connected to '%s' with IP %s" % (self.name, self.ip))
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
        print("Failed to connect to '%s': %s" % (self.name, verdict))
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

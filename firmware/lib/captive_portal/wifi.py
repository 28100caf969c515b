# The station interface as a small state machine: `connect` (in join.py) starts, `poll` moves on, nothing
# waits. So the access point and its servers stay alive while a network is tried.
#
# state   idle → trying → done, or the reason why not, see rare.py.

import network
import time

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
        if not (refusal and time.ticks_diff(now, self.refused) >= _REFUSED_MS):
            if time.ticks_diff(now, self.since) < _PATIENCE_MS:
                return self.state
        from .rare import wrong

        verdict = wrong(status, self.in_reach, self.key)
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
        from .site import show

        return show(name)

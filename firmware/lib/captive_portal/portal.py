# The portal while it is open: access point, DNS, HTTP and the station in one loop.

import time

# So long the phone may look at the new address before the access point goes; and if it has to find
# back first, because the access point moved to the router's channel.
_AP_OFF_MS = const(10000)
_LATEST_AP_OFF_MS = const(30000)
# After this silence a phone counts as gone, where the chip cannot tell (before MicroPython 1.25).
_PHONE_GONE_MS = const(120000)


class Portal:
    http = dns = ap = None  # see setup.py
    asked = False  # a phone asked for this attempt; otherwise it is our own
    seen = False  # the phone knows that it worked
    problem = None  # what was wrong with the last form; the page has the words
    retry = 0
    pause = 30000  # before the next look around or attempt of our own, in ms

    def __init__(self, wifi, options, release):
        self.wifi = wifi
        self.options = options
        self.release = release

    def run(self):
        print("Starting captive portal")
        try:
            from .setup import setup

            setup(self)
            setup = None
            while self.turn():
                pass
        finally:
            self.close()

    def turn(self):
        # One turn of the loop; False when the portal has done its work, or its time is up.
        wifi = self.wifi
        busy = self.http.clients or wifi.state == "trying"
        for sock, event in self.poller.poll(100 if busy else 1000):
            (self.dns if sock is self.dns.sock else self.http).handle(sock, event)
        self.http.tick()
        if not self.http.clients:
            self.release()
        now = time.ticks_ms()
        # In steps: a difference of more than 6.2 days would be negative.
        self.timeout -= time.ticks_diff(now, self.start)
        self.start = now
        waited = time.ticks_diff(now, self.since)
        if not self.dns.sock:  # connected
            wait = _AP_OFF_MS if self.seen or not self.phone() else _LATEST_AP_OFF_MS
            return self.asked and waited < wait
        state = wifi.poll()
        if state == "done":
            self.since = now
            from .rare import joined

            joined(self)
        elif state == "trying":
            self.since = now
            if not self.asked and self.phone():
                wifi.stop()
                if self.heard is not None and self.heard >= 0:
                    self.heard = ~self.heard  # its next request is told on the console
        elif waited >= self.pause:
            self.since = now
            self.old = True  # the list of networks
            if not self.phone():
                from .rare import retry

                retry(self)
        return self.timeout > 0

    def phone(self):
        try:
            return bool(self.ap.status("stations"))
        except (ValueError, TypeError, OSError):
            heard = self.heard
            if heard is not None:
                if time.ticks_diff(time.ticks_ms(), ~heard if heard < 0 else heard) < _PHONE_GONE_MS:
                    return True
                self.heard = None  # after 6.2 days the difference would be negative

    def respond(self, request):
        from .site import respond

        if self.heard is None or self.heard < 0:
            print("A phone is here")
        self.heard = time.ticks_ms()
        return respond(self, request)

    def close(self):
        for server in (self.http, self.dns):
            if server:
                server.stop()
        if self.ap:
            self.ap.active(False)
            print("Turned off access point")

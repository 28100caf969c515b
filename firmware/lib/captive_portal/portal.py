# The loop of the open portal: access point, DNS, HTTP and station.

import time

# How long the access point stays open after the station is connected: after the page has shown the new
# address, and if it has not (the phone may have to reconnect, because the channel has changed).
_AP_OFF_MS = const(10000)
_LATEST_AP_OFF_MS = const(30000)
# After this time without a request a phone counts as gone, where the port cannot tell (before
# MicroPython 1.25, `status("stations")`).
_PHONE_GONE_MS = const(120000)


class Portal:
    http = dns = ap = None  # see setup.py
    seen = False  # whether a page or status with "done" was sent
    problem = None  # what was wrong with the last form, a key of words.txt
    retry = 0  # counts the attempts of `retry`
    pause = 30000  # ms before the next scan and attempt of `retry`
    # Whether loaded modules are kept for the next request, until a turn without an event. None: there are none.
    keep_modules = None

    def __init__(self, wifi, options, release):
        """`wifi`: a `WiFi`; `options`: as from `join`; `release`: see start.py."""
        self.wifi = wifi
        self.options = options
        self.release = release

    def run(self):
        """Opens the portal and returns when servers and access point are closed again, also after an error.

        `wifi.state` says whether it has worked.
        """
        try:
            from .setup import setup

            setup(self)
            setup = None
            while self.turn():
                pass
        finally:
            for server in (self.http, self.dns):
                if server:
                    server.stop()
            if self.ap:
                self.ap.active(False)
                print("Turned off access point")

    def turn(self):
        """One turn of the loop, at most a second long. False when the portal is done or has timed out."""
        wifi = self.wifi
        http = self.http
        trying = wifi.state == "trying"
        events = wifi.poller.poll(100 if http.clients or trying else 1000)
        for sock, event in events:
            if sock is self.dns.sock:
                self.dns.handle(sock, event)
            elif not http.handle(sock, event):  # the console
                self.keep_modules = False
                try:
                    from .stdin import read

                    read(wifi, not http.clients and self.release)
                except MemoryError:  # the next frame may fit
                    read = self.release()
        http.tick()
        if not (http.clients or self.keep_modules is None or events and self.keep_modules):
            self.release()
            self.keep_modules = not trying and None  # the end of an attempt loads a module
        now = time.ticks_ms()
        # Subtracted in each turn: ticks_diff of more than 6.2 days would be negative.
        self.timeout -= time.ticks_diff(now, self.start)
        self.start = now
        waited = time.ticks_diff(now, self.since)
        if not self.dns.sock:  # stopped, because the station is connected
            wait = _AP_OFF_MS if self.seen or not self.phone() else _LATEST_AP_OFF_MS
            return wifi.asked and waited < wait
        state = wifi.poll()
        if state == "done":
            self.since = now
            from .join import done

            done(self)
        elif state == "trying":
            self.since = now
            if not wifi.asked and self.phone():
                wifi.stop()
                if self.heard is not None and self.heard >= 0:
                    self.heard = ~self.heard  # so that its next request is printed
        elif waited >= self.pause:
            self.since = now
            self.old = True  # the list of networks
            if not self.phone():
                from .retry import retry

                retry(self)
        return self.timeout > 0

    def phone(self):
        """Whether a phone is there: a station of the access point, or else a request in the last two minutes.

        `heard`: ticks of the last request; inverted (so below zero) as long as there was none since the
        start or since an attempt of our own; None: longer ago than two minutes.
        """
        try:
            return bool(self.ap.status("stations"))
        except (ValueError, TypeError, OSError):
            heard = self.heard
            if heard is not None:
                if time.ticks_diff(time.ticks_ms(), ~heard if heard < 0 else heard) < _PHONE_GONE_MS:
                    return True
                self.heard = None  # after 6.2 days the difference would be negative

    def respond(self, request):
        """An iterator over the bytes of the answer; for `HTTPServer`."""
        self.keep_modules = False
        from .site import respond

        return respond(self, request)

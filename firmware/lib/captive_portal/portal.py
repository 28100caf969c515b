# The portal while it is open: access point, DNS, HTTP and the station in one loop.

import select
import time

from . import release
from .dns import DNSServer
from .http import HTTPServer
from .site import respond

# So long the phone may look at the new address before the access point goes.
AP_OFF_DELAY_MS = 10000
# A connection attempt takes a phone off the access point for a moment: first retry, last retry.
RETRY_MS = 30000
SLOWEST_RETRY_MS = 300000
# After this silence a phone counts as gone, where the chip cannot tell (before MicroPython 1.25).
PHONE_GONE_MS = 120000


class Portal:
    def __init__(self, wifi, options):
        self.wifi = wifi
        self.options = options
        self.asked = False  # a phone asked for this attempt; otherwise it is a retry of our own
        self.problem = None  # what was wrong with the last form; the page knows the words
        self.networks = ()
        self.http = self.dns = None

    def run(self):
        print("Starting captive portal")
        try:
            self.open()
            while self.turn():
                pass
        finally:
            self.close()

    def open(self):
        from .access_point import open_access_point

        open_access_point(self)
        release()
        self.poller = select.poll()
        self.http = HTTPServer(self.poller, self.respond)
        self.dns = DNSServer(self.poller, self.ip)
        self.heard = self.opened = time.ticks_ms()
        self.retry_ms = RETRY_MS
        self.since = self.opened  # since when nothing has been tried, or since when we are connected

    def turn(self):
        # One turn of the loop; False when the portal has done its work, or its time is up.
        wifi = self.wifi
        busy = self.http.clients or wifi.state == "trying"
        for sock, event in self.poller.poll(100 if busy else 1000):
            (self.dns if sock is self.dns.sock else self.http).handle(sock, event)
        self.http.tick()
        if not self.http.clients:
            release()
        now = time.ticks_ms()
        waited = time.ticks_diff(now, self.since)
        if self.dns.sock is None:  # connected
            return waited < (AP_OFF_DELAY_MS if self.asked else 0)
        state = wifi.poll()
        if state == "done":
            self.since = now
            self.dns.stop()
            from .credentials import save

            save(wifi.ssid, wifi.key)
        elif state == "trying":
            self.since = now
        elif waited >= self.retry_ms:
            self.since = now
            self.retry()
        timeout = self.options.get("timeout")
        return not timeout or time.ticks_diff(now, self.opened) < timeout * 1000

    def close(self):
        for server in (self.http, self.dns):
            if server:
                server.stop()
        self.ap.active(False)
        print("Turned off access point")

    def respond(self, request):
        self.heard = time.ticks_ms()
        return respond(self, request)

    def connect(self, ssid, key):
        in_reach = any(entry[0] == ssid for entry in self.networks)
        self.wifi.connect(ssid, key, in_reach)
        self.problem = None

    def retry(self):
        pass

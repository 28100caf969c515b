# The portal while it is open: access point, DNS, HTTP and the station in one loop.

import select
import time
from micropython import const

from . import release
from .server import DNSServer, HTTPServer
from .site import respond

# So long the phone may look at the new address before the access point goes; and if it has to find
# back first, because the access point moved to the router's channel.
_AP_OFF_MS = const(10000)
_LATEST_AP_OFF_MS = const(30000)
# An attempt of our own, while no phone is attached, after so long: at first, at last.
_RETRY_MS = const(30000)
_SLOWEST_RETRY_MS = const(300000)
# After this silence a phone counts as gone, where the chip cannot tell (before MicroPython 1.25).
_PHONE_GONE_MS = const(120000)


class Portal:
    def __init__(self, wifi, options):
        self.wifi = wifi
        self.options = options
        self.asked = False  # a phone asked for this attempt; otherwise it is our own
        self.seen = False  # the phone knows that it worked
        self.problem = None  # what was wrong with the last form; the page has the words
        self.http = self.dns = self.ap = None
        self.retry_ms = _RETRY_MS
        self.retries = 0

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
        fields = self.options.get("fields", 0)
        fields = fields if isinstance(fields, int) else len(fields)
        self.poller = select.poll()
        while not self.http:
            try:
                self.http = HTTPServer(self.poller, self.respond, 512 + 128 * fields)
            except OSError as error:  # connections of an earlier run keep the port for two minutes
                print("Port 80 is busy, trying again:", error)
                time.sleep_ms(2000)
                release()
        self.dns = DNSServer(self.poller, self.ip)
        # Since when nothing has been tried, or we are connected; since when no phone has asked.
        self.since = self.heard = self.opened = time.ticks_ms()

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
        if not self.dns.sock:  # connected
            wait = _AP_OFF_MS if self.seen or not self.phone_there() else _LATEST_AP_OFF_MS
            return self.asked and waited < wait
        state = wifi.poll()
        if state == "done":
            self.since = now
            self.hosts.append(wifi.ip.encode())
            self.dns.stop()
            from .credentials import save

            save(wifi.ssid, wifi.key)
        elif state == "trying":
            self.since = now
            if not self.asked and self.phone_there():
                wifi.stop()
        elif waited >= self.retry_ms:
            self.since = now
            self.retry_ms = min(2 * self.retry_ms, _SLOWEST_RETRY_MS)
            if not self.phone_there():
                from .join import retry

                retry(self)
        timeout = self.options.get("timeout")
        return not timeout or time.ticks_diff(now, self.opened) < timeout * 1000

    def phone_there(self):
        try:
            return bool(self.ap.status("stations"))
        except (ValueError, TypeError, OSError):
            return time.ticks_diff(time.ticks_ms(), self.heard) < _PHONE_GONE_MS

    def respond(self, request):
        self.heard = time.ticks_ms()
        return respond(self, request)

    def close(self):
        for server in (self.http, self.dns):
            if server:
                server.stop()
        if self.ap:
            self.ap.active(False)
            print("Turned off access point")

# The portal while it is open: access point, DNS, HTTP and the station interface in one loop.

import gc
import select
import time
from binascii import hexlify

from . import site
from .access_point import DEFAULT_IP, best_channel, open_access_point
from .dns import DNSServer
from .http import HTTPServer
from .wifi import CONNECTED, IDLE, TRYING

# How long the phone may look at the new address before the access point goes.
AP_OFF_DELAY_MS = 10000
# Silence after which a phone counts as gone, where the chip cannot tell (before 1.25).
PHONE_GONE_MS = 120000
FIRST_RETRY_MS = 30000
LAST_RETRY_MS = 300000


class Portal:
    def __init__(self, wifi, networks, options):
        self.wifi = wifi
        self.networks = networks
        self.options = options
        self.ip = options.get("ap_ip") or DEFAULT_IP
        self.token = new_token()
        self.problem = None  # what was wrong with the last form, a key of strings.json
        self.poller = select.poll()
        self.asked = False  # by a phone, as opposed to a retry of our own
        self.last_request = self.opened = time.ticks_ms()
        self.connected_at = None
        self.retry_ms = FIRST_RETRY_MS
        self.retry_at = time.ticks_add(self.opened, FIRST_RETRY_MS)

    def run(self):
        # True when connected, False when the time is up.
        print("Starting captive portal")
        known = [pair[0] for pair in self.remembered()]
        channel = best_channel(self.networks, known)
        self.ap = open_access_point(self.options.get("essid"), self.ip, channel)
        self.http = self.dns = None
        try:
            self.http = HTTPServer(self.poller, self)
            self.dns = DNSServer(self.poller, self.ip)
            while not self.finished():
                self.serve()
            return self.wifi.state == CONNECTED
        finally:
            for server in (self.http, self.dns):
                if server:
                    server.stop()
            self.ap.active(False)
            print("Turned off access point")

    def serve(self):
        # One turn of the loop.
        busy = self.http.clients or self.wifi.state == TRYING
        for sock, event in self.poller.poll(100 if busy else 1000):
            server = self.dns if sock is self.dns.sock else self.http
            server.handle(sock, event)
        self.http.tick()
        self.look_at_wifi()
        if not busy:
            gc.collect()

    def respond(self, request):
        self.last_request = time.ticks_ms()
        return site.respond(self, request)

    def connect(self, ssid, key):
        self.problem = None
        self.asked = True
        self.wifi.connect(ssid, key, self.networks)

    def look_at_wifi(self):
        if self.connected_at is not None:
            return
        state = self.wifi.poll()
        if state == CONNECTED:
            self.connected_at = time.ticks_ms()
            self.dns.stop()
            from . import credentials

            credentials.save(self.wifi.ssid, self.wifi.key)
        elif state != TRYING and time.ticks_diff(time.ticks_ms(), self.retry_at) >= 0:
            self.retry()

    def retry(self):
        # A saved network may be back: after a power cut the router is slower than the board. Only
        # while no phone is attached, because the radio leaves the access point's channel for it.
        if not self.phone_there():
            pass
        self.retry_at = time.ticks_add(time.ticks_ms(), self.retry_ms)

    def phone_there(self):
        try:
            return bool(self.ap.status("stations"))
        except (ValueError, TypeError, OSError):
            return time.ticks_diff(time.ticks_ms(), self.last_request) < PHONE_GONE_MS

    def remembered(self):
        from . import credentials

        return credentials.load()

    def finished(self):
        if self.connected_at is not None:
            wait = AP_OFF_DELAY_MS if self.asked else 0
            return time.ticks_diff(time.ticks_ms(), self.connected_at) >= wait
        timeout = self.options.get("timeout")
        return timeout and time.ticks_diff(time.ticks_ms(), self.opened) >= timeout * 1000


def new_token():
    # Proves that a form was ours, from this run. https://owasp.org/www-community/attacks/csrf
    from random import getrandbits

    return b"%08x" % getrandbits(30)

# Opens the portal: the board's own network, without a password and with this board as gateway and
# name server, and the two servers.

import network
import select
import time
from binascii import hexlify
from random import getrandbits

from .credentials import load
from .join import entries, scan
from .server import DNSServer, HTTPServer


def setup(portal):
    options = portal.options
    # The scan comes first: it would throw phones off the access point.
    known = [pair[0] for pair in load()]
    portal.networks = scan(portal.wifi.sta, known) or b""
    portal.timeout = options.get("timeout", 0) * 1000 or 1e12
    portal.token = str(getrandbits(30))  # proves that a form is from this run
    ip = options.get("ap_ip") or "192.168.4.1"
    portal.hosts = [ip.encode()]  # where we are ourselves
    portal.ap = open_ap(options.get("essid"), ip, portal, known)
    portal.poller = select.poll()
    limit = 512 + 128 * len(options.get("fields", ()))
    while not portal.http:
        try:
            portal.http = HTTPServer(portal.poller, portal.respond, limit)
        except OSError as error:  # connections of an earlier run keep the port for two minutes
            print("Port 80 is busy, trying again:", error)
            time.sleep_ms(2000)
            portal.release()
    portal.dns = DNSServer(portal.poller, ip)
    portal.old = False
    portal.heard = ~time.ticks_ms()  # when a phone asked last; none yet: below zero, since when one could
    # Since when nothing has been tried, or we are connected; the last look at the clock.
    portal.since = portal.start = time.ticks_ms()
    portal.release()


def open_ap(essid, ip, portal, known):
    # One radio serves both interfaces, and the access point has to follow the station: starting on
    # the channel that the station will probably use spares the phone a hop.
    there = list(entries(portal.networks))
    there = [entry for entry in there if entry[0] in known] or there
    channel = there[0][1] if there else 1
    ap = network.WLAN(network.AP_IF)
    ap.active(False)  # a half-configured one from an earlier run does not come up properly
    ap.active(True)
    if not essid:
        essid = "ESP8266-%s" % hexlify(ap.config("mac")[-3:]).decode()
    ap.config(essid=essid, authmode=network.AUTH_OPEN, channel=channel)
    ap.ifconfig((ip, "255.255.255.0", ip, ip))
    print("AP mode configured:", ap.ifconfig())
    print("Access point '%s' is open" % portal.wifi.show(essid.encode()))
    return ap

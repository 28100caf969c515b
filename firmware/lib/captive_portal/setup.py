# Opens the portal: an access point, with the board as gateway and DNS server, and the two servers.

import network
import socket
import time
from binascii import hexlify
from random import getrandbits

from .credentials import load
from .scan import entries, scan
from .server import DNSServer, HTTPServer


def setup(portal):
    """Scans, opens the access point, starts the servers; sets the attributes that `Portal` needs.

    Waits while port 80 is in use.
    """
    print("Starting captive portal")
    options = portal.options
    # The scan comes first: phones would lose an access point that is already open.
    known = [pair[0] for pair in load()]
    portal.networks = scan(portal.wifi.sta, known) or b""
    portal.timeout = options.get("timeout", 0) * 1000 or 1e12  # ms
    portal.token = str(getrandbits(30))  # forms have to carry it, see routes.py
    ip = options.get("ap_ip") or "192.168.4.1"
    portal.hosts = [ip.encode()]  # values of the Host header that mean this board
    portal.ap = open_ap(options, ip, portal, known)
    if portal.wifi.more and portal.wifi.more.open:
        # Somebody has asked for the portal, and needs time to find it.
        portal.pause = 300000
    limit = 512 + 128 * len(options.get("fields", ()))  # bytes of a form
    while not portal.http:
        try:
            portal.http = HTTPServer(portal.wifi.poller, portal.respond, limit)
        except OSError as error:  # connections of an earlier run (TIME_WAIT) keep the port for two minutes
            print("Port 80 is busy, trying again:", error)
            for _ in portal.wifi.poller.poll(2000):
                from .stdin import read

                read(portal.wifi, portal.release)
            portal.release()
    portal.dns = DNSServer(portal.wifi.poller, 53, socket.SOCK_DGRAM)
    portal.dns.address = bytes(map(int, ip.split(".")))
    portal.keys = index()
    portal.old = False  # whether the list of networks is
    portal.heard = ~time.ticks_ms()  # see `phone` in portal.py
    # Start of the current wait, see `turn`; the last turn's time, for the timeout.
    portal.since = portal.start = time.ticks_ms()
    portal.release()


def index():
    """Where in page.html the ~placeholders~ are, packed into bytes: for each of them the size of the text
    before it (two bytes), the size of its name, its name. The last one, for the text at the end, has no name.
    """
    keys = bytearray()
    size = 0
    try:
        with open("/lib/captive_portal/page.html", "rb") as file:
            rest = b""
            while rest is not None:
                more = file.read(256)
                lines = (rest + more).split(b"\n")  # MicroPython's own lines are read byte by byte
                rest = lines.pop() if more else None
                for line in lines:
                    parts = line.split(b"~")
                    for at in range(len(parts)):
                        part = parts[at]
                        if at & 1 and at + 1 < len(parts):
                            keys += bytes((size >> 8, size & 255, len(part))) + part
                            size = 0
                        else:
                            size += len(part) + (at & 1)  # a "~" without a second one is text
                    size += 1
        size -= 1  # no line ends there
    except OSError:  # the file is missing: the other ways to the board's network are not
        pass
    keys += bytes((size >> 8, size & 255, 0))
    return bytes(keys)


def open_ap(options, ip, portal, known):
    """Returns the access point's interface. `known`: SSIDs (bytes).

    It starts on the channel of a remembered network in reach, otherwise of the strongest one: both
    interfaces share one radio, so the access point changes to the station's channel when it connects. But not
    above 11, where phones from North America do not hear it (and 14 is none that it could have).
    """
    from .scan import show

    essid = options.get("essid")
    there = [entry for entry in entries(portal.networks) if entry[1] < 12]
    there = [entry for entry in there if entry[0] in known] or there
    channel = there[0][1] if there else 1
    ap = network.WLAN(network.AP_IF)
    ap.active(False)  # one that an earlier run has left half-configured does not come up properly
    ap.active(True)
    if not essid:
        essid = (b"ESP8266-" + hexlify(ap.config("mac")[-3:])).decode()  # bytes are not interned
    portal.wifi.ap = ap, channel
    if "ap_password" in options:
        from .more import setup

        setup(ap, essid, channel, options["ap_password"])
    else:
        ap.config(essid=essid, authmode=network.AUTH_OPEN, channel=channel)
    ap.ifconfig((ip, "255.255.255.0", ip, ip))
    print("AP mode configured:", ap.ifconfig())
    print("Access point '%s' is open" % show(essid.encode()))
    return ap

# Opens the board's own network: no password, this board as gateway and name server.

import network
from binascii import hexlify
from random import getrandbits

from .credentials import load
from .join import scan


def open_access_point(portal):
    # The scan comes first: it would throw phones off the access point.
    portal.networks = scan(portal.wifi.sta)
    portal.token = "%08x" % getrandbits(30)  # proves that a form is from this run of the portal
    portal.ip = ip = portal.options.get("ap_ip") or "192.168.4.1"
    portal.hosts = [ip.encode()]
    portal.ap = ap = network.WLAN(network.AP_IF)
    ap.active(False)  # a half-configured one from an earlier run does not come up properly
    ap.active(True)
    essid = portal.options.get("essid")
    if not essid:
        essid = "ESP8266-" + hexlify(ap.config("mac")[-3:]).decode()
    channel = best_channel(portal.networks)
    ap.config(essid=essid, authmode=network.AUTH_OPEN, channel=channel)
    ap.ifconfig((ip, "255.255.255.0", ip, ip))
    print("AP mode configured:", ap.ifconfig())
    print("Access point '%s' is open" % essid)


def best_channel(networks):
    # One radio serves both interfaces, and the access point has to follow the station: starting on
    # the channel that the station will probably use spares the phone a hop.
    known = [pair[0] for pair in load()]
    for entry in networks:
        if entry[0] in known:
            return entry[3]
    return networks[0][3] if networks else 1

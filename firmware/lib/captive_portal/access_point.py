# Opens the board's own network: no password, this board as gateway and name server.

import network
from binascii import hexlify

DEFAULT_IP = "192.168.4.1"


def best_channel(networks, known):
    # One radio serves both interfaces, and the access point has to follow the station: starting on
    # the channel that the station will probably use spares the phone a hop.
    for entry in networks:
        if entry[0] in known:
            return entry[3]
    return networks[0][3] if networks else 1


def open_access_point(essid, ip, channel):
    ap = network.WLAN(network.AP_IF)
    ap.active(False)  # a half-configured one from an earlier run does not come up properly
    ap.active(True)
    if not essid:
        essid = "ESP8266-" + hexlify(ap.config("mac")[-3:]).decode()
    ap.config(essid=essid, authmode=network.AUTH_OPEN, channel=channel)
    ap.ifconfig((ip, "255.255.255.0", ip, ip))
    print("AP mode configured:", ap.ifconfig())
    print("Access point '%s' is open" % essid)
    return ap

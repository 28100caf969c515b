# The way without a phone: one of the remembered networks is there, so join it and be done.

import time

from . import credentials
from .scan import scan
from .wifi import CONNECTED, TRYING


def candidates(known, networks):
    # The remembered networks that are in reach, strongest first. If none is, the one used last: it
    # may be hidden, or its router still starting.
    there = []
    for entry in networks:
        there += [pair for pair in known if pair[0] == entry[0]]
    return there or known[:1]


def join(wifi):
    # Returns (True, _) when connected, otherwise (False, what the scan saw).
    known = credentials.load()
    networks = scan(wifi.sta)
    for ssid, key in candidates(known, networks):
        wifi.connect(ssid, key, networks)
        while wifi.poll() == TRYING:
            time.sleep_ms(200)
        if wifi.state == CONNECTED:
            if known[0][0] != ssid:
                credentials.save(ssid, key)
            return True, networks
    return False, networks

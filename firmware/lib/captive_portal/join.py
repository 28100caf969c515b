# The way without a phone: a remembered network is in reach, so join it and be done. What it needs for
# that, the portal uses too: options, scan, choice of a network.

import json
import network
import os
import time


def join(args, release):
    # Returns the station, connected or not, and the options.
    from .credentials import load
    from .wifi import WiFi

    options = merged(args)
    wifi = WiFi()
    wifi.sta = network.WLAN(network.STA_IF)
    wifi.sta.active(True)
    wifi.stop()  # the chip starts by itself with what it remembers, and could not scan meanwhile
    if options.get("hostname"):
        try:
            network.hostname(options["hostname"][:32])
        except AttributeError:  # before MicroPython 1.20
            wifi.sta.config(dhcp_hostname=options["hostname"])
    known = load()
    load = None
    release()
    if known:
        names = [pair[0] for pair in known]
        for ssid, key, in_reach in choices(known, scan(wifi.sta, names)):
            connect(wifi, ssid, key, in_reach)
            release()
            while wifi.poll() == "trying":
                time.sleep_ms(200)
            if wifi.state == "done" and ssid != known[0][0]:
                from .credentials import save

                save(ssid, key)
            if wifi.state == "done" or not in_reach:
                break
    return wifi, options


def connect(wifi, ssid, key, in_reach):
    # Starts an attempt. `in_reach`: the scan saw it; tells a missing router from a silent one.
    wifi.stop()
    wifi.ssid = ssid
    wifi.key = key
    wifi.name = wifi.show(ssid)
    wifi.in_reach = in_reach
    wifi.refused = None
    wifi.since = time.ticks_ms()
    wifi.state = "trying"
    print("Trying to connect to SSID '%s'" % wifi.name)
    try:
        wifi.sta.connect(*((ssid, key) if key else (ssid,)))
    except OSError:
        pass  # the status will tell


def choices(known, networks):
    # What is in reach, strongest first. If nothing is: the one used last may be hidden, or its
    # router still starting.
    there = []
    for name, _, _ in entries(networks or b""):
        there += [pair + (True,) for pair in known if pair[0] == name]
    return there or [pair + (False,) for pair in known]


def scan(sta, known=()):
    # The networks in reach, strongest first, each name once: a dozen, and those whose names are in
    # `known`. Packed into bytes to save memory, see `entries`; None if it fails. Takes two seconds in
    # which nothing else happens.
    try:
        found = sta.scan()
        found.sort(key=lambda name: -name[3])
    except (OSError, MemoryError):
        return None
    networks = bytearray()
    names = []
    for ssid, _, channel, signal, security, *_ in found:
        # Hidden ones have no name.
        if ssid.strip(b"\x00") and ssid not in names and (len(names) < 12 or ssid in known):
            names.append(ssid)
            kind = 1 + (signal > -80) + (signal > -70) + (signal > -60)
            kind += 128 if security else 0
            kind += 64 if security == 1 else 0  # AUTH_WEP
            networks += bytes((channel, kind, len(ssid))) + ssid
    return bytes(networks)


def entries(networks):
    # Of each its name, channel, and kind: bars of signal (1 to 4), 128 more if it has a password, and
    # 64 more if that is a key of WEP.
    at = 0
    while at < len(networks):
        channel, kind, size = networks[at : at + 3]
        at += 3 + size
        yield networks[at - size : at], channel, kind


def merged(args):
    # Arguments before /portal.json, and only what can be used; see options.py.
    try:
        os.stat("/portal.json")
    except OSError:
        if not any(args.values()):
            return {}
    from .options import merged

    return merged(args)


def read(name, limit=8192):
    # A dictionary from a file that may be missing, damaged, or too large for the memory.
    try:
        if os.stat(name)[6] <= limit:
            with open(name) as file:
                data = json.load(file)
            if isinstance(data, dict):
                return data
    except (OSError, ValueError, MemoryError):
        pass
    return {}


def settings():
    from .start import release

    release()
    values = read("/settings.json")
    values.pop("", None)  # see `hidden` in fields.py
    return values

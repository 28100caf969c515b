# The way without a phone: a remembered network is in reach, so join it and be done. What it needs for
# that, the portal uses too: options, scan, choice of a network.

import json
import network
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
        for ssid, key, in_reach in candidates(known, scan(wifi.sta)):
            connect(wifi, ssid, key, in_reach)
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


def candidates(known, networks):
    # What is in reach, strongest first. If nothing is: the one used last may be hidden, or its
    # router still starting.
    there = []
    for name, _, _ in entries(networks):
        there += [pair + (True,) for pair in known if pair[0] == name]
    return there or [pair + (False,) for pair in known]


def scan(sta):
    # The networks in reach, strongest first, each name once, at most a dozen; packed into bytes to
    # save memory, see `entries`. Takes two seconds in which nothing else happens.
    try:
        found = sta.scan()
    except OSError:
        return b""
    found.sort(key=lambda entry: -entry[3])
    networks = bytearray()
    names = []
    for ssid, _, channel, signal, security, *_ in found:
        if ssid.strip(b"\x00") and ssid not in names and len(names) < 12:  # hidden ones: no name
            names.append(ssid)
            bars = 1 + (signal > -80) + (signal > -70) + (signal > -60)
            networks += bytes((channel, bars + (128 if security else 0), len(ssid))) + ssid
    return bytes(networks)


def entries(networks):
    # Name, channel, and bars of signal (1 to 4; with a password 128 more) of each.
    at = 0
    while at < len(networks):
        channel, bars, size = networks[at : at + 3]
        at += 3 + size
        yield networks[at - size : at], channel, bars


def retry(portal):
    # Back after a power cut, the router may be slower than the board: tries the next of the networks.
    from .credentials import load

    known = load()
    if known:
        networks = scan(portal.wifi.sta)
        portal.networks = networks or portal.networks
        choices = candidates(known, networks)
        ssid, key, in_reach = choices[portal.retry % len(choices)]
        portal.retry += 1
        portal.pause = min(2 * portal.pause, 300000)
        portal.asked = False
        connect(portal.wifi, ssid, key, in_reach)


def joined(portal):
    # The portal has done its work.
    from .credentials import save

    portal.hosts.append(portal.wifi.ip.encode())
    portal.dns.stop()
    save(portal.wifi.ssid, portal.wifi.key)


def merged(args):
    # Arguments before /portal.json. The form's extra fields are large: only their number is kept,
    # and they are read again when the form is shown.
    options = read("/portal.json")
    if "fields" in options:
        options["fields"] = len(options["fields"] or ())
    for name in args:
        if args[name] is not None:
            options[name] = args[name]
    return {name: options[name] for name in options if options[name] is not None}


def read(name):
    # A dictionary from a file that may be missing or damaged.
    try:
        with open(name) as file:
            return dict(json.load(file))
    except (OSError, ValueError, TypeError):
        return {}


def settings():
    from .start import release

    release()
    return read("/settings.json")

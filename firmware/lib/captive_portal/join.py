# The way without a phone: a remembered network is in reach, so join it and be done. What it needs for
# that, the portal uses too: options, scan, choice of a network.

import json
import time


def join(args, release):
    # Returns the station, connected or not, and the options.
    from .credentials import load
    from .wifi import WiFi

    options = merged(args)
    wifi = WiFi(options.get("hostname"))
    known = load()
    load = None
    release()
    if known:
        for ssid, key, in_reach in candidates(known, scan(wifi.sta)):
            wifi.connect(ssid, key, in_reach)
            while wifi.poll() == "trying":
                time.sleep_ms(200)
            if wifi.state == "done" and ssid != known[0][0]:
                from .credentials import save

                save(ssid, key)
            if wifi.state == "done" or not in_reach:
                break
    return wifi, options


def candidates(known, networks):
    # What is in reach, strongest first. If nothing is: the one used last may be hidden, or its
    # router still starting.
    there = [pair + (True,) for entry in networks for pair in known if pair[0] == entry[2:]]
    return there or [pair + (False,) for pair in known]


def scan(sta):
    # The networks in reach, strongest first, each name once, at most a dozen. An entry is bytes, to
    # save memory: channel, bars of signal (1 to 4; with a password 128 more), then the name.
    # Takes two seconds in which nothing else happens.
    try:
        found = sta.scan()
    except OSError:
        return []
    found.sort(key=lambda entry: -entry[3])
    networks = []
    names = []
    for ssid, _, channel, signal, security, *_ in found:
        if ssid.strip(b"\x00") and ssid not in names and len(names) < 12:  # hidden ones: no name
            names.append(ssid)
            bars = 1 + (signal > -80) + (signal > -70) + (signal > -60)
            networks.append(bytes((channel, bars + (128 if security else 0))) + ssid)
    return networks


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
        portal.asked = False
        portal.wifi.connect(ssid, key, in_reach)


def merged(args):
    # Arguments before /portal.json. The form's extra fields are large: only their number is kept,
    # and they are read again when the form is shown.
    options = read("/portal.json")
    if "fields" in options:
        options["fields"] = len(options["fields"])
    for name in args:
        if args[name] is not None:
            options[name] = args[name]
    return options


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

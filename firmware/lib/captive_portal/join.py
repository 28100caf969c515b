# Joins a network: at the start the remembered ones in reach, without a phone; later what a phone asks for.

import network
import os
import select
import sys
import time
from micropython import kbd_intr


def join(args, release):
    """Tries the remembered networks, each for up to 20 seconds.

    `args`: options as a dictionary; `release`: see start.py. Returns the station (a `WiFi`, in the
    state "done" if it is connected) and the options that can be used, merged with /portal.json; None in their
    place if the portal must not open.
    """
    from .wifi import WiFi

    options = {}
    given = any(args.values())
    try:
        os.stat("/portal.json")
        given = True
    except OSError as error:
        given = given or error.args[0] != 2  # ENOENT; after any other it may be there
    if given:  # without options, the module that checks them is not loaded
        from .options import load

        options = load(args)
    wifi = WiFi()
    wifi.poller = select.poll()
    if hasattr(sys.stdin, "buffer"):
        kbd_intr(-1)  # see stdin.py
        wifi.poller.register(sys.stdin, 1)  # POLLIN
    wifi.sta = network.WLAN(network.STA_IF)
    wifi.sta.active(True)
    wifi.stop()  # the SDK reconnects by itself to the network it has stored, and could not scan meanwhile
    if options.get("hostname"):
        try:
            network.hostname(options["hostname"][:32])
        except AttributeError:  # before MicroPython 1.20
            wifi.sta.config(dhcp_hostname=options["hostname"])
    from .credentials import load

    known = load()
    load = None
    release()
    try:
        os.stat("/wifi.static")
        given = True
    except OSError:
        given = options.get("more")
    if given:
        from .more import load

        load(wifi, options, known, release)
        load = None
        release()
    if known and not (wifi.more and wifi.more.open):
        from .scan import scan

        names = [pair[0] for pair in known]
        for ssid, key, seen in choice(known, scan(wifi.sta, names)):
            connect(wifi, ssid, key, seen)
            scan = None
            release()
            while wifi.poll() == "trying":
                for _ in wifi.poller.poll(200):
                    from .stdin import read

                    read(wifi, release)
                    read = None
            if wifi.state == "done" and wifi.ssid != known[0][0]:
                from .credentials import save

                save(wifi.ssid, wifi.key)
            if wifi.state == "done" or not seen:
                break
    if wifi.more:
        from .more import run

        options = run(wifi, options, release)
    return wifi, options


def connect(wifi, ssid, key, seen):
    """Starts an attempt; `wifi.poll()` follows it.

    `ssid`, `key`: bytes; the key of an open network is empty. `seen`: the channel on which the last scan saw
    the network, 0 if it did not; decides between the reasons "silent" and "unclear", see reason.py.
    """
    from .scan import show

    wifi.stop()
    wifi.ssid = ssid
    wifi.key = key
    wifi.name = show(ssid)
    wifi.seen = seen
    wifi.refused = None
    wifi.since = time.ticks_ms()
    wifi.state = "trying"
    print("Trying to connect to SSID '%s'" % wifi.name)
    if wifi.more is not None:
        from .more import config

        config(wifi)
    try:
        wifi.sta.connect(*((ssid, key) if key else (ssid,)))
    except OSError:
        pass  # `poll` reads the status


def choice(known, networks):
    """What to try, as (ssid, key, seen): the remembered networks in reach, the one used last first, so that
    a board stays where somebody has put it, though another network may be stronger.

    If none is in reach: all of them. It may be hidden, or its router may still be starting. `known`: as from `credentials.load`; `networks`: as from `scan`, or None.
    """
    from .scan import entries

    found = []
    for pair in known:
        found += [pair + (channel,) for name, channel, _ in entries(networks or b"") if name == pair[0]]
    return found or [pair + (0,) for pair in known]


def done(portal):
    """For the portal, when a phone's network or one of its own attempts is joined: stops DNS and saves the
    network. If it cannot be saved, the page says so.
    """
    from .credentials import save

    wifi = portal.wifi
    portal.keep_modules = False
    portal.hosts.append(wifi.ip.encode())
    portal.dns.stop()
    if not save(wifi.ssid, wifi.key):
        portal.about = None
    if wifi.more:
        from .more import done as more

        if not more(wifi):
            portal.about = None

# What the board does in the place of the portal if that must not open: tries its networks again, with the pauses
# of retry.py, and listens to the cable.

import time

_OFF_MS = const(10000)  # for the last questions over the cable, as in portal.py


def rest(wifi, options, release):
    """What is left to do before the portal opens, or the program goes on. Returns the options; None if the
    portal must not open.
    """
    if wifi.more.open is False and wifi.state != "done":
        run(wifi, options, release)
        options = options if wifi.state == "done" else None
    while wifi.more.counts and not wifi.more.open:
        listen(wifi, 200, release)  # afterwards nothing would end the row of short times, see count.py
        wifi.poll()
    return options


class Quiet:
    """What `retry` needs of a `Portal`."""

    retry = 0
    pause = 30000  # ms

    def __init__(self, wifi):
        self.wifi = wifi


def run(wifi, options, release):
    """Returns when the board is in a network, or after the option "timeout"; `wifi.state` says which."""
    print("The portal stays closed; the board goes on trying to join")
    quiet = Quiet(wifi)
    left = options.get("timeout", 0) * 1000 or 1e12
    since = last = time.ticks_ms()
    while left > 0 or wifi.state == "trying":
        listen(wifi, 200 if wifi.state == "trying" else 1000, release)
        now = time.ticks_ms()
        left -= time.ticks_diff(now, last)
        last = now
        state = wifi.poll()
        if state == "done":
            return joined(wifi, release)
        if state == "trying":
            since = now
        elif time.ticks_diff(now, since) >= quiet.pause:
            from .retry import retry

            since = now
            retry(quiet)
            retry = None
            release()


def joined(wifi, release):
    """Saves the network, if it is not the first one, and waits for the cable if that has brought it."""
    from .credentials import load, save

    known = load()
    if not known or known[0] != (wifi.ssid, wifi.key):
        save(wifi.ssid, wifi.key)
    end = time.ticks_add(time.ticks_ms(), _OFF_MS if wifi.asked else 0)
    while time.ticks_diff(end, time.ticks_ms()) > 0:
        listen(wifi, 200, release)


def listen(wifi, ms, release):
    """Waits so long, or until something comes over the cable, and takes that."""
    for _ in wifi.poller.poll(ms):
        from .stdin import read

        read(wifi, release)
        read = None

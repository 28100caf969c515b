# The way without a phone: a remembered network is there, so join it and be done.

import time

from . import read_json
from .wifi import WiFi


def join(given):
    # Returns the station, connected or not, and the options: arguments before /portal.json.
    options = read_json("/portal.json")
    if options.get("fields"):
        options["fields"] = True  # read again when the form is shown: they are large
    for name in given:
        if given[name] is not None:
            options[name] = given[name]
    wifi = WiFi(options.get("hostname"))
    for pair, in_reach, is_first in candidates(wifi.sta):
        wifi.connect(pair[0], pair[1], in_reach)
        while wifi.poll() == "trying":
            time.sleep_ms(200)
        if wifi.state == "done":
            if not is_first:
                from .credentials import save

                save(pair[0], pair[1])
            break
    return wifi, options


def candidates(sta):
    # The remembered networks that are in reach, strongest first. If none is, the one used last: it
    # may be hidden, or its router still starting.
    from .credentials import load

    known = load()
    if not known:
        return []
    from .scan import scan

    names = [entry[0] for entry in scan(sta)]
    there = [
        (pair, True, pair is known[0]) for name in names for pair in known if pair[0] == name
    ]
    return there or [(known[0], False, True)]

# Which networks are in reach. The list is packed into bytes: as objects it would take four times as much.


def scan(sta, known=()):
    """Scans for about two seconds, in which nothing else happens.

    `sta`: the station interface; `known`: names (bytes) that the list has in any case. Returns the
    networks in reach packed into bytes, strongest first, each name once, the 12 strongest and those in
    `known`; `entries` unpacks them. None if the scan fails.
    """
    try:
        found = sta.scan()
        found.sort(key=lambda name: -name[3])
    except (OSError, MemoryError):
        return None
    networks = bytearray()
    names = []
    for ssid, _, channel, signal, security, *_ in found:
        # Hidden networks have no name, or one of zeros.
        if ssid.strip(b"\x00") and ssid not in names and (len(names) < 12 or ssid in known):
            names.append(ssid)
            kind = 1 + (signal > -80) + (signal > -70) + (signal > -60)
            kind += 128 if security else 0
            kind += 64 if security == 1 else 0  # AUTH_WEP
            networks += bytes((channel, kind, len(ssid))) + ssid
    return bytes(networks)


def entries(networks):
    """Unpacks what `scan` returns: yields (name, channel, kind) for each network.

    `name`: bytes; `kind`: 1 to 4 for the signal (from -80, -70 and -60 dBm on one more each), plus 128
    if the network has a password, plus 64 if that is a WEP key.
    """
    at = 0
    while at < len(networks):
        channel, kind, size = networks[at : at + 3]
        at += 3 + size
        yield networks[at - size : at], channel, kind

# Which networks are in reach, and their names as text. The list is packed into bytes: as objects it would take
# four times as much.


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


def show(name):
    """A network's name (any bytes) as text that can be printed, different for each name.

    A name that is not UTF-8 or has control characters (a terminal would obey them) is escaped as a
    whole, as `repr` does. In other names only those characters are escaped that cannot be seen, look
    like a space or change the direction of writing; where HTML would drop a space, there is a U+2423.
    """
    unseen = (  # first and last character of each range, two bytes each
        b"\x00\xa0\x00\xa0\x00\xad\x00\xad\x03\x4f\x03\x4f\x06\x1c\x06\x1c\x11\x5f\x11\x60\x16\x80\x16\x80"
        b"\x17\xb4\x17\xb5\x18\x0b\x18\x0f\x20\x00\x20\x0f\x20\x28\x20\x2f\x20\x5f\x20\x6f\x24\x23\x24\x23"
        b"\x28\x00\x28\x00\x30\x00\x30\x00\x31\x64\x31\x64\xfe\x00\xfe\x0f\xfe\xff\xfe\xff\xff\xa0\xff\xa0"
        b"\xff\xf0\xff\xfb"
    )
    out = ""
    try:
        text = str(name, "utf-8")
        for at in range(len(text)):
            char = text[at : at + 1]  # a slice: text[at] would be interned and never freed
            code = ord(char)
            if code < 32 or 126 < code < 160:
                raise ValueError
            if code > 127:
                for first in range(0, len(unseen), 4):
                    a, b, c, d = unseen[first : first + 4]
                    if a << 8 | b <= code <= c << 8 | d or code >> 16 == 14:
                        char = repr(char.encode())[2:-1]
                        break
            # A browser drops a space at the beginning or the end, and shows many as one.
            elif code == 32 and (not at or text[at + 1 : at + 2] in ("", " ")):
                char = chr(0x2423)
            out += char
    except ValueError:
        return repr(name)[2:-1]
    return out

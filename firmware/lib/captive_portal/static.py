# Static addresses: the option "station", and what a phone entered for a network, in /wifi.static.
#
# The file has a line for each network: SSID in hexadecimal; address, netmask, gateway and DNS server divided by
# commas, or "-" for DHCP in spite of the option; checksum as in /wifi.creds. Whether the address is free, and
# whether the gateway is there, the board cannot know: it is "connected" as soon as the router lets it in.

from binascii import hexlify, unhexlify

FILE = "/wifi.static"


def octets(text):
    """An IPv4 address in dotted decimal as four bytes; None if it is none."""
    parts = text.split(".")
    try:
        numbers = [int(part) for part in parts]
        # Negative numbers and those with signs, spaces or zeros in front are not written so.
        if len(parts) == 4 and parts == ["%d" % n for n in numbers]:
            return bytes(numbers) if max(numbers) < 256 and min(numbers) >= 0 else None
    except ValueError:
        pass


def under(one, other):
    """The bits that both have, byte by byte."""
    return bytes([a & b for a, b in zip(one, other)])


def wrong(values, own):
    """What is wrong with the values, as (key of words.txt, the text that is meant); None if nothing is.

    `values`: address, netmask, gateway, DNS server as a list of texts; netmask and DNS server may be empty and
    are filled in. `own`: the address of the access point, whose network is a /24.
    """
    values[1] = values[1] or "255.255.255.0"
    values[3] = values[3] or values[2]
    numbers = []
    for text in values:
        number = octets(text)
        if not number:
            return "ipv4", text
        numbers.append(number)
    ip, mask, gateway, dns = numbers
    bits = int.from_bytes(mask, "big") ^ 0xFFFFFFFF  # those of the host
    if bits & (bits + 1) or not 3 <= bits < 1 << 24:
        return "mask", values[1]
    for number, text in (ip, values[0]), (gateway, values[2]):
        host = int.from_bytes(number, "big") & bits
        if host in (0, bits) or not unicast(number):
            return "host", text
    if not unicast(dns):
        return "host", values[3]
    if under(ip, mask) != under(gateway, mask) or ip == gateway:
        return "gate", values[2]
    shorter = under(mask, b"\xff\xff\xff\0")
    if under(ip, shorter) == under(octets(own), shorter):
        return "own", values[0]


def unicast(number):
    """Whether a device can have this address: neither 0., nor 127., nor multicast and above."""
    return 0 < number[0] < 224 and number[0] != 127


def checked(station, own):
    """The option "station" as a tuple of four texts; None if it cannot be used. `own`: as for `wrong`."""
    if isinstance(station, dict):
        values = [station.get(name) or "" for name in ("ip", "netmask", "gateway", "dns")]
        if not [text for text in values if not isinstance(text, str)]:
            own = own if isinstance(own, str) and octets(own) else "192.168.4.1"
            if not wrong(values, own):
                return tuple(values)


def load():
    """The list of (SSID, values): values are four texts, or () for DHCP."""
    from .credentials import check

    found = []
    try:
        with open(FILE, "rb") as file:
            data = file.read(1024)
    except OSError:
        return found
    for line in data.split(b"\n"):
        try:
            ssid, text, digits = line.split(b" ")
            values = tuple(str(text, "ascii").split(",")) if text != b"-" else ()
            right = len(values) in (0, 4) and all([octets(value) for value in values])
            if digits == check(ssid + text) and right:
                found.append((unhexlify(ssid), values))
        except ValueError:
            pass
    return found


def save(ssid, values):
    """Remembers the values of a network, for at most eight. Returns whether they are saved."""
    from .credentials import check, write

    kept = load()
    if kept and kept[0] == (ssid, values):
        return True
    kept = [(ssid, values)] + [pair for pair in kept if pair[0] != ssid][:7]

    def lines():
        for name, values in kept:
            name = hexlify(name)
            text = ",".join(values).encode() or b"-"
            yield name + b" " + text + b" " + check(name + text) + b"\n"

    return write(lines(), FILE)


def values_of(wifi, ssid):
    """The values for a network: entered, remembered, or the option's; () for DHCP."""
    more = wifi.more
    if wifi.asked and more.fixed and more.fixed[0] == ssid:
        return more.fixed[1]
    for name, values in load():
        if name == ssid:
            return values
    if more.station is None:  # cable.py has not read the options
        from .file import read

        options = read("/portal.json")
        more.station = checked(options.get("station"), options.get("ap_ip")) or ()
    return more.station


def apply(wifi):
    """Gives the station the address of `wifi.ssid`, before it connects."""
    if not wifi.more:
        from .more import More

        wifi.more = More()
        wifi.more.station = None
    values = values_of(wifi, wifi.ssid)
    try:
        wifi.sta.ifconfig(values or "dhcp")
        if values:
            print("Static address", values[0])
    except (OSError, ValueError) as error:
        print("The address could not be set:", error)


def kept(wifi):
    """Saves what was entered for the network that is joined now. Returns False if it could not be saved."""
    fixed = wifi.more.fixed
    return not (wifi.asked and fixed and fixed[0] == wifi.ssid) or save(*fixed)


def shown(wifi):
    """What the page shows in its fields, by the names of the placeholders: what was entered last, otherwise what
    is remembered for the network used last, otherwise the option's.
    """
    values = wifi.more.typed
    if values is None:
        from .credentials import load

        known = load()
        values = values_of(wifi, known[0][0] if known else b"")
    return dict(zip(("0", "1", "2", "3", "open"), tuple(values) + ("open",))) if values else {}


def entered(portal, ssid, typed):
    """Takes what a form has in its four fields (bytes); all empty is DHCP. Returns what is wrong, see `wrong`,
    or (None, "").
    """
    more = portal.wifi.more
    if not more:
        from .more import More

        more = portal.wifi.more = More()
    values = []
    for text in typed:
        try:
            values.append(str(text.strip(), "utf-8")[:40])
        except ValueError:
            values.append("?")
    if not any(values):
        values = []
    more.typed = tuple(values)
    more.fixed = problem = None
    if values:
        if not values[2]:
            return "gate", ""
        problem = wrong(values, str(portal.hosts[0], "ascii"))
    if not problem and (values or more.station or ssid in [pair[0] for pair in load()]):
        more.fixed = ssid, tuple(values)
    return problem or (None, "")

# The networks in reach: strongest first, one entry for each name, at most a dozen.


def scan(sta):
    # A list of (name, signal in dBm, protected, channel). Takes two seconds in which nothing else
    # happens: not while a phone is there.
    try:
        found = sta.scan()
    except OSError:
        return []
    found.sort(key=lambda entry: -entry[3])
    networks = []
    names = []
    for ssid, _, channel, signal, security, *_ in found:
        if ssid.strip(b"\x00") and ssid not in names and len(names) < 12:
            names.append(ssid)
            networks.append((ssid, signal, security != 0, channel))
    return networks

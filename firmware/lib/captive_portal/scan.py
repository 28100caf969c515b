# The networks in reach: strongest first, one entry for each name, at most a dozen.

LIMIT = 12


def scan(sta):
    # A list of (name, signal in dBm, protected, channel). Takes two seconds and stops everything
    # else meanwhile: call it while no phone is there.
    try:
        found = sta.scan()
    except OSError:
        return []
    found.sort(key=lambda entry: -entry[3])
    networks = []
    for ssid, _, channel, signal, security, *_ in found:
        hidden = not ssid.strip(b"\x00")
        if not hidden and not any(entry[0] == ssid for entry in networks):
            networks.append((ssid, signal, security != 0, channel))
            if len(networks) == LIMIT:
                break
    return networks

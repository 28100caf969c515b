# For Improv: the networks in reach.

from .improv import result, send


def near(wifi):
    """Scans for about two seconds; one result for each name, the strongest first, then an empty one."""
    if wifi.state == "trying":  # the radio cannot do both
        if wifi.asked:
            return send(2, 255)
        wifi.stop()
    try:
        found = wifi.sta.scan()
        found.sort(key=lambda name: -name[3])
    except (OSError, MemoryError):
        return send(2, 255)
    names = []
    for name, _, _, signal, security, *_ in found:
        if name.strip(b"\x00") and name not in names:  # hidden networks have no name, or one of zeros
            names.append(name)
            result(4, name, b"%d" % signal, b"YES" if security else b"NO")
    result(4)

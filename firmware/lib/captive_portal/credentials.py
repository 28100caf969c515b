# The remembered networks in /wifi.creds, the one used last first.
#
# The file has a line that names the format, then a line for each network: SSID, password and checksum in
# hexadecimal. So an SSID can be any 32 bytes, and a damaged line costs one network, not all. The file
# of the blog series ("ssid,password") is read too, and rewritten in this format.
# src/provision/files/wifi-credentials.ts writes the same format.

import os
from binascii import hexlify, unhexlify

FILE = "/wifi.creds"
_LIMIT = const(8)


def load():
    """A list of (SSID, password), both bytes, at most eight; an open network has an empty password.

    Empty if there is no file. Damaged lines are left out.
    """
    try:
        with open(FILE, "rb") as file:
            data = file.read(4096)
    except OSError:
        return []
    pairs = []
    for line in data.split(b"\n"):
        try:
            ssid, key, digits = line.strip().split(b" ")
            pair = unhexlify(ssid), unhexlify(key)
        except ValueError:
            continue
        if digits == check(ssid + key) and valid(*pair):
            pairs.append(pair)
    if not pairs:
        pairs = split(data)
        if pairs:
            write(text(pairs))
    return pairs


def split(data):
    """Every valid way to split the blog series' "ssid,password": both may contain commas.

    Open networks and WEP did not exist there. Returns a list as `load`.
    """
    parts = data.split(b",")
    cuts = [(b",".join(parts[:n]), b",".join(parts[n:])) for n in range(1, len(parts))]
    return [pair for pair in cuts if len(pair[1]) >= 8 and valid(*pair)][:_LIMIT]


def valid(ssid, key):
    """Whether the lengths are possible: an SSID of 1 to 32 bytes; no password, one of 8 to 63 bytes
    (WPA), a PSK of 64 hexadecimal digits, or a WEP key of 5 or 13 bytes, 10 or 26 hexadecimal digits.
    """
    return 0 < len(ssid) <= 32 and (len(key) in (0, 5) or 8 <= len(key) <= 64)


def check(data):
    """Fletcher-16 variant, modulo 251, seed 1 (both sums start with it). Returns 4 hexadecimal digits."""
    low = high = 1
    for byte in data:
        low = (low + byte) % 251
        high = (high + low) % 251
    return b"%02x%02x" % (high, low)


def text(networks):
    """Yields the lines of the file. `networks`: as from `load`."""
    yield b"captive_portal 1\n"
    for pair in networks:
        ssid, key = hexlify(pair[0]), hexlify(pair[1])
        # Two line ends, so that a damaged one does not join two networks.
        yield b"\n" + ssid + b" " + key + b" " + check(ssid + key) + b"\n"


def write(data, name=FILE):
    """Writes a file as a whole or not at all. `data`: an iterable of bytes.

    Returns whether it is written. If not, the old file stays as it is, and the console says why.
    """
    try:
        with open(name + ".new", "wb") as file:
            for piece in data:
                if file.write(piece) != len(piece):
                    raise OSError(28)  # ENOSPC
        os.rename(name + ".new", name)  # atomic: a power cut leaves the old file or the new one
        return True
    except (OSError, MemoryError) as error:
        code = error.args[0] if error.args else 0
    why = "the flash is full" if code == 28 else "the flash failed with error %s" % code
    print("Could not save %s: %s" % (name, why))
    try:
        os.remove(name + ".new")  # frees the space
    except OSError:
        pass
    return False


def save(ssid, key):
    """Makes this network the first of the remembered ones. Returns whether it is saved."""
    others = [pair for pair in load() if pair[0] != ssid]
    if not write(text([(ssid, key)] + others[: _LIMIT - 1])):
        return False
    print("Wrote credentials to", FILE)
    return True


def forget():
    """Deletes the file, the networks' static addresses, and the network that the SDK has stored by itself."""
    import network

    for name in (FILE, FILE + ".new", "/wifi.static"):
        try:
            os.remove(name)
        except OSError:
            pass
    sta = network.WLAN(network.STA_IF)
    sta.active(True)
    try:
        sta.connect(b"", b"")  # the SDK stores every network that it connects to
    except OSError:
        pass  # fails, as intended
    sta.disconnect()
    from .start import release

    release()

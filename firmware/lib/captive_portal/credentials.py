# The networks this board remembers, the one used last first.
#
# /wifi.creds: a line that names the format, then a line for each network: name, password and check
# sum in hexadecimal. So any 32 bytes can be a name, and a damaged line costs one network, not all.
# The file of the blog series ("ssid,password") is read too, and rewritten in this format.

import os
from binascii import hexlify, unhexlify

FILE = "/wifi.creds"
_LIMIT = const(8)


def load():
    # A list of (name, password), both bytes; an open network has an empty password.
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
        pairs = series(data)
        if pairs:
            write(text(pairs))
    return pairs


def series(data):
    # Name and password may both contain commas: every way of reading it that makes sense. It knew
    # neither open networks nor WEP.
    parts = data.split(b",")
    cuts = [(b",".join(parts[:n]), b",".join(parts[n:])) for n in range(1, len(parts))]
    return [pair for pair in cuts if len(pair[1]) >= 8 and valid(*pair)][:_LIMIT]


def valid(ssid, key):
    # A name has 1 to 32 bytes; a password 8 to 63, or it is a key of 64 hexadecimal digits; a key of WEP
    # 5 or 13, or 10 or 26 hexadecimal digits.
    return 0 < len(ssid) <= 32 and (len(key) in (0, 5) or 8 <= len(key) <= 64)


def check(data):
    # Of Fletcher's kind: notices changed and swapped bytes.
    low = high = 1
    for byte in data:
        low = (low + byte) % 251
        high = (high + low) % 251
    return b"%02x%02x" % (high, low)


def text(networks):
    yield b"captive_portal 1\n"
    for pair in networks:
        ssid, key = hexlify(pair[0]), hexlify(pair[1])
        # Two line ends, so that a damaged one does not join two networks.
        yield b"\n" + ssid + b" " + key + b" " + check(ssid + key) + b"\n"


def write(pieces, name=FILE):
    # Writes a file whole, or not at all. True if it is written. If not, the old file stays as it is, and the console says why.
    try:
        with open(name + ".new", "wb") as file:
            for piece in pieces:
                if file.write(piece) != len(piece):
                    raise OSError(28)
        os.rename(name + ".new", name)  # at once: a power cut leaves the old file or the new one
        return True
    except (OSError, MemoryError) as error:
        code = error.args[0] if error.args else 0
    why = "the flash is full" if code == 28 else "the flash failed with error %s" % code
    print("Could not save %s: %s" % (name, why))
    try:
        os.remove(name + ".new")  # makes room again
    except OSError:
        pass
    return False


def save(ssid, key):
    # True if it worked. If not, the board is no worse off than before: it goes on with what it has.
    others = [pair for pair in load() if pair[0] != ssid]
    if not write(text([(ssid, key)] + others[: _LIMIT - 1])):
        return False
    print("Wrote credentials to", FILE)
    return True


def forget():
    import network

    for name in (FILE, FILE + ".new"):
        try:
            os.remove(name)
        except OSError:
            pass
    sta = network.WLAN(network.STA_IF)
    sta.active(True)
    try:
        sta.connect(b"", b"")  # overwrites what the chip stores by itself
    except OSError:
        pass  # there is nothing to connect to: that is the point
    sta.disconnect()
    from .start import release

    release()

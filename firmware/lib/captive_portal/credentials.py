# The networks this board remembers, most recently used first.
#
# /wifi.creds: a line that names the format, then a line for each network with name, password and
# check sum in hexadecimal. So any 32 bytes can be a name, and a damaged line costs one network, not
# all. The file of the blog series ("ssid,password") is read too; the next save rewrites it.

import os
from binascii import hexlify, unhexlify

FILE = "/wifi.creds"
HEADER = b"captive_portal 1"
LIMIT = 8


def check_sum(data):
    total = 0
    for position, byte in enumerate(data):
        total += (position + 1) * (byte + 1)
    return b"%04x" % (total & 0xFFFF)


def valid(ssid, key):
    # An access point's name has 1 to 32 bytes, a password 8 to 63 (or 64 hex digits); open: none.
    return 0 < len(ssid) <= 32 and (not key or 8 <= len(key) <= 64)


def to_line(ssid, key):
    pair = hexlify(ssid) + b" " + hexlify(key)
    return pair + b" " + check_sum(pair)


def from_line(line):
    try:
        ssid, key, check = line.strip().split(b" ")
        if check == check_sum(ssid + b" " + key):
            return unhexlify(ssid), unhexlify(key)
    except ValueError:
        pass


def from_series(data):
    # Name and password may both contain commas: every way of reading the line that makes sense.
    parts = data.split(b",")
    for n in range(1, len(parts)):
        pair = b",".join(parts[:n]), b",".join(parts[n:])
        if valid(*pair):
            yield pair


def parse(data):
    found = [pair for pair in map(from_line, data.split(b"\n")) if pair and valid(*pair)]
    if not found and not data.startswith(HEADER):
        found = list(from_series(data))
    return found[:LIMIT]


def load():
    try:
        with open(FILE, "rb") as file:
            return parse(file.read(4096))
    except OSError:
        return []


def save(ssid, key):
    others = [pair for pair in load() if pair[0] != ssid]
    pairs = ([(ssid, key)] + others)[:LIMIT]
    data = b"\n".join([HEADER] + [to_line(*pair) for pair in pairs]) + b"\n"
    with open(FILE + ".new", "wb") as file:
        file.write(data)
    os.rename(FILE + ".new", FILE)  # at once: a power cut leaves the old file or the new one
    print("Wrote credentials to", FILE)


def forget():
    for name in (FILE, FILE + ".new"):
        try:
            os.remove(name)
        except OSError:
            pass

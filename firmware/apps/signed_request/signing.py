# HMAC-SHA256 (RFC 2104) and the signature that exchanges ask for. MicroPython on this chip has hashlib
# but no hmac. Memory does not grow with the message: it may come in pieces.

import hashlib
from binascii import hexlify

_BLOCK = 64


def hmac_sha256(key, pieces):
    # `pieces`: an iterable of bytes. Returns 32 bytes.
    if len(key) > _BLOCK:
        key = hashlib.sha256(key).digest()
    pad = bytearray(_BLOCK)
    pad[: len(key)] = key
    for i in range(_BLOCK):
        pad[i] ^= 0x36
    inner = hashlib.sha256(pad)
    for piece in pieces:
        inner.update(piece)
    for i in range(_BLOCK):
        pad[i] ^= 0x36 ^ 0x5C
    outer = hashlib.sha256(pad)
    outer.update(inner.digest())
    return outer.digest()


def signed(query, secret):
    # The query string with its signature; the order of its parameters is part of what is signed.
    signature = hmac_sha256(secret.encode(), (query.encode(),))
    return "%s&signature=%s" % (query, hexlify(signature).decode())


def stamped(query, now_ms, window_ms, secret):
    start = query + "&" if query else ""
    return signed("%srecvWindow=%d&timestamp=%d" % (start, window_ms, now_ms), secret)

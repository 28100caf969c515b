# Checks a submitted form (application/x-www-form-urlencoded) and starts the attempt.

from binascii import unhexlify

from .scan import entries


def submit(portal, request):
    """Returns False if the form's token is not the one of this run.

    Other problems go to `portal.problem`, a key of words.txt, and the page shows them.
    """
    body = request.body
    if value(body, b"token") != portal.token.encode():
        portal.about = ""
        portal.problem = "token"
        return False
    if request.path == b"/search":
        if portal.wifi.state not in ("trying", "done"):
            from .retry import search

            search(portal)
        return True
    try:
        ssid = unhexlify(value(body, b"hex"))
    except ValueError:
        ssid = b""
    ssid = ssid or value(body, b"ssid")
    key = value(body, b"password")
    kind = None  # from the last scan, see scan.py
    channel = 0
    for entry in entries(portal.networks):
        if entry[0] == ssid:
            channel, kind = entry[1:]
    if not key and (kind is None or kind & 128):  # left empty it keeps what is remembered
        from .credentials import load

        for pair in load():
            if pair[0] == ssid:
                key = pair[1]
    portal.about = ""  # the label of a wrong field; None if something could not be saved
    portal.problem = problem(ssid, key, kind)
    typed = [value(body, name) for name in b"addr mask gate dns".split()]
    if not portal.problem and (any(typed) or portal.wifi.more):
        from .static import entered

        portal.problem, portal.about = entered(portal, ssid, typed)
    if not portal.problem:
        if portal.options.get("fields"):
            from .fields import save

            # If they cannot be saved: old settings are better than no network.
            portal.about = save(portal.options["fields"], body, value)
            portal.problem = "field" if portal.about else None
        if portal.wifi.state != "done" and not portal.problem:
            from .join import connect

            portal.wifi.asked = True
            connect(portal.wifi, ssid, key, channel)
    return True


def problem(ssid, key, type):
    """What is wrong with SSID and password, as a key of words.txt; None if nothing is.

    `type`: the network's `kind` from scan.py; None if the last scan did not see it.
    """
    if not 0 < len(ssid) <= 32:
        return "name"
    size = len(key)
    try:
        digits = bool(unhexlify(key))
    except ValueError:
        digits = False
    if type and type & 64:  # WEP
        right = size in (0, 5, 13) or size in (10, 26) and digits
        return None if right else "wep"
    if size == 64:
        return None if digits else "hex"
    # A network that the scan did not see may use WEP.
    return None if size == 0 or 8 <= size < 64 or size == 5 and not type else "key"


def value(body, name):
    """The first value of `name` in the form, decoded (bytes); b"" if there is none.

    It is searched for in place: a dictionary of all pairs of a hostile form would not fit into the heap.
    """
    at = (b"&" + body).find(b"&" + name + b"=")
    if at < 0:
        return b""
    at += len(name) + 1
    end = body.find(b"&", at)
    return unquote(body[at:] if end < 0 else body[at:end])


def unquote(text):
    """Percent-decoding: b"a+b%2Cc" -> b"a b,c". A "%" without two hexadecimal digits stays."""
    text = text.replace(b"+", b" ")
    out = bytearray()
    done = 0
    at = text.find(b"%")
    while at >= 0:
        out += text[done:at]
        try:
            byte = unhexlify(text[at + 1 : at + 3])
        except ValueError:
            byte = b""
        out += byte or b"%"
        done = at + 1 + 2 * len(byte)
        at = text.find(b"%", done)
    out += text[done:]
    return bytes(out)

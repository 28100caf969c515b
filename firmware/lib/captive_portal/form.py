# The form that came back: checks it and starts the attempt.

from binascii import unhexlify

from .join import connect, entries


def submit(portal, body):
    # False if the form is not from this run of the portal. What else is wrong, the page says.
    portal.about = ""
    if value(body, b"token") != portal.token.encode():
        portal.problem = "token"
        return False
    try:
        ssid = unhexlify(value(body, b"hex"))
    except ValueError:
        ssid = b""
    ssid = ssid or value(body, b"ssid")
    key = value(body, b"password")
    if not 0 < len(ssid) <= 32:
        portal.problem = "name"
    elif key and not 8 <= len(key) <= 64:
        portal.problem = "key"
    else:
        portal.problem = None
        if portal.options.get("fields"):
            from .fields import save

            portal.about = save(portal.options["fields"], body, value, portal.fields)
            portal.problem = "field" if portal.about else None
        if portal.wifi.state != "done" and not portal.problem:
            portal.asked = True
            in_reach = any(entry[0] == ssid for entry in entries(portal.networks))
            connect(portal.wifi, ssid, key, in_reach)
    return True


def value(body, name):
    # The first value of `name`, b"" if there is none. Looked up in place: a table of all pairs of a
    # hostile form would not fit into memory.
    at = (b"&" + body).find(b"&" + name + b"=")
    if at < 0:
        return b""
    at += len(name) + 1
    end = body.find(b"&", at)
    return unquote(body[at:] if end < 0 else body[at:end])


def unquote(text):
    # b"a+b%2Cc" -> b"a b,c"; a "%" without two hexadecimal digits stays what it is.
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

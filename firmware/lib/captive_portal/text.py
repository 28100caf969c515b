# Small conversions between what travels and what is meant. Bytes in, bytes out, never an exception.

from binascii import unhexlify


def unquote(text):
    # b"a+b%2Cc" -> b"a b,c"; a "%" without two hex digits stays what it is.
    parts = text.replace(b"+", b" ").split(b"%")
    out = bytearray(parts[0])
    for part in parts[1:]:
        try:
            out += unhexlify(part[:2]) if len(part) > 1 else b"%"
            out += part[2:] if len(part) > 1 else part
        except ValueError:
            out += b"%" + part
    return bytes(out)


def form_value(body, name):
    # The first value of `name` in a submitted form, or None. Looks it up in place: a table of all
    # pairs of a hostile form would not fit into memory.
    at = (b"&" + body).find(b"&" + name + b"=")
    if at < 0:
        return None
    at += len(name) + 1
    end = body.find(b"&", at)
    return unquote(body[at:] if end < 0 else body[at:end])


def escape(text):
    # Makes any bytes safe inside HTML, between tags and in quoted attributes.
    for char, entity in (
        (b"&", b"&amp;"),
        (b"<", b"&lt;"),
        (b">", b"&gt;"),
        (b'"', b"&quot;"),
        (b"'", b"&#39;"),
    ):
        text = text.replace(char, entity)
    return text

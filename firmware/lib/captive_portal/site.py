# Routes requests, and fills the ~placeholders~ of page.html. All texts are in page.html, those about
# problems in words.txt.
#
# A device that joins an access point requests a known page to see whether the Internet is there. DNS leads
# that request here, and the answer makes the device open its sign-in sheet (captive portal detection;
# RFC 8910 offers an API for it that needs TLS, which this board cannot serve):
#
#   system             asks for                                opens because it gets
#   Android, ChromeOS  …/generate_204                          302 instead of 204, with a Location
#   iOS, macOS         captive.apple.com/hotspot-detect.html   a body without the word "Success"
#   Windows            www.msftconnecttest.com/connecttest.txt, /redirect   302; /wpad.dat: 404
#   Firefox            detectportal.firefox.com/canonical.html 302 instead of the expected text
#   NetworkManager     nmcheck.gnome.org and others            302 instead of the expected text
#   Kindle             …/kindle-wifi/wifistub.html             a page of its own, with 200
#
# So any other host and any unknown path are redirected to the page. The exceptions, for any host (*), and
# the paths under the board's own address are in `find`.

import time
from binascii import hexlify


def respond(portal, request):
    """An iterator over the bytes of the answer. `request`: a complete or refused `Request`."""
    if portal.heard is None or portal.heard < 0:
        print("A phone is here")
    portal.heard = time.ticks_ms()
    portal.timeout = max(portal.timeout, 120000)  # nobody loses a form that is being filled in
    head = request.method == b"HEAD"
    # HTTP/1.0 clients may send no Host header.
    host = request.host or portal.hosts[0]
    what = b"error"
    if not request.error:
        what = find(b"*", request.path)
        if not what and (host in portal.hosts or find(b"host", host)):
            what = find(b"GET" if head else request.method, request.path)
    if what == b"page":
        return answer(head, b"200 OK", page(portal))
    status = b"302 Found"
    if what:
        from .routes import respond

        made = respond(portal, request, what, host)
        if made:
            return made
        status = b"303 See Other"
    url = b"http://" + portal.hosts[0] + b"/"
    body = b'<!doctype html><meta http-equiv="refresh" content="0;url=%s"><a href="%s">%s</a>\n'
    return answer(head, status, body % (url, url, url), more=b"Location: " + url + b"\r\n")


def find(method, path):
    """The entry of the table for method and path (bytes); b"" if there is none."""
    table = b"""
host spectrum.s3.amazonaws.com kindle
* /favicon.ico none
* /wpad.dat none
* /kindle-wifi/wifistub.html kindle
GET / page
GET /status status
GET /list list
POST /connect form
POST /search form
"""
    key = b"\n" + method + b" " + path + b" "
    at = table.find(key)
    return b"" if at < 0 else table[at + len(key) : table.find(b"\n", at + 1)]


def answer(head, status, body, type=b"text/html", more=b""):
    """Yields status line, header and body in pieces.

    `head`: whether the request was HEAD, so without body; `status`: such as b"200 OK"; `body`: bytes, or a
    function that returns an iterable of bytes if it is too large for the heap; it is called twice, first
    for the length. `type`: Content-Type; `more`: further header lines.
    """
    make = body if callable(body) else lambda: (body,)
    size = 0
    for piece in make():
        size += len(piece)
    yield (
        b"HTTP/1.1 %s\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %d\r\n"
        b"Cache-Control: no-store\r\nConnection: close\r\n%s\r\n"
    ) % (status, type, size, more)
    if not head:
        yield from make()


def view(portal):
    """The values for page and status, by the names of the placeholders. Attempts of `retry` are not shown."""
    wifi = portal.wifi
    state = wifi.state if wifi.asked else "idle"
    portal.seen = state == "done"
    values = {
        "state": state,
        "about": "",
        "ip": wifi.ip,
        "name": wifi.sta.config("dhcp_hostname"),
        "token": portal.token,
        "refresh": "refresh" if state == "trying" else "",  # reloads the page where scripts are off
    }
    if wifi.asked or portal.problem or wifi.more:
        from .routes import about

        about(portal, values)
    return values


def page(portal):
    """A function that yields the page in pieces, with the values of now; for `answer`."""
    values = view(portal)
    networks = portal.networks
    ssid = portal.wifi.asked and portal.wifi.ssid

    def body():
        with open("/lib/captive_portal/page.html", "rb") as file:
            for line in file:
                is_text = True
                for part in line.split(b"~"):
                    if is_text:
                        yield part
                    elif part == b"networks":
                        yield from rows(networks, ssid)
                    elif part == b"fields":
                        if portal.options.get("fields"):
                            from .fields import rows as inputs

                            yield from inputs(portal.options["fields"], escape)
                    else:
                        yield escape(values.get(part.decode(), ""))
                    is_text = not is_text

    return body


def rows(networks, ssid):
    """Yields the list of networks as HTML. `networks`: see scan.py; `ssid`: the one to be checked.

    Forms carry SSIDs in hexadecimal, because not all bytes are text.
    """
    at = 0
    while at < len(networks):  # packed as in scan.py
        kind, size = networks[at + 1 : at + 3]
        at += 3 + size
        name = networks[at - size : at]
        yield b'<label><input type="radio" name="hex" value="'
        yield hexlify(name) + (b'" checked' if name == ssid else b'"')
        yield b"> <i>" + "▂▄▆█"[: kind & 7].encode()
        yield b" \xf0\x9f\x94\x92</i> " if kind & 128 else b"</i> "  # a lock
        yield escape(show(name)) + b"</label>\n"


def escape(text):
    """The text as bytes for HTML, escaped for element content and quoted attributes."""
    for pair in "&amp <lt >gt \"quot '#39".split():  # smaller than tuples
        text = text.replace(pair[:1], "&" + pair[1:] + ";")
    return text.encode()


def show(name):
    """A network's name (any bytes) as text that can be printed, different for each name.

    A name that is not UTF-8 or has control characters (a terminal would obey them) is escaped as a
    whole, as `repr` does. In other names only those characters are escaped that cannot be seen, look
    like a space or change the direction of writing; where HTML would drop a space, there is a U+2423.
    """
    unseen = (  # first and last character of each range, two bytes each
        b"\x00\xa0\x00\xa0\x00\xad\x00\xad\x03\x4f\x03\x4f\x06\x1c\x06\x1c\x11\x5f\x11\x60\x16\x80\x16\x80"
        b"\x17\xb4\x17\xb5\x18\x0b\x18\x0f\x20\x00\x20\x0f\x20\x28\x20\x2f\x20\x5f\x20\x6f\x24\x23\x24\x23"
        b"\x28\x00\x28\x00\x30\x00\x30\x00\x31\x64\x31\x64\xfe\x00\xfe\x0f\xfe\xff\xfe\xff\xff\xa0\xff\xa0"
        b"\xff\xf0\xff\xfb"
    )
    out = ""
    try:
        text = str(name, "utf-8")
        for at in range(len(text)):
            char = text[at : at + 1]  # a slice: text[at] would be interned and never freed
            code = ord(char)
            if code < 32 or 126 < code < 160:
                raise ValueError
            if code > 127:
                for first in range(0, len(unseen), 4):
                    a, b, c, d = unseen[first : first + 4]
                    if a << 8 | b <= code <= c << 8 | d or code >> 16 == 14:
                        char = repr(char.encode())[2:-1]
                        break
            # A browser drops a space at the beginning or the end, and shows many as one.
            elif code == 32 and (not at or text[at + 1 : at + 2] in ("", " ")):
                char = chr(0x2423)
            out += char
    except ValueError:
        return repr(name)[2:-1]
    return out

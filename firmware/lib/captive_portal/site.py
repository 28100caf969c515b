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
    portal.keep_modules = what in (b"", b"page") and not portal.options.get("fields")
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
    """An iterator over status line, header and body in pieces.

    `head`: whether the request was HEAD, so without body; `status`: such as b"200 OK"; `body`: bytes, or if
    it is too large for the heap, its size and a function that yields what it is given, then the body.
    `type`: Content-Type; `more`: further header lines.
    """
    size, make = body if isinstance(body, tuple) else (len(body), None)
    lines = (
        b"HTTP/1.1 %s\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %d\r\n"
        b"Cache-Control: no-store\r\nConnection: close\r\n%s\r\n"
    ) % (status, type, size, more)
    if head:
        return iter((lines,))
    return make(lines) if make else iter((lines, body))


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
    """The page with the values of now, as `answer` takes it."""
    values = view(portal)
    for key in values:
        values[key] = escape(values[key])
    keys = portal.keys
    networks = portal.networks
    ssid = portal.wifi.asked and portal.wifi.ssid
    fields = portal.options.get("fields")

    def send(head, body=None):
        yield head
        at = 0
        while at < len(keys):  # packed as in setup.py
            text = keys[at] << 8 | keys[at + 1]
            size = keys[at + 2]
            at += 3 + size
            while text > 0:
                yield body.read(min(text, 256)) if body else range(min(text, 256))
                text -= 256
            if body:
                body.read(size + 2)
            key = keys[at - size : at]
            if key == b"networks":
                yield from rows(networks, ssid)
            elif key == b"fields" and fields:
                from .fields import rows as inputs

                yield from inputs(fields, escape)
            else:
                yield values.get(key.decode(), b"")
        if body:
            body.close()

    size = 0
    for piece in send(b""):
        size += len(piece)
    return size, lambda head: send(head, open("/lib/captive_portal/page.html", "rb"))


def rows(networks, ssid):
    """Yields the list of networks as HTML. `networks`: see scan.py; `ssid`: the one to be checked.

    Forms carry SSIDs in hexadecimal, because not all bytes are text.
    """
    at = 0
    while at < len(networks):  # packed as in scan.py
        kind, size = networks[at + 1 : at + 3]
        at += 3 + size
        name = networks[at - size : at]
        text = name
        if not plain(name):
            from .scan import show

            text = escape(show(name))
        yield b'<label><input type="radio" name="hex" value="%s"%s> <i>%s%s</i> %s</label>\n' % (
            hexlify(name),
            b" checked" if name == ssid else b"",
            "▂▄▆█"[: kind & 7].encode(),
            b" \xf0\x9f\x94\x92" if kind & 128 else b"",  # a lock
            text,
        )


def escape(text):
    """The text as bytes for HTML, escaped for element content and quoted attributes."""
    if not plain(text.encode()):
        for pair in "&amp <lt >gt \"quot '#39".split():  # smaller than tuples
            text = text.replace(pair[:1], "&" + pair[1:] + ";")
    return text.encode()


def plain(text):
    """Whether `show` and `escape` are sure to change nothing of the bytes. So it is with nearly all names."""
    return not (
        text.strip(b"etaoinsrhldcumfpgwybvkxjqzETAOINSRHLDCUMFPGWYBVKXJQZ0123456789 -_.")
        or b"  " in text
        or text != text.strip()
    )

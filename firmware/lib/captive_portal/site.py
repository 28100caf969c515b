# What each request gets, and the page itself: page.html with its ~placeholders~ filled in. All words
# are in page.html.
#
# A device that joins an access point asks for a page that it knows, to see whether the Internet is
# there. DNS leads that question to us, and the answer opens the sign-in sheet:
#
#   system             asks for                                opens because it gets
#   Android, ChromeOS  …/generate_204                          302 instead of 204, with a Location
#   iOS, macOS         captive.apple.com/hotspot-detect.html   a body without the word "Success"
#   Windows            www.msftconnecttest.com/connecttest.txt, /redirect   302; /wpad.dat: 404
#   Firefox            detectportal.firefox.com/canonical.html 302 instead of the expected text
#   NetworkManager     nmcheck.gnome.org and others            302 instead of the expected text
#   Kindle             …/kindle-wifi/wifistub.html             the page itself, with 200
#
# So one rule does it: a foreign host or an unknown path is redirected to our page. The exceptions, on
# any host (*), and what there is at our own address:

import json
from binascii import hexlify

TABLE = b"""
* /favicon.ico none
* /wpad.dat none
* /kindle-wifi/wifistub.html page
GET / page
HEAD / page
GET /status status
HEAD /status status
POST /connect connect
"""


def respond(portal, request):
    # An iterator over the bytes of the answer.
    head = request.method == b"HEAD"
    if request.error:
        return answer(head, b"%d Error" % request.error, b"")
    what = look_up(b"*", request.path)
    # No host at all is an HTTP/1.0 client that knows only our address.
    host = request.host or portal.hosts[0]
    if not what and host in portal.hosts:
        what = look_up(request.method, request.path)
    if what == b"none":
        return answer(head, b"404 Not Found", b"")
    if what == b"status":
        return answer(head, b"200 OK", json.dumps(view(portal)).encode(), b"application/json")
    if what == b"page":
        return answer(head, b"200 OK", page(portal))
    if what:
        from .form import submit

        # From our page only: not from another site that the phone has open, nor from an old page.
        if request.origin not in (None, b"http://" + host) or not submit(portal, request.body):
            return answer(head, b"403 Forbidden", page(portal))
    url = b"http://" + portal.hosts[0] + b"/"
    body = b'<!doctype html><meta http-equiv="refresh" content="0;url=%s"><a href="%s">%s</a>\n'
    status = b"303 See Other" if what else b"302 Found"
    return answer(head, status, body % (url, url, url), more=b"Location: " + url + b"\r\n")


def look_up(method, path):
    # A word of the table; b"" if there is none.
    key = b"\n" + method + b" " + path + b" "
    at = TABLE.find(key)
    return b"" if at < 0 else TABLE[at + len(key) : TABLE.find(b"\n", at + 1)]


def answer(head, status, body, kind=b"text/html", more=b""):
    # `body`: bytes, or a function that makes them piece by piece, for what is too large for memory.
    # It is asked twice: for the length, then for the bytes. `head`: only the head was asked for.
    make = body if callable(body) else lambda: (body,)
    size = 0
    for piece in make():
        size += len(piece)
    yield (
        b"HTTP/1.1 %s\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %d\r\n"
        b"Cache-Control: no-store\r\nConnection: close\r\n%s\r\n"
    ) % (status, kind, size, more)
    if not head:
        yield from make()


def view(portal):
    # What there is to show now. An attempt that no phone asked for is nobody's business.
    wifi = portal.wifi
    state = wifi.state if portal.asked else "idle"
    portal.seen = state == "done"
    name = wifi.name if portal.asked else ""
    return {
        "state": portal.problem or state,
        "about": portal.about if portal.problem else name,
        "ssid": name,
        "ip": wifi.ip,
        "name": wifi.sta.config("dhcp_hostname"),
        "token": portal.token,
        "refresh": "refresh" if state == "trying" else "",  # without script the page loads itself
    }


def page(portal):
    # A function that makes the page piece by piece, as of now.
    values = view(portal)
    networks = portal.networks

    def pieces():
        with open("/lib/captive_portal/page.html", "rb") as file:
            for line in file:
                is_text = True
                for part in line.split(b"~"):
                    if is_text:
                        yield part
                    elif part == b"networks":
                        yield from rows(networks, portal.wifi)
                    elif part == b"fields":
                        if portal.options.get("fields"):
                            from .fields import inputs

                            yield from inputs(portal.options["fields"], escape, portal.fields)
                    else:
                        yield escape(values[part.decode()])
                    is_text = not is_text

    return pieces


def rows(networks, wifi):
    # The name's bytes go into the form in hexadecimal: no form carries all of them as text.
    at = 0
    while at < len(networks):  # packed as in join.py
        bars, size = networks[at + 1 : at + 3]
        at += 3 + size
        name = networks[at - size : at]
        yield b'<label><input type="radio" name="hex" value="'
        yield hexlify(name)
        yield b'"> <i>' + "▂▄▆█"[: bars & 7].encode()
        yield b" \xf0\x9f\x94\x92</i> " if bars & 128 else b"</i> "  # a lock
        yield escape(wifi.show(name)) + b"</label>\n"


def escape(text):
    # Safe inside HTML, between tags and in quoted attributes.
    for char, entity in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot"), ("'", "#39")):
        text = text.replace(char, "&" + entity + ";")
    return text.encode()

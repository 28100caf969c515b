# What each request gets, and the page itself: page.html with its ~placeholders~ filled in. All words
# are in page.html, and in words.txt what went wrong.
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
#   Kindle             …/kindle-wifi/wifistub.html             a page of its own, with 200
#
# So one rule does it: a foreign host or an unknown path is redirected to our page. The exceptions, on
# any host (*), and what there is at our own address, are in `find`.

from binascii import hexlify


def respond(portal, request):
    # An iterator over the bytes of the answer.
    head = request.method == b"HEAD"
    # No host at all is an HTTP/1.0 client that knows only our address.
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
        from .rare import rare

        made = rare(portal, request, what, host)
        if made:
            return made
        status = b"303 See Other"
    url = b"http://" + portal.hosts[0] + b"/"
    body = b'<!doctype html><meta http-equiv="refresh" content="0;url=%s"><a href="%s">%s</a>\n'
    return answer(head, status, body % (url, url, url), more=b"Location: " + url + b"\r\n")


def find(method, path):
    # A word of the table; b"" if there is none.
    table = b"""
host spectrum.s3.amazonaws.com Kindle
* /favicon.ico none
* /wpad.dat none
* /kindle-wifi/wifistub.html door
GET / page
GET /status status
GET /list list
POST /connect form
POST /search form
"""
    key = b"\n" + method + b" " + path + b" "
    at = table.find(key)
    return b"" if at < 0 else table[at + len(key) : table.find(b"\n", at + 1)]


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
    values = {
        "state": state,
        "about": "",
        "ip": wifi.ip,
        "name": wifi.sta.config("dhcp_hostname"),
        "token": portal.token,
        "refresh": "refresh" if state == "trying" else "",  # without script the page loads itself
    }
    if portal.asked or portal.problem:
        from .rare import about

        about(portal, values)
    return values


def page(portal):
    # A function that makes the page piece by piece, as of now.
    values = view(portal)
    networks = portal.networks
    ssid = portal.asked and portal.wifi.ssid

    def pieces():
        with open("/lib/captive_portal/page.html", "rb") as file:
            for line in file:
                is_text = True
                for part in line.split(b"~"):
                    if is_text:
                        yield part
                    elif part == b"networks":
                        yield from rows(networks, portal.wifi, ssid)
                    elif part == b"fields":
                        if portal.options.get("fields"):
                            from .fields import inputs

                            yield from inputs(portal.options["fields"], escape)
                    else:
                        yield escape(values.get(part.decode(), ""))
                    is_text = not is_text

    return pieces


def rows(networks, wifi, ssid):
    # The name's bytes go into the form in hexadecimal: no form carries all of them as text. `ssid` is
    # chosen.
    at = 0
    while at < len(networks):  # packed as in join.py
        kind, size = networks[at + 1 : at + 3]
        at += 3 + size
        name = networks[at - size : at]
        yield b'<label><input type="radio" name="hex" value="'
        yield hexlify(name) + (b'" checked' if name == ssid else b'"')
        yield b"> <i>" + "▂▄▆█"[: kind & 7].encode()
        yield b" \xf0\x9f\x94\x92</i> " if kind & 128 else b"</i> "  # a lock
        yield escape(wifi.show(name)) + b"</label>\n"


def escape(text):
    # Safe inside HTML, between tags and in quoted attributes.
    for char, entity in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot"), ("'", "#39")):
        text = text.replace(char, "&" + entity + ";")
    return text.encode()


def show(name):
    # A network's name as text: any bytes can be a name, and two names must never look alike. Control characters could play games with a terminal: then all is escaped, as in Python.
    try:
        text = str(name, "utf-8")
        for char in text:
            if ord(char) < 32 or 126 < ord(char) < 160:
                raise ValueError
    except ValueError:
        return repr(name)[2:-1]
    # The first and last of characters that leave no mark or one like a space, or turn the direction of
    # what follows; and our own mark for a space.
    unseen = (
        b"\x00\xa0\x00\xa0\x00\xad\x00\xad\x03\x4f\x03\x4f\x06\x1c\x06\x1c\x11\x5f\x11\x60\x16\x80\x16\x80"
        b"\x17\xb4\x17\xb5\x18\x0b\x18\x0f\x20\x00\x20\x0f\x20\x28\x20\x2f\x20\x5f\x20\x6f\x24\x23\x24\x23"
        b"\x28\x00\x28\x00\x30\x00\x30\x00\x31\x64\x31\x64\xfe\x00\xfe\x0f\xfe\xff\xfe\xff\xff\xa0\xff\xa0"
        b"\xff\xf0\xff\xfb"
    )
    out = ""
    for at, char in enumerate(text):
        code = ord(char)
        if code == 92:
            out += char
        elif code > 127:
            for first in range(0, len(unseen), 4):
                a, b, c, d = unseen[first : first + 4]
                if a << 8 | b <= code <= c << 8 | d or code >> 16 == 14:
                    char = repr(char.encode())[2:-1]
                    break
        # A browser hides a space at the beginning or the end, and shows many as one.
        elif code == 32 and (not at or text[at + 1 : at + 2] in ("", " ")):
            char = chr(0x2423)
        out += char
    return out

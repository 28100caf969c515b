# What each request gets. Answers are iterators over bytes: head first, then the body in pieces.
#
# A device that joins an access point asks for a page that it knows, to see whether the Internet is
# there. DNS leads that question to us, and the answer opens the sign-in sheet:
#
#   system             asks for                              opens because it gets
#   Android, ChromeOS  …/generate_204                        302 instead of 204, with a Location
#   iOS, macOS         captive.apple.com/hotspot-detect.html a body without the word "Success"
#   Windows            www.msftconnecttest.com/…             302 (its browser follows /redirect)
#   Firefox            detectportal.firefox.com/…            302 instead of the expected text
#   NetworkManager     nmcheck.gnome.org and others          302 instead of the expected text
#   Kindle             …/kindle-wifi/wifistub.html           the page itself, with 200
#
# So one rule does it: a foreign host or an unknown path is redirected. These are the exceptions:
EVERYWHERE = {
    b"/favicon.ico": "missing",
    b"/wpad.dat": "missing",
    b"/kindle-wifi/wifistub.html": "page",
}
AT_OUR_ADDRESS = {
    b"/": "page",
    b"/status": "status",
}
HTML = b"text/html; charset=utf-8"


def respond(portal, request):
    what = request.error and "error" or choose(portal, request)
    if what == "page":
        return page(portal, request, b"200 OK")
    if what == "status":
        from .page import status_json

        return answer(request, b"200 OK", status_json(portal, request.language), b"application/json")
    if what == "connect":
        return connect(portal, request)
    if what == "missing":
        return answer(request, b"404 Not Found", b"Not found\n", b"text/plain")
    if what == "error":
        code = b"%d" % request.error
        return answer(request, code + b" Error", code + b"\n", b"text/plain")
    return redirect(portal, request, b"302 Found")


def choose(portal, request):
    path = request.path
    what = EVERYWHERE.get(path)
    if not what and is_own(portal, request.host):
        if request.method == b"POST":
            what = "connect" if path == b"/connect" else None
        else:
            what = AT_OUR_ADDRESS.get(path)
    return what


def is_own(portal, host):
    # No host at all is an HTTP/1.0 client that knows only our address.
    return host is None or host.decode() in (portal.ip, portal.wifi.ip)


def head(status, kind, length, more=b""):
    return b"".join(
        (
            b"HTTP/1.1 ",
            status,
            b"\r\nContent-Type: ",
            kind,
            b"\r\nContent-Length: ",
            b"%d" % length,
            b"\r\nCache-Control: no-store\r\nConnection: close\r\n",
            more,
            b"\r\n",
        )
    )


def answer(request, status, body, kind=HTML, more=b""):
    yield head(status, kind, len(body), more)
    if request.method != b"HEAD":
        yield body


def redirect(portal, request, status):
    url = b"http://" + portal.ip.encode() + b"/"
    body = b'<!doctype html><meta http-equiv="refresh" content="0;url=%s"><a href="%s">%s</a>\n'
    body = body.replace(b"%s", url)
    return answer(request, status, body, more=b"Location: " + url + b"\r\n")


def page(portal, request, status):
    # Twice through the page: once to know its length, once to send it. It never is in memory.
    from .page import pieces, view

    seen = view(portal, request.language)
    yield head(status, HTML, sum(len(piece) for piece in pieces(seen)))
    if request.method != b"HEAD":
        for piece in pieces(seen):
            yield piece


def connect(portal, request):
    from .form import submit

    origin = request.origin
    if origin is not None and not (
        origin[:7] == b"http://" and is_own(portal, origin[7:].replace(b":80", b""))
    ):
        return answer(request, b"403 Forbidden", b"Forbidden\n", b"text/plain")
    if submit(portal, request.body):
        return redirect(portal, request, b"303 See Other")
    return page(portal, request, b"403 Forbidden")

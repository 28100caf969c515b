# What each request gets.
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
# So one rule does it: a foreign host or an unknown path is redirected to our page. Exceptions, on
# any host:
EVERYWHERE = {
    b"/favicon.ico": "none",
    b"/wpad.dat": "none",
    b"/kindle-wifi/wifistub.html": "page",
}
# And what there is at our own address:
OURS = {
    b"GET/": "page",
    b"HEAD/": "page",
    b"GET/status": "status",
    b"HEAD/status": "status",
    b"POST/connect": "connect",
}


def respond(portal, request):
    # An iterator over the bytes of the answer.
    if request.error:
        return answer(request, b"%d Error" % request.error, b"")
    what = EVERYWHERE.get(request.path)
    # No host at all is an HTTP/1.0 client that knows only our address.
    host = request.host or portal.hosts[0]
    if not what and host in portal.hosts:
        what = OURS.get(request.method + request.path)
    if what == "none":
        return answer(request, b"404 Not Found", b"")
    if what == "connect":
        from .form import submit

        # From our page only: not from another site that the phone has open, nor from an old page.
        if request.origin in (None, b"http://" + host) and submit(portal, request.body):
            return redirect(portal, request, b"303 See Other")
    if what:
        from .page import page, status

        if what == "status":
            return answer(request, b"200 OK", status(portal), b"application/json")
        ok = what == "page"
        return answer(request, b"200 OK" if ok else b"403 Forbidden", page(portal))
    return redirect(portal, request, b"302 Found")


def redirect(portal, request, status):
    url = b"http://%s/" % portal.hosts[0]
    body = b'<!doctype html><meta http-equiv="refresh" content="0;url=%s"><a href="%s">%s</a>\n'
    return answer(request, status, body % (url, url, url), b"text/html", b"Location: %s\r\n" % url)


def answer(request, status, body, kind=b"text/html", more=b""):
    # `body`: bytes, or a function that makes them piece by piece, for what is too large for memory.
    # It is asked twice: for the length, then for the bytes.
    make = body if callable(body) else lambda: (body,)
    yield (
        b"HTTP/1.1 %s\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %d\r\n"
        b"Cache-Control: no-store\r\nConnection: close\r\n%s\r\n"
    ) % (status, kind, sum(map(len, make())), more)
    if request.method != b"HEAD":
        yield from make()

# The answers to all requests but the one for the page: form, status, list of networks, errors.
#
# The form carries a random token, and a form without the token of this run is refused (CSRF). Every name
# leads to this board, so a page of another site that is still open on the phone could request the form
# under its own name and read the token. So the form is shown only under the board's address and under
# the one name that Kindles ask for; under any other name, Kindle's path gets a button that opens our address.

import json


def respond(portal, request, what, host):
    """An iterator over the bytes of the answer; None for a redirect to the page.

    `what`: from the table in site.py, or b"error"; `host`: from the request, bytes.
    """
    from .site import answer, find, page, rows, view

    head = request.method == b"HEAD"
    if what == b"error":
        if request.error == 413:
            portal.problem = str(request.error)
            portal.about = ""
        return error(portal, request, request.error)
    if what == b"status":
        return answer(head, b"200 OK", json.dumps(view(portal)).encode(), b"application/json")
    if what == b"none":
        return answer(head, b"404 Not Found", b"")
    if what == b"list":
        # For a page that is open; scans again if the last scan is old.
        if portal.old and portal.wifi.state not in ("trying", "done"):
            from .retry import search

            portal.pause = 30000
            search(portal)
        networks = portal.networks

        def send(head):
            yield head
            yield from rows(networks, b"")

        size = 0
        for piece in send(b""):
            size += len(piece)
        return answer(head, b"200 OK", (size, send))
    if what == b"kindle":
        if host in portal.hosts or find(b"host", host):
            return answer(head, b"200 OK", page(portal))
        body = b'<!doctype html><title>Wi-Fi</title><form action="http://%s/"><button>Wi-Fi</button></form>\n'
        return answer(head, b"200 OK", body % portal.hosts[0])
    # A form: not from another site, nor from an old page. Some sign-in sheets hide the origin ("null");
    # then the token has to be enough.
    if request.origin not in (None, b"null", b"http://" + host):
        return error(portal, request, 403)
    from .form import submit

    if not submit(portal, request):
        return answer(head, b"403 Forbidden", page(portal))


def error(portal, request, status):
    """An error page in all languages, with a link to the form. `status`: the HTTP status."""
    from .site import answer

    body = (
        b'<!doctype html><html lang="en"><meta charset="utf-8">'
        b'<meta name="viewport" content="width=device-width,initial-scale=1"><title>Wi-Fi</title>'
    )
    languages = b"en de fr es pt nl".split()
    for part in (text(b"%d" % status) or text(b"400")).split(b"|"):
        body += b'<p lang="%s">%s</p>' % (languages.pop(0), part)
    url = b"http://" + portal.hosts[0] + b"/"
    body += b'<p><a href="%s">%s</a></p>\n' % (url, url)
    return answer(request.method == b"HEAD", b"%d Error" % status, body)


def about(portal, values):
    """Adds to `values` (see `view` in site.py) the state of an attempt, what is wrong with a form, and static
    addresses.
    """
    if portal.wifi.more:
        from .more import update

        update(portal.wifi, values)
        if not portal.wifi.asked and not portal.problem:
            return
    if portal.wifi.asked:
        ssid = portal.wifi.ssid
        values["about"] = portal.wifi.name
        try:
            values["ssid"] = str(ssid, "utf-8")
        except ValueError:
            pass  # no form carries such bytes as text
    if portal.problem:
        values["state"] = portal.problem
        values["about"] = portal.about or ""
    if values["state"] != "trying":
        line = text(values["state"].encode()) or (text(b"unsaved") if portal.about is None else b"")
        values["text"] = str(line, "utf-8")
        values["more"] = str(line.split(b"|")[0], "utf-8")


def text(key):
    """The line of words.txt for `key` (bytes): a sentence in six languages, divided by "|"; b"" if there
    is none.
    """
    with open("/lib/captive_portal/words.txt", "rb") as file:
        part = b"\n"
        # A part at a time: MicroPython reads lines byte by byte.
        while True:
            at = part.find(b"\n" + key + b"|")
            if at >= 0:
                file.seek(file.tell() - len(part) + at + len(key) + 2)
                return file.readline()[:-1]
            more = file.read(256)
            if not more:
                return b""
            part = part[-1 - len(key) :] + more

# What the portal does now and then: answers that are not its page, looking around, trying what it knows,
# keeping what was joined.
#
# The form carries a token that only its reader knows, so a form that comes back with it was shown by
# us. A page from elsewhere that the phone still has open could ask for ours under its own name, because
# every name leads here, and read the token. So the form is shown under our address, and under the one
# name that Kindles ask for; under any other name, Kindle's path leads to a button that opens our address.

import json

import network


def rare(portal, request, kind, host):
    # The answer to what site.py leaves to us; None if it is a redirect to the page.
    from .site import answer, find, page, rows, view

    head = request.method == b"HEAD"
    if kind == b"error":
        if request.error == 413:
            portal.problem = str(request.error)
            portal.about = ""
        return error(portal, request, request.error)
    if kind == b"status":
        return answer(head, b"200 OK", json.dumps(view(portal)).encode(), b"application/json")
    if kind == b"none":
        return answer(head, b"404 Not Found", b"")
    if kind == b"list":
        # For a page that is open. The networks are looked for again when the list is not new any more.
        if portal.old and portal.wifi.state not in ("trying", "done"):
            portal.pause = 30000
            search(portal)
        networks = portal.networks
        return answer(head, b"200 OK", lambda: rows(networks, portal.wifi, b""))
    if kind == b"door":
        if host in portal.hosts or find(b"host", host):
            return answer(head, b"200 OK", page(portal))
        door = b'<!doctype html><title>Wi-Fi</title><form action="http://%s/"><button>Wi-Fi</button></form>\n'
        return answer(head, b"200 OK", door % portal.hosts[0])
    # A form. Not from another site that the phone has open, nor from an old page. Some sign-in sheets
    # hide where a form comes from ("null"); then the token has to be enough.
    if request.origin not in (None, b"null", b"http://" + host):
        return error(portal, request, 403)
    from .form import submit

    if not submit(portal, request):
        return answer(head, b"403 Forbidden", page(portal))


def error(portal, request, status):
    # A page with the way to the usual one.
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
    # Adds what is to be said about an attempt, or about a form that was wrong.
    if portal.asked:
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
    # A line of words.txt: a sentence in the languages of the page, divided by "|"; empty if there is none.
    with open("/lib/captive_portal/words.txt", "rb") as file:
        for line in file:
            if line.startswith(key + b"|"):
                return line[len(key) + 1 : -1]
    return b""


def search(portal, known=()):
    # Looks again which networks are in reach. Two seconds, in which a phone may miss the access point.
    from .join import scan

    networks = scan(portal.wifi.sta, [pair[0] for pair in known])
    if networks is not None:
        portal.networks = networks
    portal.old = False
    return networks


def retry(portal):
    # Nobody is here: looks which networks are in reach now, and tries the next of those that it knows.
    # Back after a power cut, the router may be slower than the board.
    from .credentials import load
    from .join import choices, connect

    known = load()
    networks = search(portal, known)
    portal.pause = min(2 * portal.pause, 300000 if known else 60000)
    if known:
        known = choices(known, networks)
        ssid, key, in_reach = known[portal.retry % len(known)]
        portal.retry += 1
        portal.asked = False
        connect(portal.wifi, ssid, key, in_reach)


def joined(portal):
    # The portal has done its work.
    from .credentials import save

    portal.hosts.append(portal.wifi.ip.encode())
    portal.dns.stop()
    if not save(portal.wifi.ssid, portal.wifi.key):
        portal.about = None  # the page says so


# The reason must be true of everything that fits:
#
#   the chip's status   in the list of networks   not in it: hidden, weaker than the dozen, mistyped, gone
#   WRONG_PASSWORD      wrong                     wrong     (closed, if no password was given)
#   CONNECT_FAIL        refused                   refused   (closed, if no password was given)
#   NO_AP_FOUND         gone                      gone
#   GOT_IP              silent: joined, but no address came
#   IDLE, CONNECTING    silent                    unclear: perhaps there is no such network
#
# In time or after it makes no difference: what is reported last is what is known.


def wrong(status, in_reach, key):
    # `in_reach`: the last scan saw the network. `key`: the password, empty if none was given.
    if status in (network.STAT_WRONG_PASSWORD, network.STAT_CONNECT_FAIL):
        word = 2 if not key else 0 if status == network.STAT_WRONG_PASSWORD else 1
    elif status == network.STAT_NO_AP_FOUND:
        word = 3
    else:
        word = 4 if in_reach or status == network.STAT_GOT_IP else 5
    # Split, because MicroPython never forgets a short text that stands by itself.
    return "wrong refused closed gone silent unclear".split()[word]

# A calculator with two keys that work: double (*) and minus one (-). How few presses lead from x to y?
# Whole numbers throughout, of any size: a float would be exact up to 2**53 at most, on the ESP8266 only
# up to 2**22.

import os
import select
import socket
import time
from captive_portal.server import HTTPServer

PAGE = "/lib/captive_portal/apps/broken_calculator.html"


def iterative(x, y):
    # Backwards from y: halve what is even, add one to what is odd; below x only minus one helps.
    presses = 0
    while y > x:
        y = y + 1 if y & 1 else y >> 1
        presses += 1
    return presses + x - y


def distance(x, y):
    # The least n with x * 2**n >= y, and by how much that is too large.
    n = 0
    while x < y:
        x <<= 1
        n += 1
    return n, x - y


def closed(x, y):
    # n doublings. "Minus one" with k doublings to come takes away 2**k: so one press for each 1 among
    # the n low bits of what is too much, and what is above them goes before the first doubling.
    n, excess = distance(x, y)
    return n + bin(excess & ((1 << n) - 1)).count("1") + (excess >> n)


def keys(x, y, limit=200):
    # The presses in their order, as text; cut off after `limit`.
    n, excess = distance(x, y)
    text = "-" * min(excess >> n, limit)
    while n and len(text) < limit:
        n -= 1
        text += "*-" if excess >> n & 1 else "*"
    return text[:limit]


def timing(x, y):
    for name, way in (("one after the other", iterative), ("closed form", closed)):
        start = time.ticks_us()
        presses = way(x, y)
        took = time.ticks_diff(time.ticks_us(), start)
        print("%s: %s presses in %d us" % (name, presses, took))


def solve(path):
    # b"/solve/3/10" as JSON, or None if it makes no sense. Numbers as text: JavaScript's are floats.
    try:
        nothing, word, x, y = path.split(b"/")
        if word != b"solve" or not (x.isdigit() and y.isdigit() and len(x + y) < 120):
            return None
        x = int(x)
        y = int(y)
    except ValueError:
        return None
    if x < 1:  # doubled, nothing stays nothing
        return None
    return b'{"presses":"%d","keys":"%s"}' % (closed(x, y), keys(x, y))


def respond(request):
    # An iterator over the bytes of the answer.
    body = None
    if request.error:
        status = b"%d Error" % request.error
    elif request.path == b"/":
        return page(request.method)
    else:
        body = solve(request.path)
        status = b"200 OK" if body else b"404 Not Found"
    return iter((head(status, len(body or b""), b"application/json"), body or b""))


def head(status, size, kind):
    return (
        b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
        b"Cache-Control: no-store\r\nConnection: close\r\n\r\n" % (status, kind, size)
    )


def page(method):
    yield head(b"200 OK", os.stat(PAGE)[6], b"text/html; charset=utf-8")
    if method != b"HEAD":
        with open(PAGE, "rb") as file:
            piece = file.read(256)
            while piece:
                yield piece
                piece = file.read(256)


def listen(poller):
    # The portal has just given up port 80, and the chip keeps it for another two minutes.
    while True:
        probe = socket.socket()
        try:
            probe.bind(("0.0.0.0", 80))
            break
        except OSError:
            print("Port 80 is still busy from the portal; trying again")
        finally:
            probe.close()
        time.sleep(10)
    return HTTPServer(poller, respond)


def run(wifi, settings):
    x, y = 3, 10**30
    print("From %d to %d with double (*) and minus one (-):" % (x, y))
    timing(x, y)
    print(keys(x, y))
    poller = select.poll()
    server = listen(poller)
    print("Play it at http://%s/" % wifi.ifconfig()[0])
    try:
        while True:
            for sock, event in poller.poll(100 if server.clients else 1000):
                server.handle(sock, event)
            server.tick()
    finally:
        server.stop()

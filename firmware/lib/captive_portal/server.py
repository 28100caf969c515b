# Everything with sockets: a server for DNS, and one for HTTP that serves a few phones at once. What
# to answer is the business of dns.py and site.py; this file moves bytes and keeps deadlines.

import socket
import time

from .dns import answer
from .request import Request

_MAX_CLIENTS = const(4)
_DEADLINE_MS = const(5000)
# When there is no place, a newcomer waits until the oldest client has had this long.
_PLACE_MS = const(700)
_SEGMENT = const(536)  # what fits into one packet of the chip's TCP
_POLLIN = const(1)
_POLLOUT = const(4)
_EAGAIN = const(11)


class Server:
    # A non-blocking socket on all interfaces, watched by a poller.
    clients = ()

    def __init__(self, poller, port, kind, name):
        self.poller = poller
        address = ("0.0.0.0", port)
        self.sock = sock = socket.socket(socket.AF_INET, kind)
        sock.bind(address)
        sock.setblocking(False)
        poller.register(sock, _POLLIN)
        print(name, "Server listening on", address)

    def stop(self):
        while self.clients:
            self.close(self.clients[0])
        if self.sock:
            self.poller.unregister(self.sock)
            self.sock.close()
            self.sock = None


class DNSServer(Server):
    def __init__(self, poller, ip):
        self.address = bytes(map(int, ip.split(".")))
        super().__init__(poller, 53, socket.SOCK_DGRAM, "DNS")

    def handle(self, sock, event):
        # All that waits, because the chip's receive queue is one to four datagrams deep; but not for
        # ever, because a flood must not starve HTTP.
        try:
            for _ in range(8):
                query, sender = sock.recvfrom(512)
                reply = answer(query, self.address)
                if reply:
                    sock.sendto(reply, sender)
        except OSError:
            pass


class HTTPServer(Server):
    newcomer = False  # somebody waits to be accepted
    room = 1  # for so many answers; negative if somebody waits for it

    def __init__(self, poller, respond, limit=512):
        # `respond` takes a Request and returns an iterator over the bytes of the answer.
        self.respond = respond
        self.limit = limit
        self.clients = []  # oldest first
        super().__init__(poller, 80, socket.SOCK_STREAM, "HTTP")
        self.sock.listen(5)

    def handle(self, sock, event):
        if sock is self.sock:
            self.newcomer = True
        for client in self.clients:
            if client.sock is sock:
                try:
                    if client.handle(event, self):
                        self.close(client)
                except Exception as error:  # a client must not be able to stop the portal
                    if not isinstance(error, OSError):
                        print("HTTP:", type(error))  # the words may contain what was entered
                    if error.args != (_EAGAIN,):
                        self.close(client)
                return

    def tick(self):
        # To be called at least ten times a second while there are clients.
        age = 0
        while self.clients:
            age = time.ticks_diff(time.ticks_ms(), self.clients[0].since)
            if age < _DEADLINE_MS:
                break
            self.close(self.clients[0])
        # One answer at a time: it is on its way sooner, and four at once would not fit into memory. A
        # second beside a slow one; for a third the oldest client makes room.
        slow = age >= _PLACE_MS
        busy = 0
        for client in self.clients:
            if client.pieces:
                busy += 1
        if slow and busy > 1 and self.room < 0:
            self.close(self.clients[0])
            busy = 1
        self.room = 1 + slow - busy
        full = len(self.clients) >= _MAX_CLIENTS
        room = slow or not full and not busy
        self.poller.modify(self.sock, _POLLIN if room else 0)
        if self.newcomer and room:
            if full:
                self.close(self.clients[0])
            try:
                sock = self.sock.accept()[0]
                sock.setblocking(False)
                self.poller.register(sock, _POLLIN)
                self.clients.append(Client(sock, self.limit))
            except OSError:
                pass  # gone before we looked
        self.newcomer = False

    def close(self, client):
        self.clients.remove(client)
        self.poller.unregister(client.sock)
        client.sock.close()


class Client:
    # One client: one request, one answer, closed.
    pieces = None  # an iterator over the answer
    rest = b""  # what of it waits for room in the send buffer
    error = 0

    def __init__(self, sock, limit):
        self.sock = sock
        self.since = time.ticks_ms()
        self.request = Request(limit)

    def handle(self, event, server):
        # True when the connection is to be closed.
        if event & _POLLIN:
            request = self.request
            if request and server.room < 1:  # see `tick`
                server.room = -1
                return False
            data = self.sock.recv(_SEGMENT)
            if not request:  # it was refused before it was complete: nobody wants to know the rest
                return not data
            if request.feed(data):
                self.error = request.error
                self.pieces = server.respond(request)
                self.request = None
                server.room -= 1
            elif not data:
                return True
            elif request.expects:
                request.expects = False
                self.pieces = iter((b"HTTP/1.1 100 Continue\r\n\r\n",))
            if self.pieces:
                server.poller.modify(self.sock, _POLLOUT)
        elif not event & _POLLOUT:
            return True  # hung up, reset or invalid
        elif self.send():
            if not self.request and not self.error:
                return True
            # More may come: the body after "100 Continue", or the rest of what was refused. Closing
            # now would reset the connection, and the client would not see the answer.
            server.poller.modify(self.sock, _POLLIN)
            if self.error:  # a second is enough for that; and it is the first to make room
                self.since = time.ticks_add(self.since, 1000 - _DEADLINE_MS)
                server.clients.remove(self)
                server.clients.insert(0, self)

    def send(self):
        # Fills one packet; True when everything has been sent.
        out = bytearray(self.rest)
        while self.pieces and len(out) < _SEGMENT:
            for piece in self.pieces:  # the next one
                out += piece
                break
            else:
                self.pieces = None
        if not out:  # the last packet was just full
            return True
        self.rest = out  # if there is no room after all
        sent = self.sock.send(memoryview(out)[:_SEGMENT])
        self.rest = bytes(out[sent:])
        return not self.rest and not self.pieces

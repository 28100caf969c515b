# The sockets: a DNS server (UDP) and an HTTP server (TCP) for up to four clients. They move bytes and keep
# deadlines; the answers come from dns.py and site.py.

import socket
import time

from .dns import answer
from .request import Request

_MAX_CLIENTS = const(4)
_DEADLINE_MS = const(5000)  # for a whole connection
# A client that takes longer counts as slow: then others are accepted or answered beside or instead of it.
_SLOW_MS = const(700)
_SEGMENT = const(536)  # TCP_MSS of the ESP8266 port's lwIP, in bytes
_POLLIN = const(1)
_POLLOUT = const(4)
_EAGAIN = const(11)


class Server:
    """A non-blocking socket on all interfaces, registered with a poller."""

    clients = ()

    def __init__(self, poller, port, *type):
        """`type`: SOCK_DGRAM for DNS. Raises OSError if the port is in use."""
        self.poller = poller
        address = ("0.0.0.0", port)
        self.sock = sock = socket.socket(socket.AF_INET, *type)
        sock.bind(address)
        sock.setblocking(False)
        poller.register(sock, _POLLIN)
        print("DNS" if type else "HTTP", "Server listening on", address)

    def stop(self):
        """Closes all connections and the socket; `sock` is None then."""
        while self.clients:
            self.close(self.clients[0])
        if self.sock:
            self.poller.unregister(self.sock)
            self.sock.close()
            self.sock = None


class DNSServer(Server):
    """`address`: for all names, four bytes; set by setup.py."""

    def handle(self, sock, event):
        """Answers up to eight queries, because lwIP queues only one to four datagrams; not more, so that a
        flood of queries does not block HTTP.
        """
        try:
            for _ in range(8):
                query, sender = sock.recvfrom(512)
                reply = answer(query, self.address)
                if reply:
                    sock.sendto(reply, sender)
        except OSError:
            pass


class HTTPServer(Server):
    accept = False  # a connection waits to be accepted
    room = 1  # how many more answers may begin; negative: a client waits for that

    def __init__(self, poller, respond, limit=512):
        """`respond` takes a `Request` and returns an iterator over the bytes of the answer.

        `limit`: bytes that a request's body may have. Raises OSError if port 80 is in use.
        """
        self.respond = respond
        self.limit = limit
        self.clients = []  # oldest first
        super().__init__(poller, 80)
        self.sock.listen(5)

    def handle(self, sock, event):
        """Handles an event of the poller; `tick` accepts new connections. True if the socket is one of ours."""
        if sock is self.sock:
            self.accept = True
            return True
        for client in self.clients:
            if client.sock is sock:
                try:
                    if client.handle(event, self):
                        self.close(client)
                except Exception as error:  # a client must not be able to stop the portal
                    if not isinstance(error, OSError):
                        print("HTTP:", type(error))  # its message may contain what was entered
                    if error.args != (_EAGAIN,):
                        self.close(client)
                return True

    def tick(self):
        """Keeps the deadlines and accepts connections. To be called at least ten times a second while there
        are clients.
        """
        age = 0
        while self.clients:
            age = time.ticks_diff(time.ticks_ms(), self.clients[0].since)
            if age < _DEADLINE_MS:
                break
            self.close(self.clients[0])
        # One answer at a time, because four would not fit into the heap; a second one beside a slow one;
        # for a third one the oldest connection is closed.
        slow = age >= _SLOW_MS
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
        self.poller.modify(self.sock, room)  # True is POLLIN
        if self.accept and room:
            if full:
                self.close(self.clients[0])
            try:
                sock = self.sock.accept()[0]
                sock.setblocking(False)
                self.poller.register(sock, _POLLIN)
                self.clients.append(Client(sock, self.limit))
                self.handle(sock, _POLLIN)  # mostly the request has come, too
            except OSError:
                pass  # the client has closed the connection already
        self.accept = False

    def close(self, client):
        """Closes the connection of a client."""
        self.clients.remove(client)
        self.poller.unregister(client.sock)
        client.sock.close()


class Client:
    """One connection: one request, one answer, then it is closed."""

    pieces = None  # an iterator over the answer
    rest = b""  # of the answer, for the next packet
    error = 0

    def __init__(self, sock, limit):
        self.sock = sock
        self.since = time.ticks_ms()
        self.request = Request(limit)

    def handle(self, event, server):
        """Handles an event of the poller. True when the connection is to be closed; may raise OSError."""
        if event & _POLLIN:
            request = self.request
            if request and server.room < 1:  # see `tick`
                server.room = -1
                return False
            data = self.sock.recv(_SEGMENT)
            if not request:  # it was refused before it was complete; the rest is ignored
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
            if not self.pieces:
                return False
            server.poller.modify(self.sock, _POLLOUT)
        elif not event & _POLLOUT:
            return True  # hung up, reset or invalid
        # Two packets, as many as lwIP takes (TCP_SND_BUF): half as many turns of the loop.
        if self.send() or self.send():
            if not self.request and not self.error:
                return True
            # More may come: the body after "100 Continue", or the rest of a refused request. Closing the
            # socket with unread data resets the connection, and the client might not see the answer.
            server.poller.modify(self.sock, _POLLIN)
            if self.error:  # one more second, and it is the first to be closed for others
                self.since = time.ticks_add(self.since, 1000 - _DEADLINE_MS)
                server.clients.remove(self)
                server.clients.insert(0, self)

    def send(self):
        """Sends one packet; True when everything has been sent. Raises OSError(EAGAIN) if there is no room."""
        out = self.rest
        if self.pieces and len(out) < _SEGMENT:
            out = bytearray(out)
            for piece in self.pieces:
                out += piece
                if len(out) >= _SEGMENT:
                    break
            else:
                self.pieces = None
        if not out:  # the last packet was exactly full
            return True
        self.rest = out  # in case send() raises
        self.rest = out[self.sock.send(memoryview(out)[:_SEGMENT]) :]
        return not self.rest and not self.pieces

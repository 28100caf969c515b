# HTTP for a few phones at once: an object for each connection, one response each, then closed.
# What to answer is the business of site.py; this file moves bytes and keeps deadlines.

import errno
import select
import socket
import time

from .request import Request
from .server import Server

MAX_CLIENTS = 4
DEADLINE_MS = 5000
# When all places are taken, a newcomer may throw out the oldest client after this time.
PLACE_MS = 700
SEGMENT = 536  # what fits into one packet of the chip's TCP


class Connection:
    def __init__(self, sock):
        self.sock = sock
        self.born = time.ticks_ms()
        self.request = Request()
        self.out = bytearray()  # bytes that wait for room in the send buffer
        self.pieces = None  # iterator over the rest of the response
        self.draining = False

    def read(self, respond):
        # True when there is something to send.
        data = self.sock.recv(SEGMENT)
        if not data:
            raise OSError(errno.ECONNRESET)
        request = self.request
        if not request:  # already answered; reading on only keeps the answer from being cut off
            return False
        if not request.feed(data):
            if request.wants_continue:
                request.wants_continue = False
                self.out += b"HTTP/1.1 100 Continue\r\n\r\n"
                return True
            return False
        self.draining = bool(request.error)
        self.pieces = respond(request)
        self.request = None
        return True

    def write(self):
        # True when everything has been sent.
        while self.pieces and len(self.out) < SEGMENT:
            piece = next(self.pieces, None)
            if piece is None:
                self.pieces = None
            else:
                self.out += piece
        if self.out:
            sent = self.sock.send(memoryview(self.out)[:SEGMENT])
            self.out = self.out[sent:]
        return not self.out and not self.pieces


class HTTPServer(Server):
    def __init__(self, poller, app):
        self.app = app  # has respond(request), which returns an iterator over bytes
        self.clients = []
        super().__init__(poller, 80, socket.SOCK_STREAM, "HTTP Server")
        self.listening = True

    def handle(self, sock, event):
        if sock is self.sock:
            return self.accept()
        for client in self.clients:
            if client.sock is sock:
                return self.serve(client, event)

    def serve(self, client, event):
        try:
            if event & select.POLLIN:
                if client.read(self.app.respond):
                    self.poller.modify(client.sock, select.POLLOUT)
            elif event & select.POLLOUT:
                if client.write():
                    self.sent(client)
            else:
                self.close(client)  # hung up, reset or invalid
        except Exception as error:
            if not (isinstance(error, OSError) and error.errno == errno.EAGAIN):
                self.close(client)

    def sent(self, client):
        if client.request or client.draining:
            # More is to come: the body after "100 Continue", or the rest of a refused request.
            # Closing now would reset the connection, and the client never see the answer.
            self.poller.modify(client.sock, select.POLLIN)
        else:
            self.close(client)

    def accept(self):
        if len(self.clients) >= MAX_CLIENTS:
            if self.age(self.clients[0]) < PLACE_MS:
                self.listen(False)  # the newcomer waits in the backlog
                return
            self.close(self.clients[0])
        try:
            sock = self.sock.accept()[0]
            sock.setblocking(False)
            self.poller.register(sock, select.POLLIN)
            self.clients.append(Connection(sock))
        except OSError:
            pass  # gone before we looked

    def listen(self, on):
        if on != self.listening:
            self.listening = on
            if on:
                self.poller.register(self.sock, select.POLLIN)
            else:
                self.poller.unregister(self.sock)

    def tick(self):
        # Called at least every tenth of a second while there are clients.
        while self.clients and self.age(self.clients[0]) >= DEADLINE_MS:
            self.close(self.clients[0])
        if len(self.clients) < MAX_CLIENTS or self.age(self.clients[0]) >= PLACE_MS:
            self.listen(True)

    def age(self, client):
        return time.ticks_diff(time.ticks_ms(), client.born)

    def close(self, client):
        self.clients.remove(client)
        self.poller.unregister(client.sock)
        client.sock.close()

    def stop(self):
        while self.clients:
            self.close(self.clients[0])
        super().stop()

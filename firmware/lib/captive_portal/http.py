# HTTP for a few phones at once: an object for each connection, one response each, then closed.
# What to answer is the business of site.py; this file moves bytes and keeps deadlines.

import select
import socket
import time

from .request import Request
from .server import Server

MAX_CLIENTS = 4
DEADLINE_MS = 5000
# When all places are taken, a newcomer waits until the oldest client has had this long.
PLACE_MS = 700
SEGMENT = 536  # what fits into one packet of the chip's TCP
EAGAIN = 11


class Connection:
    def __init__(self, sock):
        self.sock = sock
        self.born = time.ticks_ms()
        self.request = Request()
        self.pieces = None  # an iterator over the response
        self.out = b""  # what of it waits for room in the send buffer
        self.refused = False

    def read(self, respond):
        # True when there is something to send.
        data = self.sock.recv(SEGMENT)
        request = self.request
        if not data:
            raise OSError
        if not request:  # answered before it was complete: what still comes is of no interest
            return False
        if request.feed(data):
            self.refused = request.error
            self.pieces = respond(request)
            self.request = None
        elif request.expects:
            request.expects = False
            self.pieces = iter((b"HTTP/1.1 100 Continue\r\n\r\n",))
        return self.pieces

    def write(self):
        # True when everything has been sent.
        out = bytearray(self.out)
        while self.pieces and len(out) < SEGMENT:
            piece = next(self.pieces, None)
            if piece is None:
                self.pieces = None
            else:
                out += piece
        sent = self.sock.send(memoryview(out)[:SEGMENT]) if out else 0
        self.out = bytes(out[sent:])
        return not self.out and not self.pieces


class HTTPServer(Server):
    def __init__(self, poller, respond):
        # `respond` takes a Request and returns an iterator over the bytes of the answer.
        self.respond = respond
        self.clients = []  # oldest first
        super().__init__(poller, 80, socket.SOCK_STREAM, "HTTP Server")

    def handle(self, sock, event):
        if sock is self.sock:
            return self.accept()
        for client in self.clients:
            if client.sock is sock:
                break
        else:
            return
        try:
            if event & select.POLLIN:
                if client.read(self.respond):
                    self.poller.modify(sock, select.POLLOUT)
            elif not event & select.POLLOUT:
                self.close(client)  # hung up, reset or invalid
            elif client.write():
                if client.request or client.refused:
                    # More is to come: the body after "100 Continue", or the rest of what was
                    # refused. Closing on it would reset the connection before the answer is read.
                    self.poller.modify(sock, select.POLLIN)
                else:
                    self.close(client)
        except Exception as error:
            if not error.args or error.args[0] != EAGAIN:
                self.close(client)

    def accept(self):
        if len(self.clients) >= MAX_CLIENTS:
            self.close(self.clients[0])
        try:
            sock = self.sock.accept()[0]
        except OSError:  # gone before we looked
            return
        sock.setblocking(False)
        self.poller.register(sock, select.POLLIN)
        self.clients.append(Connection(sock))

    def tick(self):
        # To be called at least ten times a second while there are clients.
        age = 0
        while self.clients:
            age = time.ticks_diff(time.ticks_ms(), self.clients[0].born)
            if age < DEADLINE_MS:
                break
            self.close(self.clients[0])
        full = len(self.clients) >= MAX_CLIENTS and age < PLACE_MS
        self.poller.modify(self.sock, 0 if full else select.POLLIN)

    def close(self, client):
        self.clients.remove(client)
        self.poller.unregister(client.sock)
        client.sock.close()

    def stop(self):
        while self.clients:
            self.close(self.clients[0])
        super().stop()

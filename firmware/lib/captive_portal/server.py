# What DNS and HTTP have in common: a non-blocking socket on all interfaces, watched by a poller.

import select
import socket


class Server:
    def __init__(self, poller, port, kind, name):
        self.name = name
        self.poller = poller
        address = ("0.0.0.0", port)
        self.sock = socket.socket(socket.AF_INET, kind)
        try:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.sock.bind(address)
            self.sock.setblocking(False)
            if kind == socket.SOCK_STREAM:
                self.sock.listen(4)
        except OSError:
            self.sock.close()
            raise
        # Registered last: a TCP socket reports a hang-up until it listens.
        poller.register(self.sock, select.POLLIN)
        print(name, "listening on", address)

    def stop(self):
        if self.sock:
            self.poller.unregister(self.sock)
            self.sock.close()
            self.sock = None

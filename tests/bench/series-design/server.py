import select
import socket


class Server:
    def __init__(self, poller, port, kind, name):
        self.name = name
        self.poller = poller
        self.sock = socket.socket(socket.AF_INET, kind)
        poller.register(self.sock, select.POLLIN)
        address = socket.getaddrinfo("0.0.0.0", port)[0][-1]
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind(address)
        print(self.name, "listening on", address)

    def stop(self, poller):
        poller.unregister(self.sock)
        self.sock.close()
        print(self.name, "stopped")

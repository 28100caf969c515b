import gc
import socket

from server import Server


class DNSQuery:
    def __init__(self, data):
        self.data = data
        self.domain = ""
        at = 12
        size = data[at]
        while size != 0:
            self.domain += data[at + 1 : at + 1 + size].decode("utf-8") + "."
            at += size + 1
            size = data[at]

    def answer(self, ip):
        packet = self.data[:2] + b"\x81\x80"
        packet += self.data[4:6] + self.data[4:6]
        packet += b"\x00\x00\x00\x00"
        packet += self.data[12:]
        packet += b"\xc0\x0c"
        packet += b"\x00\x01\x00\x01"
        packet += b"\x00\x00\x00\x3c"
        packet += b"\x00\x04"
        packet += bytes(map(int, ip.split(".")))
        gc.collect()
        return packet


class DNSServer(Server):
    def __init__(self, poller, ip):
        super().__init__(poller, 53, socket.SOCK_DGRAM, "DNS Server")
        self.ip = ip

    def handle(self, sock, event, others):
        if sock is not self.sock:
            return
        try:
            data, sender = sock.recvfrom(1024)
            request = DNSQuery(data)
            print("Sending {:s} -> {:s}".format(request.domain, self.ip))
            sock.sendto(request.answer(self.ip), sender)
            del request
            gc.collect()
        except Exception as error:
            print("DNS server exception:", error)

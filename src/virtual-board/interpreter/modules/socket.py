# `socket` of the chip (extmod/modlwip.c): numbers, errnos and blocking as there.
from _board import call, call_with, check, data_of, take

AF_INET = 2
AF_INET6 = 10
SOCK_STREAM = 1
SOCK_DGRAM = 2
SOCK_RAW = 3
SOL_SOCKET = 1
SO_REUSEADDR = 4
SO_BROADCAST = 32
IPPROTO_IP = 0
IPPROTO_TCP = 6
IPPROTO_UDP = 17
IP_ADD_MEMBERSHIP = 0x400
TCP_NODELAY = 1


class socket:
    def __init__(self, af=AF_INET, type=SOCK_STREAM, proto=0, fd=None):
        self._fd = check(call("socket", type)) if fd is None else fd
        self._timeout = -1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self._fd > 0:
            call("close", self._fd)
            self._fd = -9  # EBADF from now on

    def fileno(self):
        return self._fd

    def bind(self, address):
        check(call("bind", self._fd, address[0], address[1]))

    def listen(self, backlog=2):
        check(call("listen", self._fd, backlog))

    def accept(self):
        fd = check(call("accept", self._fd, self._timeout))
        client = socket(fd=fd)
        client._timeout = self._timeout
        host, port = call("peer", fd).split(":")
        return client, (host, int(port))

    def connect(self, address):
        check(call("connect", self._fd, address[0], address[1], self._timeout))

    def send(self, data):
        return check(call_with("send", data_of(data), self._fd, self._timeout))

    def sendall(self, data):
        view = memoryview(data_of(data))
        while len(view):
            view = view[self.send(view) :]

    def sendto(self, data, address):
        return check(call_with("sendto", data_of(data), self._fd, address[0], address[1]))

    def recv(self, size):
        return take("recv", size, self._fd, size, self._timeout)

    def recvfrom(self, size):
        packet = take("recvfrom", size + 6, self._fd, size, self._timeout)
        host = "%d.%d.%d.%d" % (packet[0], packet[1], packet[2], packet[3])
        return packet[6:], (host, packet[4] << 8 | packet[5])

    def settimeout(self, seconds):
        self._timeout = -1 if seconds is None else int(seconds * 1000)

    def setblocking(self, blocking):
        self._timeout = -1 if blocking else 0

    def setsockopt(self, level, option, value):
        pass

    def makefile(self, mode=None, buffering=0):
        return self

    # The stream methods answer None where `recv` and `send` raise EAGAIN.
    def readinto(self, buffer, size=-1):
        size = len(buffer) if size < 0 else min(size, len(buffer))
        answer = call_with("recv", memoryview(buffer)[:size], self._fd, size, self._timeout)
        return None if answer == -11 else check(answer)

    def read(self, size=-1):
        parts = b""
        while size < 0 or len(parts) < size:
            chunk = bytearray(256 if size < 0 else min(256, size - len(parts)))
            count = self.readinto(chunk)
            if not count:
                return parts if parts or count == 0 else None
            parts += memoryview(chunk)[:count]
        return parts

    def readline(self):
        line = b""
        byte = bytearray(1)
        while not line.endswith(b"\n"):
            count = self.readinto(byte)
            if not count:
                return line if line or count == 0 else None
            line += byte
        return line

    def write(self, data, size=-1):
        data = data_of(data)
        data = memoryview(data)[:size] if size >= 0 else data
        answer = call_with("send", data, self._fd, self._timeout)
        return None if answer == -11 else check(answer)


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    address = call("resolve", host)
    if isinstance(address, int):
        raise OSError(address)  # negative on purpose, as the chip does
    return [(AF_INET, SOCK_STREAM, 0, "", (address, port))]


def reset():
    pass


def print_pcbs():
    pass

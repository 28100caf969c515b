# One HTTP request as a state machine: `poll` moves on and never waits, so a slow or dead server cannot
# hold up a program. HTTP/1.0, so that the answer ends with the connection and is in one piece.
#
#     request = Request("http://192.168.1.5/price", dns)    dns: wifi.ifconfig()[3]
#     while not request.poll():
#         time.sleep_ms(20)                                 or whatever else there is to do
#     request.error or (request.status, request.body)

import select
import socket
import time
from micropython import const
from random import getrandbits

_POLLIN = const(1)
_POLLOUT = const(4)
_EAGAIN = const(11)
_NOT_YET = (11, 107, 114, 115)  # EAGAIN, ENOTCONN, EALREADY, EINPROGRESS


class Request:
    error = None  # a word for people: "no such server", "refused", "no answer", "half an answer", ...
    status = 0
    retry_after = 0  # seconds
    body = b""
    stream = None  # what is read and written: the socket, or TLS over it
    sock = None
    ask = None  # the socket of the question to the router's DNS
    question = None  # and its bytes
    asked = 0

    def __init__(self, url, dns, headers="", body=None, limit=2048, timeout_ms=10000):
        # `headers`: "Name: value\r\n" each; `body`: bytes, makes it a POST; `limit`: of the answer.
        scheme, _, rest = url.split("/", 2)
        slash = rest.find("/")
        host = rest if slash < 0 else rest[:slash]
        self.tls = scheme == "https:"
        name, *port = host.split(":")
        self.name = name
        self.port = int(port[0]) if port else 443 if self.tls else 80
        self.out = (
            "%s %s HTTP/1.0\r\nHost: %s\r\nUser-Agent: ESP8266\r\n%s"
            % ("GET" if body is None else "POST", "/" if slash < 0 else rest[slash:], host, headers)
        ).encode()
        if body is not None:
            self.out += b"Content-Length: %d\r\n\r\n" % len(body) + body
        else:
            self.out += b"\r\n"
        self.dns = dns
        self.limit = limit + 1024  # with its header
        self.since = time.ticks_ms()
        self.timeout = timeout_ms

    def poll(self):
        # True when it is over, well or not. Closes what it has opened.
        try:
            if time.ticks_diff(time.ticks_ms(), self.since) > self.timeout:
                self.error = "no answer" if self.sock else "no such server"
            elif self.sock:
                self.talk()
            else:
                self.find()
        except OSError as error:
            if error.args[0] not in _NOT_YET:
                self.error = "no connection"
        except MemoryError:
            self.error = "no memory"
        except (ValueError, IndexError, TypeError):
            self.error = "odd answer"
        if self.error or self.status:
            self.close()
            return True
        return False

    def close(self):
        for each in (self.stream, self.sock, self.ask):
            if each:
                each.close()
        self.stream = self.sock = self.ask = None

    def find(self):
        # The server's address. The chip's own getaddrinfo may wait for many seconds: this asks itself.
        if self.name.replace(".", "").isdigit():
            return self.connect(self.name)
        now = time.ticks_ms()
        if not self.ask:
            self.ask = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.ask.setblocking(False)
            self.asked = time.ticks_add(now, -1000)
        if time.ticks_diff(now, self.asked) >= 1000:
            self.asked = now
            labels = self.name.encode().split(b".")
            name = b"".join(bytes((len(label),)) + label for label in labels)
            # Nobody else in the network can know the number, and so answer in the server's place.
            number = bytes((getrandbits(8), getrandbits(8)))
            self.question = number + b"\x01\0\0\1\0\0\0\0\0\0" + name + b"\0\0\1\0\1"
            self.ask.sendto(self.question, (self.dns, 53))
        answer, sender = self.ask.recvfrom(512)
        if sender != (self.dns, 53):
            return
        address = addressed(answer, self.question)
        self.ask.close()
        self.ask = None
        if not address:
            self.error = "no such server"
        else:
            self.connect(address)

    def connect(self, address):
        self.sock = socket.socket()
        self.sock.setblocking(False)
        self.poller = select.poll()
        self.poller.register(self.sock, _POLLIN | _POLLOUT)
        self.sock.connect((address, self.port))

    def talk(self):
        for _, event in self.poller.poll(0):
            if not event & (_POLLIN | _POLLOUT) or event & 8:
                self.error = "no connection"
            elif not self.stream:
                self.stream = secured(self.sock, self.name) if self.tls else self.sock
            elif self.out:
                self.out = self.out[self.stream.write(self.out[:536]) or 0 :]
                if not self.out:
                    self.poller.modify(self.sock, _POLLIN)
            elif event & _POLLIN or self.tls:
                self.read()

    def read(self):
        piece = self.stream.read(512)
        if piece:
            self.body += piece
            if len(self.body) > self.limit:
                self.error = "too much of an answer"
        elif piece is not None:
            self.understand()

    def understand(self):
        # The connection has ended: all of the answer is there, or none will come.
        end = self.body.find(b"\r\n\r\n")
        length = -1
        if end < 0:
            self.error = "half an answer" if self.body else "no answer"
            return
        lines = self.body[:end].split(b"\r\n")
        self.body = self.body[end + 4 :]
        for line in lines[1:]:
            name, value = line.split(b":", 1)
            if name.lower() == b"content-length":
                length = int(value)
            elif name.lower() == b"retry-after" and value.strip().isdigit():
                self.retry_after = min(int(value), 86400)
        if length > len(self.body):
            self.error = "half an answer"
        else:
            self.status = int(lines[0].split(b" ")[1])


def addressed(answer, question):
    # The first address in a DNS answer, RFC 1035; None if it has none. What does not answer this very
    # question (RFC 5452) is passed over.
    at = len(question)
    if answer[:2] != question[:2] or answer[12:at] != question[12:] or answer[2] < 128:
        raise OSError(_EAGAIN)
    for _ in range(answer[7]):
        while answer[at] and answer[at] < 192:
            at += 1 + answer[at]
        at += 1 + (answer[at] >= 192)
        size = answer[at + 9]
        if answer[at + 1] == 1 and size == 4:
            return "%d.%d.%d.%d" % tuple(answer[at + 10 : at + 14])
        at += 10 + size
    return None


def secured(sock, name):
    # TLS as far as the chip goes: no certificate is checked, and large records do not fit.
    import ssl

    try:
        return ssl.wrap_socket(sock, server_hostname=name, do_handshake=False)
    except AttributeError:  # MicroPython from 1.24 on
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(sock, server_hostname=name, do_handshake_on_connect=False)

import errno
import gc
import io
import select
import socket
from collections import namedtuple

from server import Server

Writing = namedtuple("Writing", ["body", "buffer", "view", "span"])
Request = namedtuple("Request", ["method", "path", "params", "host"])


def unquote(text):
    parts = text.split(b"%")
    decoded = [parts[0]]
    for part in parts[1:]:
        decoded.append(bytes([int(part[:2], 16)]))
        decoded.append(part[2:])
    return b"".join(decoded)


class HTTPServer(Server):
    def __init__(self, poller, ip):
        super().__init__(poller, 80, socket.SOCK_STREAM, "HTTP Server")
        self.ip = ip.encode() if type(ip) is str else ip
        self.requests = dict()
        self.writing = dict()
        self.routes = {b"/": b"./index.html", b"/login": self.login}
        self.ssid = None
        self.saved_credentials = (None, None)
        self.sock.listen(5)
        self.sock.setblocking(False)

    def set_ip(self, ip, ssid):
        self.ip = ip.encode()
        self.ssid = ssid
        self.routes = {b"/": self.connected}

    def handle(self, sock, event, others):
        if sock is self.sock:
            print("- Accepting new HTTP connection")
            self.accept(sock)
        elif event & select.POLLIN:
            print("- Reading incoming HTTP data")
            self.read(sock)
        elif event & select.POLLOUT:
            print("- Sending outgoing HTTP data")
            self.write_to(sock)

    def accept(self, server):
        try:
            client, address = server.accept()
        except OSError as error:
            if error.args[0] == errno.EAGAIN:
                return
        client.setblocking(False)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.poller.register(client, select.POLLIN)

    def parse_request(self, data):
        lines = data.split(b"\r\n")
        method, target, version = lines[0].split(b" ")
        parts = target.split(b"?")
        query = parts[1] if len(parts) > 1 else None
        params = {}
        if query:
            params = {key: value for key, value in [pair.split(b"=") for pair in query.split(b"&")]}
        host = [line.split(b": ")[1] for line in lines if b"Host:" in line][0]
        return Request(method, parts[0], params, host)

    def login(self, params):
        ssid = unquote(params.get(b"ssid", None))
        password = unquote(params.get(b"password", None))
        if all([ssid, password]):
            self.saved_credentials = (ssid, password)
            return open("./connected.html", "rb").read() % (ssid, self.ip), None
        return b"", b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://{:s}\r\n".format(self.ip)

    def connected(self, params):
        return open("./connected.html", "rb").read() % (self.ssid, self.ip), b"HTTP/1.1 200 OK\r\n"

    def get_response(self, request):
        headers = b"HTTP/1.1 200 OK\r\n"
        route = self.routes.get(request.path, None)
        if type(route) is bytes:
            return open(route, "rb"), headers
        if callable(route):
            body, more = route(request.params)
            return io.BytesIO(body or b""), more or headers
        return io.BytesIO(b""), b"HTTP/1.1 404 Not Found\r\n"

    def is_valid(self, request):
        if request.host != self.ip:
            return False
        return request.path in self.routes

    def read(self, sock):
        data = sock.read()
        if not data:
            self.close(sock)
            return
        key = id(sock)
        self.requests[key] = self.requests.get(key, b"") + data
        if data[-4:] != b"\r\n\r\n":
            return
        request = self.parse_request(self.requests.pop(key))
        if not self.is_valid(request):
            headers = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://" + self.ip + b"/\r\n"
            self.prepare_write(sock, io.BytesIO(b""), headers)
            return
        body, headers = self.get_response(request)
        self.prepare_write(sock, body, headers)

    def prepare_write(self, sock, body, headers):
        headers += b"\r\n"
        buffer = bytearray(headers + b"\x00" * (536 - len(headers)))
        view = memoryview(buffer)
        count = body.readinto(view[len(headers) :], 536 - len(headers))
        self.writing[id(sock)] = Writing(body, buffer, view, [0, len(headers) + count])
        self.poller.modify(sock, select.POLLOUT)

    def write_to(self, sock):
        state = self.writing[id(sock)]
        if state:
            written = sock.write(state.view[state.span[0] : state.span[1]])
            if not written or state.span[1] < 536:
                self.close(sock)
            else:
                self.advance(state, written)

    def advance(self, state, written):
        if written == state.span[1] - state.span[0]:
            state.span[0] = 0
            state.span[1] = state.body.readinto(state.buffer, 536)
        else:
            state.span[0] += written

    def close(self, sock):
        sock.close()
        self.poller.unregister(sock)
        key = id(sock)
        if key in self.requests:
            del self.requests[key]
        if key in self.writing:
            del self.writing[key]
        gc.collect()

# One HTTP request, understood while it arrives, however it is cut into packets. RFC 9112.
# Knows no sockets: bytes go in through `feed`.

from micropython import const

_HEADER_LIMIT = const(1024)
_BODY_LIMIT = const(512)


class Request:
    def __init__(self, limit=_BODY_LIMIT):
        self.error = 0  # the HTTP status, if it cannot be served
        self.expects = False  # the client waits for "100 Continue" before it sends the body
        self.method = self.path = self.body = b""
        self.host = self.origin = None
        self.limit = limit
        self.length = None  # of the body
        self.room = _HEADER_LIMIT
        self.in_body = False
        self.rest = b""  # what is not understood yet

    def feed(self, data):
        # Takes the next bytes. True as soon as there is something to answer.
        data = self.rest + data
        while not self.error and not self.in_body:
            line, newline, after = cut(data, b"\n")
            if len(line) >= self.room:
                self.error = 431
            elif newline:
                self.room -= len(line) + 1
                data = after
                self.line(line)
            else:
                break
        self.rest = data
        if self.in_body and not self.error:
            if len(data) < self.length:
                return False
            self.body = data[: self.length]
        elif not self.error:
            return False
        self.rest = b""
        return True

    def line(self, line):
        if line[-1:] == b"\r":
            line = line[:-1]
        if not self.method:
            if line:  # empty lines before a request are tolerated
                self.first(line)
        elif line:
            self.header(line)
        else:
            self.in_body = True
            if self.host is None and self.version == b"HTTP/1.1":
                self.error = 400
            elif self.method != b"POST":
                self.length = 0
            elif self.length is None:
                self.error = 411
            elif self.length > self.limit:
                self.error = 413

    def first(self, line):
        parts = line.split(b" ")
        if len(parts) != 3 or parts[2] not in (b"HTTP/1.1", b"HTTP/1.0"):
            self.error = 400
            return
        self.method, target, version = parts
        self.version = version
        if self.method not in (b"GET", b"HEAD", b"POST"):
            self.error = 501
        elif target[:7].lower() == b"http://":  # as sent to a proxy; names the host itself
            host, slash, target = cut(target[7:], b"/")
            self.header(b"host:" + host)
            target = b"/" + target
        elif target[:1] != b"/":
            self.error = 400
        self.path = cut(target, b"?")[0]

    def header(self, line):
        name, colon, value = cut(line, b":")
        if not colon or name.strip() != name or not name:
            self.error = 400
            return
        name = name.lower()
        value = value.strip().lower()
        if name == b"host":
            if self.host is None:
                self.host = value[:-3] if value[-3:] == b":80" else value
        elif name == b"origin":
            self.origin = value
        elif name == b"expect":
            self.expects = value == b"100-continue"
        elif name == b"transfer-encoding":
            self.error = 411
        elif name == b"content-length":
            # More digits than a small number has are too many: no long arithmetic on hostile input.
            length = int(value) if value.isdigit() and len(value) < 8 else 9999999
            if not value.isdigit() or self.length not in (None, length):
                self.error = 400
            self.length = length


def cut(text, sep):
    # str.partition, which this port does not have.
    at = text.find(sep)
    if at < 0:
        return text, b"", b""
    return text[:at], sep, text[at + len(sep) :]

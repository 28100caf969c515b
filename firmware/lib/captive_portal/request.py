# One HTTP request, understood while it arrives, however it is cut into packets. RFC 9112.
# Knows no sockets: bytes go in through `feed`.
#
# Phones send long headers (cookies, a browser's own story), of which five lines matter here. So of a long
# line only the beginning and the end are kept, which is all that is read of the lines that matter.


_LINE = const(512)
_END = const(12)  # "HTTP/1.1" and the line's end


class Request:
    error = 0  # the HTTP status, if it cannot be served
    expects = False  # the client waits for "100 Continue" before it sends the body
    method = path = body = b""
    host = None  # b"" if an HTTP/1.0 client does not name one
    origin = None
    length = None  # of the body
    in_body = False
    room = 16384  # bytes that the header may still have
    rest = b""  # what is not understood yet

    def __init__(self, limit=512):
        self.limit = limit  # of the body

    def feed(self, data):
        # Takes the next bytes. True as soon as there is something to answer.
        self.rest += data
        try:
            while not self.in_body:
                line, *more = self.rest.split(b"\n", 1)
                size = len(line)
                line = line[:_LINE] + line[_LINE:][-_END:]
                # The end of an unfinished line will be counted when it is cut, or complete.
                self.room -= size + 1 if more else size - len(line)
                if self.room < (0 if more else len(line) + 1):
                    raise ValueError(431)
                if not more:
                    self.rest = line
                    return False
                self.rest = more[0]
                self.line(line.rstrip(b"\r"))
            if len(self.rest) < self.length:
                return False
            self.body = self.rest[: self.length]
        except ValueError as error:  # ours with a status, or another one for what makes no sense
            status = error.args and error.args[0]
            self.error = status if isinstance(status, int) else 400
        self.rest = b""
        return True

    def line(self, line):
        if not self.method:
            if line:  # empty lines before a request are tolerated
                self.method, target, version = line.split(b" ")
                self.path = target.split(b"?")[0]
                if version == b"HTTP/1.0":
                    self.host = b""
                elif version != b"HTTP/1.1":
                    raise ValueError(400)
                if self.method not in (b"GET", b"HEAD", b"POST"):
                    raise ValueError(501)
        elif line:
            name, value = line.lower().split(b":", 1)
            value = value.strip()
            if name.strip() != name:
                raise ValueError(400)
            if name == b"host" and not self.host:
                self.host = value[:-3] if value[-3:] == b":80" else value
            elif name == b"origin":
                self.origin = value
            elif name == b"expect":
                self.expects = value == b"100-continue"
            elif name == b"transfer-encoding":
                raise ValueError(411)
            elif name == b"content-length":
                # No long arithmetic on hostile input: so many digits are too many anyway.
                length = int(value) if len(value) < 8 else 9999999
                if not value.isdigit() or self.length not in (None, length):
                    raise ValueError(400)
                self.length = length
        else:
            self.in_body = True
            if self.host is None:
                raise ValueError(400)
            if self.method != b"POST":
                self.length = 0
            elif self.length is None:
                raise ValueError(411)
            elif self.length > self.limit:
                raise ValueError(413)

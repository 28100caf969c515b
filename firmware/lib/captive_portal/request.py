# An incremental parser for one HTTP/1.1 request (RFC 9112). No sockets: bytes go in through `feed`.
#
# Phones send long header lines (cookies, User-Agent); only five header fields matter here. So of a long line
# only the first 512 and the last 12 bytes are kept.


_LINE = const(512)
_END = const(12)  # " HTTP/1.1\r" fits


class Request:
    error = 0  # the HTTP status if the request is refused: 400, 411, 413, 431, 501
    expects = False  # the client waits for "100 Continue" before it sends the body
    method = path = body = b""
    host = None  # lower case, without ":80"; b"" if an HTTP/1.0 client sends none
    origin = None  # lower case
    length = None  # of the body, in bytes
    end = False  # of the header
    room = 16384  # bytes that are left for the header
    rest = b""  # what is not parsed yet

    def __init__(self, limit=512):
        """`limit`: bytes that the body may have at most."""
        self.limit = limit

    def feed(self, data):
        """Takes the next bytes. True when the request is complete, or refused (`error`)."""
        self.rest += data
        try:
            while not self.end:
                line, *more = self.rest.split(b"\n", 1)
                size = len(line)
                line = line[:_LINE] + line[_LINE:][-_END:]
                # What is kept of an unfinished line is counted later, when it is cut or complete.
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
        except ValueError as error:  # raised here with a status, or by split() and int()
            status = error.args and error.args[0]
            self.error = status if isinstance(status, int) else 400
        self.rest = b""
        return True

    def line(self, line):
        """Parses a line of the header. Raises ValueError, with the status if it is another than 400."""
        if not self.method:
            if line:  # empty lines before a request are ignored (RFC 9112, 2.2)
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
                # int() of a very long number would take memory; eight digits are too much anyway.
                length = int(value) if len(value) < 8 else 9999999
                if not value.isdigit() or self.length not in (None, length):
                    raise ValueError(400)
                self.length = length
        else:
            self.end = True
            if self.host is None:
                raise ValueError(400)
            if self.method != b"POST":
                self.length = 0
            elif self.length is None:
                raise ValueError(411)
            elif self.length > self.limit:
                raise ValueError(413)

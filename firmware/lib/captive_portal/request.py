# One HTTP request, understood while it arrives, however it is cut into packets. RFC 9112.
# Knows no sockets: bytes go in through `feed`.

HEADER_LIMIT = 1024
BODY_LIMIT = 512


class Request:
    def __init__(self, body_limit=BODY_LIMIT):
        self.error = 0  # the HTTP status of a request that cannot be served
        self.wants_continue = False  # the client waits for "100 Continue" before it sends the body
        self.method = b""
        self.path = b""
        self.host = None
        self.origin = None
        self.language = b""
        self.body = b""
        self._body_limit = body_limit
        self._in_body = False
        self._length = None
        self._header_size = 0
        self._rest = b""  # bytes that are not a whole line yet
        self._minor = 1

    def feed(self, data):
        # Takes the next bytes. True as soon as there is something to answer.
        if not self._in_body:
            self._rest += data
            while not self.error and not self._in_body and self._next_line():
                pass
            if not self.error and not self._in_body:
                if self._header_size + len(self._rest) > HEADER_LIMIT:
                    self.error = 431
            data = self._rest
        if self.error:
            self._rest = b""
            return True
        return self._in_body and self._add_body(data)

    def _next_line(self):
        end = self._rest.find(b"\n")
        if end < 0:
            return False
        line = self._rest[:end]
        self._rest = self._rest[end + 1 :]
        self._header_size += end + 1
        if line[-1:] == b"\r":
            line = line[:-1]
        if self._header_size > HEADER_LIMIT:
            self.error = 431
        elif not self.method:
            if line:  # empty lines before a request are tolerated
                self._request_line(line)
        elif line:
            self._header(line)
        else:
            self._end_of_header()
        return True

    def _request_line(self, line):
        parts = line.split(b" ")
        if len(parts) != 3 or parts[2] not in (b"HTTP/1.1", b"HTTP/1.0"):
            self.error = 400
            return
        self.method, target, version = parts
        self._minor = version[-1] - 48
        if self.method not in (b"GET", b"HEAD", b"POST"):
            self.error = 405
            return
        if target[:7].lower() == b"http://":  # as sent to a proxy; names the host by itself
            host, slash, target = cut(target[7:], b"/")
            self._set_host(host)
            target = b"/" + target
        if target[:1] != b"/":
            self.error = 400
        self.path = cut(target, b"?")[0]

    def _set_host(self, host):
        host = host.strip().lower()
        self.host = host[:-3] if host[-3:] == b":80" else host

    def _header(self, line):
        name, colon, value = cut(line, b":")
        if not colon or not name or name[-1:] in b" \t" or name[:1] in b" \t":
            self.error = 400
            return
        name = name.lower()
        value = value.strip()
        if name == b"host":
            if self.host is None:
                self._set_host(value)
        elif name == b"content-length":
            self._content_length(value)
        elif name == b"transfer-encoding":
            self.error = 411
        elif name == b"expect":
            self.wants_continue = value.lower() == b"100-continue"
        elif name == b"origin":
            self.origin = value.lower()
        elif name == b"accept-language":
            self.language = value[:80].lower()

    def _content_length(self, value):
        if not value.isdigit():
            self.error = 400
            return
        # Not more digits than are needed to know that it is too long.
        length = int(value) if len(value) < 8 else 9999999
        if self._length not in (None, length):
            self.error = 400
        self._length = length

    def _end_of_header(self):
        self._in_body = True
        if self.host is None and self._minor:
            self.error = 400
        elif self.method != b"POST":
            self._length = 0
        elif self._length is None:
            self.error = 411
        elif self._length > self._body_limit:
            self.error = 413

    def _add_body(self, data):
        self._rest = b""
        self.body += data[: self._length - len(self.body)]
        if len(self.body) < self._length:
            return False
        self.wants_continue = False
        return True


def cut(text, separator):
    # Like str.partition, which this port does not have.
    at = text.find(separator)
    if at < 0:
        return text, b"", b""
    return text[:at], separator, text[at + len(separator) :]

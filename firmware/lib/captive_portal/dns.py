# DNS for the access point: every name leads to this board. RFC 1035.
# `answer` is plain bytes in, bytes out; `DNSServer` adds the socket.

import socket

from .server import Server

# Short, so that no phone keeps our answers after it has left the access point.
TTL = b"\x00\x00\x00\x05"


def question_end(query):
    # Position after the first question, or 0 if it is malformed.
    at = 12
    while at < len(query) and query[at]:
        if query[at] > 63:  # a compression pointer has no business in a question
            return 0
        at += query[at] + 1
    # A name has at most 255 bytes; its end is followed by two bytes of type and two of class.
    return at + 5 if at < 12 + 255 and at + 5 <= len(query) else 0


def answer(query, address):
    # The reply to one datagram, or None for silence. `address` is four bytes.
    if len(query) < 17 or query[2] & 0x80:  # too short; or an answer itself: never start a loop
        return None
    end = question_end(query)
    if query[2] & 0x78:
        error = 4  # NOTIMP: an opcode other than "query"
    elif query[4:6] != b"\x00\x01" or not end:
        error = 1  # FORMERR
    else:
        error = 0
    # Reply, opcode and "recursion desired" as asked, "recursion available".
    head = query[:2] + bytes((0x80 | query[2] & 0x79, 0x80 | error))
    if error:
        return head + bytes(8)
    kind = query[end - 4 : end]
    if kind != b"\x00\x01\x00\x01" and kind != b"\x00\xff\x00\x01":  # A or ANY, class IN
        return head + b"\x00\x01\x00\x00\x00\x00\x00\x00" + query[12:end]
    return (
        head
        + b"\x00\x01\x00\x01\x00\x00\x00\x00"
        + query[12:end]
        + b"\xc0\x0c\x00\x01\x00\x01"
        + TTL
        + b"\x00\x04"
        + address
    )


class DNSServer(Server):
    def __init__(self, poller, ip):
        super().__init__(poller, 53, socket.SOCK_DGRAM, "DNS Server")
        self.address = bytes(int(part) for part in ip.split("."))

    def handle(self, sock, event):
        # Everything that waits: the receive queue of the chip is one to four datagrams deep.
        # The bound keeps a flood from starving HTTP.
        for _ in range(8):
            try:
                query, sender = self.sock.recvfrom(512)
                reply = answer(query, self.address)
                if reply:
                    self.sock.sendto(reply, sender)
            except OSError:
                return

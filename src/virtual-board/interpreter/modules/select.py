# `select` of the chip for sockets and `sys.stdin`, one host call per poll.
import sys
from _board import call_with, check

POLLIN = 1
POLLOUT = 4
POLLERR = 8
POLLHUP = 16


def _fd_of(stream):
    if stream is sys.stdin or stream is sys.stdin.buffer:
        return 0
    fd = getattr(stream, "_fd", None)
    if fd is None:
        raise OSError(22)
    return fd


# Four bytes per stream: fd (two bytes), wanted events, events that came.
def _wait(entries, timeout):
    request = bytearray(4 * len(entries) or 4)
    at = 0
    for stream, events in entries:
        fd = _fd_of(stream) & 0xFFFF
        request[at] = fd >> 8
        request[at + 1] = fd & 0xFF
        request[at + 2] = events
        at += 4
    check(call_with("poll", request, at, timeout))
    return request


class poll:
    def __init__(self):
        self._entries = []
        self._once = 0

    def _index(self, stream):
        for i in range(len(self._entries)):
            if self._entries[i][0] is stream:
                return i
        return -1

    def register(self, stream, events=POLLIN | POLLOUT):
        _fd_of(stream)
        i = self._index(stream)
        if i < 0:
            self._entries.append([stream, events])
        else:
            self._entries[i][1] = events

    def unregister(self, stream):
        i = self._index(stream)
        if i >= 0:
            self._entries.pop(i)

    def modify(self, stream, events):
        i = self._index(stream)
        if i < 0:
            raise OSError(2)
        self._entries[i][1] = events

    def ipoll(self, timeout=-1, flags=0):
        entries = self._entries
        request = _wait(entries, -1 if timeout is None else int(timeout))
        ready = []
        for i in range(len(entries)):
            came = request[4 * i + 3]
            if came:
                ready.append((entries[i][0], came))
                if flags & 1:
                    entries[i][1] = 0
        return iter(ready)

    def poll(self, timeout=-1, flags=0):
        return list(self.ipoll(timeout, flags))


def select(readers, writers, errors, timeout=None):
    entries = [(s, POLLIN) for s in readers]
    entries += [(s, POLLOUT) for s in writers]
    entries += [(s, 0) for s in errors]
    request = _wait(entries, -1 if timeout is None else int(timeout * 1000))
    result = ([], [], [])
    for i in range(len(entries)):
        came = request[4 * i + 3]
        which = 0 if i < len(readers) else 1 if i < len(readers) + len(writers) else 2
        if came & (POLLERR | POLLHUP if which == 2 else 0xFF):
            result[which].append(entries[i][0])
    return result

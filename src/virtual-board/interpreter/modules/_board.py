# Shared by the stand-in modules: host calls through the JavaScript module `_host`.
# A negative answer is an errno of the chip. Buffers are passed as address and length.
import _host
from uctypes import addressof

call = _host.call


def check(answer):
    # The branch is also where a Ctrl-C that woke a blocked call is raised.
    if answer < 0:
        raise OSError(-answer)
    return answer


def call_with(op, buffer, *args):
    return _host.call_with(op, addressof(buffer), len(buffer), *args)


def data_of(value):
    return value.encode() if isinstance(value, str) else value


# bytes(n) of at most `limit` bytes that the host answers
def take(op, limit, *args):
    buffer = bytearray(limit or 1)
    count = check(call_with(op, buffer, *args))
    return bytes(memoryview(buffer)[:count])

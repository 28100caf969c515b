# `time` of the chip on the host's clock: epoch 2000-01-01, ticks wrap at 2**30.
import utime as _time
from _board import call, check

_EPOCH = 946684800
_WRAP = 1 << 30


def sleep(seconds):
    check(call("sleep", seconds * 1000))


def sleep_ms(ms):
    check(call("sleep", ms))


def sleep_us(us):
    check(call("sleep", us / 1000))


def ticks_ms():
    return call("ticks_ms")


def ticks_us():
    return call("ticks_us")


ticks_cpu = ticks_us


def ticks_add(ticks, delta):
    return (ticks + delta) & (_WRAP - 1)


def ticks_diff(end, start):
    return ((end - start + (_WRAP >> 1)) & (_WRAP - 1)) - (_WRAP >> 1)


def time():
    return call("time")


def time_ns():
    return call("time") * 1000000000


def localtime(seconds=None):
    seconds = time() if seconds is None else int(seconds)
    return _time.gmtime(seconds + _EPOCH)[:8]


gmtime = localtime


def mktime(moment):
    return int(_time.mktime(moment)) - _EPOCH

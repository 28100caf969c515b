# `sys` of the chip: the port's own, except for what names the machine and the flashed firmware.
import sys as _sys
from collections import namedtuple as _namedtuple
from io import IOBase as _IOBase
from uctypes import addressof as _addressof
from _board import call as _call
import _host

for _name in dir(_sys):
    if _name not in ("ps1", "ps2"):
        globals()[_name] = getattr(_sys, _name)

platform = "esp8266"


# On the chip only text gets CR LF (shared/runtime/sys_stdio_mphal.c); here both take the same way.
class _Raw(_IOBase):
    def write(self, data, size=-1):
        data = data.encode() if isinstance(data, str) else data
        size = len(data) if size < 0 else size
        _host.call_with("write", _addressof(data), size)
        return size


class _Text(_IOBase):
    buffer = _Raw()

    def write(self, data):
        return _sys.stdout.write(data)


stdout = _Text()


# "v1.28.0-preview.3" as in a tuple; a build without tags keeps that of the port.
def _numbers(text):
    parts = text[1:].replace("-", ".", 1).split(".")
    try:
        return tuple(int(part) for part in parts[:3]) + (".".join(parts[3:]),)
    except ValueError:
        return _sys.implementation.version


def _identify():
    global implementation, version
    name = _call("info", "version")
    machine = "ESP module with ESP8266"
    numbers = _sys.implementation.version
    if isinstance(name, str):
        version = "3.4.0; MicroPython %s on %s" % (name, _call("info", "date"))
        machine = _call("info", "machine")
        numbers = _numbers(name)
    fields = ("name", "version", "_machine", "_mpy", "_build")
    mpy = 0x2706  # .mpy version 6.3, Xtensa
    values = ("micropython", numbers, machine, mpy, "ESP8266_GENERIC")
    count = 5 if numbers >= (1, 25) else 4
    implementation = _namedtuple("", fields[:count])(*values[:count])


_identify()
del _name, _namedtuple, _identify, _numbers

# `sys` of the chip: the port's own, except for what names the machine.
import sys as _sys
from collections import namedtuple as _namedtuple

for _name in dir(_sys):
    globals()[_name] = getattr(_sys, _name)

platform = "esp8266"
implementation = _namedtuple("", ("name", "version", "_machine", "_mpy", "_build"))(
    "micropython",
    _sys.implementation.version,
    "ESP module with ESP8266",
    0x2706,  # .mpy version 6.3, Xtensa
    "ESP8266_GENERIC",
)
del _name, _namedtuple

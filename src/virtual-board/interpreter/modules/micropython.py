# `micropython` of the chip: that of the port, but Ctrl-C is handled by the UART.
import micropython as _micropython
from _board import call as _call

for _name in dir(_micropython):
    globals()[_name] = getattr(_micropython, _name)
del _name


def kbd_intr(character):
    _call("kbd_intr", character)


def alloc_emergency_exception_buf(size):
    pass

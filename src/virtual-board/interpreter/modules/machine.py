# `machine` of the chip, as far as programs for a bare module use it. One long file: parts would cost Python's heap.
from _board import call, call_with, check, take

PWRON_RESET = 0
WDT_RESET = 1
SOFT_RESET = 4
DEEPSLEEP_RESET = 5
HARD_RESET = 6
IDLE = 0
SLEEP = 1
DEEPSLEEP = 2


def reset():
    call("reset")


def soft_reset():
    raise SystemExit


def reset_cause():
    return call("info", "reset_cause")


def unique_id():
    return bytes(reversed(take("wlan.get", 6, 0, "mac")[3:])) + b"\0"


def freq(hz=None):
    if hz is None:
        return call("info", "freq")
    if hz not in (80000000, 160000000):
        raise ValueError("frequency can only be either 80Mhz or 160MHz")
    call("set_freq", hz)


def idle():
    return 0


def disable_irq():
    return 0


def enable_irq(state=0):
    pass


def lightsleep(ms=0):
    check(call("sleep", ms))


sleep = lightsleep


# Without an argument it has no end. The timer wakes the chip only if GPIO16 is wired to RST.
def deepsleep(ms=None):
    call("deepsleep", 0 if ms is None else max(1, ms))


class Pin:
    IN = 0
    OUT = 1
    OPEN_DRAIN = 2
    PULL_UP = 1
    IRQ_RISING = 1
    IRQ_FALLING = 2

    def __init__(self, number, mode=-1, pull=None, *, value=None):
        if not 0 <= number <= 16 or number in (6, 7, 8, 11):  # those are the flash chip's
            raise ValueError("invalid pin")
        self._number = number
        self.init(mode, pull, value=value)

    def init(self, mode=-1, pull=None, *, value=None):
        if self._number == 16 and pull:
            raise ValueError("Pin(16) doesn't support pull")
        if mode == Pin.IN:
            call("pull", self._number, (pull or 0) & 1)
        if value is not None:
            self.value(value)

    def __repr__(self):
        return "Pin(%d)" % self._number

    def value(self, value=None):
        if value is None:
            return call("pin", self._number)
        call("pin", self._number, int(bool(value)))

    __call__ = value

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)

    def irq(self, handler=None, trigger=3):
        if self._number == 16:
            raise OSError("pin does not have IRQ capabilities")


class Signal:
    def __init__(self, pin, invert=False):
        self._pin = pin
        self._invert = invert

    def value(self, value=None):
        if value is None:
            return self._pin.value() ^ self._invert
        self._pin.value(bool(value) ^ self._invert)

    __call__ = value

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)


# Timers are accepted and never fire.
class Timer:
    ONE_SHOT = 0
    PERIODIC = 1

    def __init__(self, id, **options):
        pass

    def init(self, **options):
        pass

    def deinit(self):
        pass


# Nothing stops it: no soft reset, no prompt. Its timeout is the SDK's, whatever `timeout` says.
class WDT:
    def __init__(self, id=0, timeout=5000):
        if id != 0:
            raise ValueError
        self.feed()

    def feed(self):
        call("wdt")


class UART:
    def __init__(self, id, baudrate=None, **options):
        if not 0 <= id < 2:
            raise ValueError("UART(%d) does not exist" % id)
        self._id = id
        if id == 0:
            self._is_repl = True
        if baudrate:
            self.init(baudrate)

    def __repr__(self):
        return "UART(%d)" % self._id

    def init(self, baudrate=115200, **options):
        if self._id == 0:
            call("uart", baudrate)

    def any(self):
        return 0

    def read(self, size=-1):
        return None

    def write(self, data):
        return len(data)


class RTC:
    ALARM0 = 0

    def datetime(self, moment=None):
        from time import localtime

        if moment is None:
            t = localtime()
            return (t[0], t[1], t[2], t[6], t[3], t[4], t[5], 0)

    def memory(self, data=None):
        if data is None:
            return take("rtc", 492)
        if len(data) > 492:
            raise ValueError("buffer too long")
        check(call_with("rtc", data, len(data)))

    def alarm(self, id, time=0, repeat=False):
        pass

    def irq(self, trigger=0, wake=0):
        pass


class ADC:
    def __init__(self, channel):
        if channel not in (0, 1):
            raise ValueError("not a valid ADC Channel: %d" % channel)

    def read(self):
        return 512

    def read_u16(self):
        return 32768


class PWM:
    def __init__(self, pin, freq=500, duty=0):
        self._freq = freq
        self._duty = duty

    def freq(self, value=None):
        if value is None:
            return self._freq
        self._freq = value

    def duty(self, value=None):
        if value is None:
            return self._duty
        self._duty = value

    def deinit(self):
        pass


# Addresses are those of this interpreter, enough for mpremote's mount; there are no registers.
class _Memory:
    def __init__(self, size):
        self._size = size

    def __getitem__(self, address):
        from uctypes import bytes_at

        return int.from_bytes(bytes_at(address, self._size), "little")

    def __setitem__(self, address, value):
        from uctypes import bytearray_at

        bytearray_at(address, self._size)[:] = value.to_bytes(self._size, "little")


mem8, mem16, mem32 = _Memory(1), _Memory(2), _Memory(4)

import os as _os

_os._terminals[1] = UART(0)

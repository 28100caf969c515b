# `machine` of the chip, as far as programs for a plain module use it.
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


def deepsleep(ms=0):
    call("sleep", ms)
    call("reset")


class Pin:
    IN = 0
    OUT = 1
    OPEN_DRAIN = 2
    PULL_UP = 1
    IRQ_RISING = 1
    IRQ_FALLING = 2

    def __init__(self, number, mode=-1, pull=-1, *, value=None):
        if not 0 <= number <= 16:
            raise ValueError("invalid pin")
        self._number = number
        self.init(mode, pull, value=value)

    def init(self, mode=-1, pull=-1, *, value=None):
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

    high = on
    low = off

    def irq(self, handler=None, trigger=3):
        return None


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


# Timers and the watchdog are accepted and never fire.
class Timer:
    ONE_SHOT = 0
    PERIODIC = 1

    def __init__(self, id=-1, **options):
        pass

    init = __init__

    def deinit(self):
        pass


class WDT:
    def __init__(self, id=0, timeout=0):
        pass

    def feed(self):
        pass


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
    def __init__(self, channel=0):
        pass

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

# `esp` of the chip (ports/esp8266/modesp.c).
from _board import call

SLEEP_NONE = 0
SLEEP_LIGHT = 1
SLEEP_MODEM = 2
_sleep_type = 2


def osdebug(uart=None, level=None):
    pass


def sleep_type(value=None):
    global _sleep_type
    if value is None:
        return _sleep_type
    _sleep_type = value


def flash_id():
    return call("info", "flash_id")


def flash_size():
    return call("info", "flash_size")


def flash_user_start():
    return call("info", "flash_user_start")


def check_fw():
    print("size:", call("info", "flash_user_start"))
    return True


def freemem():
    return 30000


def meminfo():
    pass


def set_native_code_location(start, length):
    pass

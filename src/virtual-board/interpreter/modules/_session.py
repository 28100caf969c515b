# What the board itself runs: boot.py and main.py, as `__main__`. Called from JavaScript, to which
# the port cannot hand over an exception while its heap is full: it is kept here and printed later.
import sys
import __main__

_failure = None
# Set free when main.py has left nothing, so that the prompt can still be used.
_reserve = bytearray(3072)

# The port keeps pasted code whole before it compiles it, the chip compiles it as it comes: when the heap
# is nearly full, so much of this is set free. One after the other, so that the holes join.
_PIECE = 512
_room = [bytearray(_PIECE) for _ in range(8)]


def make_room(size):
    for at in range(min(len(_room), size // _PIECE + 1)):
        _room[at] = None


def take_room():
    try:
        for at in range(len(_room)):
            _room[at] = _room[at] or bytearray(_PIECE)
    except MemoryError:
        pass  # at the next paste


def _run(name):
    global _failure
    try:
        execfile(name, __main__.__dict__)
    except BaseException as error:
        _failure = error


def boot():
    _run("boot.py")


def main():
    _run("main.py")


def report():
    global _failure, _reserve
    failure = _failure
    _failure = None
    if isinstance(failure, MemoryError):
        _reserve = None
    if failure and not isinstance(failure, SystemExit):
        sys.print_exception(failure)

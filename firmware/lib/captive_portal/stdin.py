# What comes over the cable while the portal has the console: Ctrl-C, and frames of Improv (improv.py).
#
# Every command of Improv has the byte 3 in its header, and a password may have it, too. So `join` tells
# MicroPython not to take it for Ctrl-C, and `read` does, outside of frames. Only on boards that can read
# bytes from the console (not with 512 KB of flash).

import select
import sys
import time

_GAP_MS = const(1000)  # after that a frame is given up, and Ctrl-C is Ctrl-C again
_MOST = const(300)  # bytes at a time, a little more than the longest frame
_NEXT_MS = const(20)  # USB bridges send in pieces, up to 16 ms apart


def read(wifi, release):
    """Takes what has come and answers it, as far as it is Improv. Raises KeyboardInterrupt at a Ctrl-C.

    `wifi`: a `WiFi`, which keeps the beginning of a frame; `release`: see start.py, false if modules are in
    use: those of an answer to a phone would be loaded twice.
    """
    poller = select.poll()
    poller.register(sys.stdin, 1)
    byte = bytearray(1)
    frame = getattr(wifi, "data", b"")
    if frame and time.ticks_diff(time.ticks_ms(), wifi.time) > _GAP_MS:
        frame = b""
    for _ in range(_MOST):
        for _ in poller.ipoll(_NEXT_MS):
            break
        else:
            break
        sys.stdin.buffer.readinto(byte)
        if len(frame) < 7:
            if byte[0] == 3:
                raise KeyboardInterrupt
            frame = bytearray(frame + byte)
            if frame != b"IMPROV\x01"[: len(frame)]:
                frame = b"I" if byte == b"I" else b""
            continue
        frame += byte
        while len(frame) > 9 and len(frame) >= frame[8] + 10:
            end = frame[8] + 10
            if not hasattr(wifi, "follow"):
                from .follow import follow

                follow(wifi)
            from .improv import answer

            pair = answer(wifi, frame[:end])
            answer = follow = release and release()
            if pair:
                from .join import connect

                wifi.asked = True
                connect(wifi, pair[0], pair[1], False)
                connect = release and release()
            # A frame that is damaged may have swallowed the beginning of the next one.
            rest = bytes(frame[1 if pair is None else end :])
            at = rest.find(b"IMPROV\x01")
            frame = bytearray(rest[at:] if at >= 0 else b"")
    wifi.data = frame
    wifi.time = time.ticks_ms()

# Ends the row of short times in /power.ups when this one is not short. In a file of its own, because it stays
# in memory as long as the `WiFi`.

import time


def count(wifi, ms):
    """From now on `wifi.poll` ends the row when the board has been on for `ms` milliseconds."""
    poll = wifi.poll

    def counted():
        if wifi.more.counts and time.ticks_ms() >= ms:
            wifi.more.counts = False
            from .gate import clear

            clear()
        return poll()

    wifi.poll = counted
    wifi.more.counts = True

# Who may open the portal of a board that knows a network: the options "button" and "power_cycles".
#
# /power.ups has a byte for each time that the board was turned on, in a row of short times. A byte more, or the
# file removed, is one step for the filesystem: a power cut in the middle leaves the old state or the new one. So
# nothing has to be read but the file's size.

import machine
import network
import os
import time

FILE = "/power.ups"
_SHORT_MS = const(10000)  # turned off before that, the board was on for a short time
_WINDOW_MS = const(3000)
_STEP_MS = const(50)
_STEPS = const(6)  # so long the button has to be held
_MOST_STEPS = const(200)  # and not longer: nobody holds it, it is stuck, or another thing is at the pin


def guard(wifi, options, known, release):
    """Closes the access point that an earlier run may have left open, and decides about the portal.

    Sets `wifi.more.open`: True: the owner wants it now; False: it must not open by itself; None: it opens if no
    network can be joined. `known`: as from `credentials.load`; `release`: see start.py.
    """
    network.WLAN(network.AP_IF).active(False)
    if options.get("shut"):
        wifi.more.open = False
    elif known and ("button" in options or "power_cycles" in options):
        most = options.get("power_cycles")
        number = options.get("button")
        wifi.more.open = bool(most) and counted(most, wifi)
        if number is not None and not wifi.more.open:
            wifi.more.open = held(number, wifi, release)


def secure(ap, essid, channel, password):
    """See `setup` in more.py. All at once: the SDK checks the whole configuration."""
    try:
        ap.config(essid=essid, authmode=network.AUTH_WPA2_PSK, password=password, channel=channel)
    except OSError:
        ap.active(False)  # it would be on the air with what an earlier run has set
        raise


def counted(most, wifi):
    """Counts this start if the board was turned on. True if it is the last of `most` in a row."""
    try:
        size = os.stat(FILE)[6]
    except OSError:
        size = 0
    # A reset is none. After Ctrl-D, which leaves the cause as it was, the clock goes on.
    if machine.reset_cause() != machine.PWRON_RESET or time.ticks_ms() >= _SHORT_MS:
        if size:
            clear()
        return False
    if size + 1 >= most:
        if not clear():
            return False
        print("Turned on %d times in a row: the portal opens" % most)
        return True
    try:
        with open(FILE, "ab") as file:
            file.write(b"\n")
    except OSError as error:
        print("Could not count that the board was turned on:", error)
        return False
    print("Turned on: %d of %d in a row" % (size + 1, most))
    from .count import count

    count(wifi, _SHORT_MS)
    return False


def clear():
    """Ends the row. Returns whether it worked: otherwise the portal would open at every start."""
    try:
        os.remove(FILE)
        return True
    except OSError as error:
        print("Could not forget that the board was turned on:", error)
        return False


def held(number, wifi, release):
    """Whether the button is held within the next seconds, and let go: GPIO15 to 3.3 V, the others to ground."""
    try:
        # GPIO15 has a resistor to ground, and GPIO16 takes no word about any, not even "none" in numbers.
        pull = () if number in (15, 16) else (machine.Pin.PULL_UP,)
        pin = machine.Pin(number, machine.Pin.IN, *pull)
    except ValueError as error:
        print("The button cannot be read:", error)
        return False
    print("Hold the button at GPIO%d within %d seconds to open the portal" % (number, _WINDOW_MS // 1000))
    steps = 0
    start = time.ticks_ms()
    while steps or time.ticks_diff(time.ticks_ms(), start) < _WINDOW_MS:
        if pin.value() == (number == 15):
            steps += 1
            if steps == _STEPS + 1:
                print("The button is held: let go of it")
            elif steps > _MOST_STEPS:
                print("The button seems to be stuck, and does not count")
                return False
        elif steps > _STEPS:
            print("The button was held: the portal opens")
            return True
        else:
            steps = 0
        end = time.ticks_add(time.ticks_ms(), _STEP_MS)
        while True:  # what comes over the cable must not shorten the step
            left = time.ticks_diff(end, time.ticks_ms())
            if left <= 0:
                break
            for _ in wifi.poller.poll(left):
                from .stdin import read

                read(wifi, release)
                read = None
    return False

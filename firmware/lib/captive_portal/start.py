# The steps of `CaptivePortal.start`; the modules of each step are released before the next.

import gc
import sys


def start(args):
    """Joins a remembered network if one is in reach, otherwise runs the portal.

    `args`: options as a dictionary. Returns the connected station (a `network.WLAN`), None if the
    portal has timed out.
    """
    try:
        try:
            from .join import join

            wifi, options = join(args, release)
            if wifi.state != "done" and options is not None:
                join = release()
                from .portal import Portal

                Portal(wifi, options, release).run()
        finally:
            from micropython import kbd_intr

            kbd_intr(3)  # see console.py
        if wifi.state == "done":
            if "on_connect" in options:
                options["on_connect"](wifi.sta)
            return wifi.sta
    finally:
        release()


def release():
    """Removes the package's modules from `sys.modules` and collects garbage. Returns None.

    What is still referenced stays in memory; a module that is imported again is loaded again.
    """
    prefix = __name__[:15]  # "captive_portal.": two more strings would take 64 bytes
    package = sys.modules[prefix[:14]]
    for name in list(sys.modules):
        if name.startswith(prefix):
            # None first: in MicroPython, the place of a deleted key keeps its value until it is reused.
            sys.modules[name] = None
            del sys.modules[name]
            setattr(package, name[15:], None)
            delattr(package, name[15:])
    gc.collect()

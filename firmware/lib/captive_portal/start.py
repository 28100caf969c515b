# The order of things, one step at a time: each step's modules are released before the next.

import gc
import sys


def start(args):
    # A remembered network if one is there, else the portal.
    try:
        from .join import join

        wifi, options = join(args, release)
        if wifi.state != "done":
            join = release()
            from .portal import Portal

            Portal(wifi, options, release).run()
        if wifi.state == "done":
            if "on_connect" in options:
                options["on_connect"](wifi.sta)
            return wifi.sta
    finally:
        release()


def release():
    # Forgets the package's modules. What is still in use lives on; the rest becomes free memory.
    package = sys.modules["captive_portal"]
    for name in list(sys.modules):
        if name.startswith("captive_portal."):
            # None first: a deleted entry of a dictionary still holds on to its value.
            sys.modules[name] = None
            del sys.modules[name]
            setattr(package, name[15:], None)
            delattr(package, name[15:])
    gc.collect()

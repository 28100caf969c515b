# A board without a network opens an access point and asks a phone for one.
#
#     from captive_portal import CaptivePortal
#     wifi = CaptivePortal().start()
#
# Everything else is imported when it is needed and released when it is not, because the whole heap
# of an ESP8266 is 36 KB. Options: arguments first, then /portal.json, then the defaults.

import gc
import sys


class CaptivePortal:
    def __init__(self, essid=None, **options):
        # options: ap_ip, hostname, timeout (seconds), fields, on_connect (called with the station)
        options["essid"] = essid
        self.options = options

    def start(self):
        # Returns the connected station interface, or None if `timeout` seconds passed without.
        try:
            from .join import join

            wifi, options = join(self.options)
            release()
            if wifi.state != "done":
                from .portal import Portal

                Portal(wifi, options).run()
                if wifi.state != "done":
                    return None
            if options.get("on_connect"):
                options["on_connect"](wifi.sta)
            return wifi.sta
        finally:
            wifi = options = None
            release()

    def forget(self):
        # Clears every remembered network: ours, and the copy that the chip keeps for itself.
        from .credentials import forget

        forget()
        release()


def settings():
    # What the user entered into the form's extra fields: a dictionary, empty if nothing yet.
    from .join import read_json

    release()
    return read_json("/settings.json")


def release():
    # Forgets the package's modules. What is still in use lives on; the rest becomes free memory.
    for name in list(sys.modules):
        if name.startswith("captive_portal."):
            del sys.modules[name]
            globals().pop(name[15:], None)
    gc.collect()

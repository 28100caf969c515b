# A board without a network opens an access point and asks a phone for one.
#
#     from captive_portal import CaptivePortal
#     wifi = CaptivePortal().start()
#
# Everything else is imported when it is needed and released when start() returns, because the whole
# heap of an ESP8266 is 36 KB. Settings: arguments first, then /portal.json, then the defaults.

import gc
import sys

SETTINGS = "/portal.json"


class CaptivePortal:
    def __init__(self, essid=None, **options):
        # options: on_connect, timeout (seconds), ap_ip, hostname, fields
        options["essid"] = essid
        self.options = options

    def start(self):
        # Returns the connected station interface, or None if `timeout` seconds passed without.
        options = read_json(SETTINGS)
        options.update((key, value) for key, value in self.options.items() if value is not None)
        try:
            from .start import start

            return start(options)
        finally:
            release()

    def forget(self):
        # Clears every remembered network: ours, and the copy that the chip keeps for itself.
        try:
            from .forget import forget

            forget()
        finally:
            release()


def settings():
    # What the user entered into the form's extra fields: a dictionary, empty if nothing yet.
    return read_json("/settings.json")


def read_json(name):
    import json

    try:
        with open(name) as file:
            data = json.load(file)
            return data if isinstance(data, dict) else {}
    except (OSError, ValueError):
        return {}


def release():
    # Forgets the package's modules, so that their memory is free for your program.
    for name in list(sys.modules):
        if name.startswith(__name__ + "."):
            del sys.modules[name]
            globals().pop(name[len(__name__) + 1 :], None)
    gc.collect()

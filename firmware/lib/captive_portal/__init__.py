# A board without a network opens an access point and asks a phone for one.
#
#     from captive_portal import CaptivePortal
#     wifi = CaptivePortal().start()
#
# Everything else is imported when it is needed and released when it is not, because the whole heap
# of an ESP8266 is 36 KB. Options: arguments first, then /portal.json, then the defaults.


class CaptivePortal:
    def __init__(self, essid=None, **options):
        # options: ap_ip, hostname, timeout (seconds), fields, on_connect (called with the station)
        options["essid"] = essid
        self.options = options

    def start(self):
        # Returns the connected station interface, or None if `timeout` seconds passed without.
        from .start import start

        return start(self.options)

    def forget(self):
        # Clears every remembered network: ours, and the copy that the chip keeps for itself.
        from .credentials import forget

        forget()


def settings():
    # What the user entered into the form's extra fields: a dictionary, empty if nothing yet.
    from .join import settings

    return settings()

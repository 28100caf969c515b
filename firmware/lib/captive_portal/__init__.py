# A captive portal for the ESP8266: a board without a network opens an access point and asks for one.
#
#     from captive_portal import CaptivePortal
#     wifi = CaptivePortal().start()
#
# The whole heap of an ESP8266 is 36 KB. So functions import the modules they need, and `release` in
# start.py removes them again.


class CaptivePortal:
    def __init__(self, essid=None, **options):
        """Options that are not given here are taken from /portal.json; then come the defaults.

        `essid`: name of the access point; also `ap_ip`, `hostname`, `timeout` (seconds), `fields`,
        `ap_password`, `button`, `power_cycles`, `station` and `on_connect` (called with the station).
        See firmware/README.md.
        """
        options["essid"] = essid
        self.options = options

    def start(self):
        """Returns the connected station (a `network.WLAN`), None after `timeout` seconds without one."""
        from .start import start

        return start(self.options)

    def forget(self):
        """Deletes all remembered networks: /wifi.creds, and what the SDK has stored in flash."""
        from .credentials import forget

        forget()


def settings():
    """The values of the form's extra fields by their names; an empty dictionary if there are none yet."""
    from .file import settings

    return settings()

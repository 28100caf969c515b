# What runs after the portal: the app that /portal.json names. See firmware/apps.

import sys


def run(wifi):
    # Runs the app until it ends; comes back at once if there is none.
    from .join import read
    from .start import release

    name = wifi and read("/portal.json").get("app")
    settings = read("/settings.json")
    read = None  # or their modules would stay
    release = release()
    if name:
        print("Starting the app '%s'" % name)
        sys.path.append("/lib/captive_portal/apps")
        __import__(name).run(wifi, settings)

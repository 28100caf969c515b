# Starts the app that /portal.json names, after the portal. See firmware/apps/README.md.

import sys


def run(wifi):
    """Runs the app until it ends; returns at once if there is none.

    `wifi`: what `CaptivePortal.start` returned; with None no app is started.
    """
    from .file import read
    from .start import release

    name = wifi and read("/portal.json").get("app")
    settings = read("/settings.json")
    read = None  # a reference would keep the module in memory
    release = release()
    if name:
        print("Starting the app '%s'" % name)
        sys.path.append("/lib/captive_portal/apps")
        __import__(name).run(wifi, settings)

# What start() does: try what is remembered, else open the portal.

import gc

from .join import join
from .wifi import WiFi


def start(options):
    wifi = WiFi(options.get("hostname"))
    done, networks = join(wifi)
    if not done:
        gc.collect()
        from .portal import Portal

        done = Portal(wifi, networks, options).run()
    if done and options.get("on_connect"):
        options["on_connect"](wifi.sta)
    return wifi.sta if done else None

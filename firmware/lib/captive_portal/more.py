# What only boards with certain options need (gate.py, quiet.py, static.py). Everything else knows only this
# module, and loads it when one of them is there: each name of a module costs memory for ever. So the functions
# here have names that MicroPython has anyway.


class More:
    """What a `WiFi` keeps of them, as `wifi.more`."""

    station = ()  # the option, see `checked` in static.py; None: not read yet
    fixed = None  # the static address of a form, as (SSID, values)
    typed = None  # the same as it was typed, for the page
    open = None  # see `guard` in gate.py
    counts = False  # see count.py


def load(wifi, options, known, release):
    """Before a network is joined. `known`: as from `credentials.load`; `release`: see start.py."""
    wifi.more = More()
    wifi.more.station = options.get("station", ())
    if options.get("guard"):
        from .gate import guard

        guard(wifi, options, known, release)


def config(wifi):
    """Gives the station its address, before it connects."""
    from .static import apply

    apply(wifi)


def run(wifi, options, release):
    """After the attempts at the start. Returns the options; None if the portal must not open."""
    from .quiet import rest

    return rest(wifi, options, release)


def setup(ap, essid, channel, password):
    """Configures the access point with a password."""
    from .gate import secure

    secure(ap, essid, channel, password)


def done(wifi):
    """When a network is joined. Returns False if something could not be saved."""
    from .static import kept

    return kept(wifi)


def update(wifi, values):
    """Adds to the values of the page."""
    from .static import shown

    values.update(shown(wifi))

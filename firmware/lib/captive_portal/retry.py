# What the portal does without being asked: scans again, tries remembered networks, saves what it joined.


def search(portal, known=()):
    """Scans again and updates `portal.networks`. Takes about two seconds, in which phones may miss the
    access point. `known`: as from `credentials.load`. Returns the packed networks, None if the scan fails.
    """
    from .scan import scan

    networks = scan(portal.wifi.sta, [pair[0] for pair in known])
    if networks is not None:
        portal.networks = networks
    portal.old = False
    return networks


def retry(portal):
    """Scans again and starts an attempt with the next remembered network. For when no phone is there.

    After a power cut, the router may take longer to start than the board. The pauses between attempts
    double, up to five minutes (one minute if no network is remembered: then it only scans).
    """
    from .credentials import load
    from .join import choice, connect

    portal.keep_modules = False
    known = load()
    networks = search(portal, known)
    portal.pause = min(2 * portal.pause, 300000 if known else 60000)
    if known:
        known = choice(known, networks)
        ssid, key, seen = known[portal.retry % len(known)]
        portal.retry += 1
        portal.wifi.asked = False
        connect(portal.wifi, ssid, key, seen)

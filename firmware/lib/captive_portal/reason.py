# Why an attempt to join a network failed, from the status of the SDK (`network.STAT_…` of MicroPython,
# STATION_… of the ESP8266 NONOS SDK). The reason must be true of everything that fits:
#
#   the chip's status   in the last scan   not in it: hidden, weaker than the 12 strongest, mistyped, gone
#   WRONG_PASSWORD      wrong              wrong     (closed, if no password was given)
#   CONNECT_FAIL        refused            refused   (closed, if no password was given)
#   NO_AP_FOUND         gone               gone
#   GOT_IP              silent: joined, but no address came
#   IDLE, CONNECTING    silent             unclear: perhaps there is no such network
#
# The status that was reported last counts, whenever it came.

import network


def reason(status, seen, key):
    """The reason as a word that words.txt has.

    `status`: of the station; `seen`: whether the last scan saw the network; `key`: the password,
    empty if none was given.
    """
    if status in (network.STAT_WRONG_PASSWORD, network.STAT_CONNECT_FAIL):
        word = 2 if not key else 0 if status == network.STAT_WRONG_PASSWORD else 1
    elif status == network.STAT_NO_AP_FOUND:
        word = 3
    else:
        word = 4 if seen or status == network.STAT_GOT_IP else 5
    # Split, because MicroPython interns short string constants and never frees them.
    return "wrong refused closed gone silent unclear".split()[word]


def end(wifi, status):
    """Ends a failed attempt. Returns the reason."""
    failure = reason(status, wifi.seen, wifi.key)
    print("Failed to connect to '%s': %s" % (wifi.name, failure))
    wifi.stop()  # otherwise the radio would go on changing channels and lose the phones
    wifi.state = failure
    if wifi.ap and wifi.seen > 11:
        # The access point had to follow, to where many phones cannot hear it.
        wifi.ap[0].config(channel=wifi.ap[1])
    return failure

# For Improv: the client hears how an attempt ends. In a file of its own, because it stays in memory as long
# as the `WiFi`.


def follow(wifi):
    """From now on `wifi.poll` reports the end of an attempt."""
    poll = wifi.poll

    def followed():
        before = wifi.state
        poll()
        if wifi.state != before:  # "trying" has become "done" or a reason
            from .improv import tell

            tell(wifi, wifi.asked)
        return wifi.state

    wifi.poll = wifi.follow = followed
    print()  # frames begin a line

# For Improv: the client hears how an attempt ends. In a file of its own, because it stays in memory as long
# as the `WiFi`.


def follow(wifi):
    """From now on `wifi.poll` reports the end of an attempt."""
    before = wifi.poll

    def poll():  # a name that MicroPython has anyway
        state = wifi.state
        before()
        if wifi.state != state:  # "trying" has become "done" or a reason
            from .improv import tell

            tell(wifi, wifi.asked)
        return wifi.state

    wifi.poll = wifi.follow = poll
    print()  # frames begin a line

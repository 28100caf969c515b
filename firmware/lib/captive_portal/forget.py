import network

from . import credentials


def forget():
    credentials.forget()
    sta = network.WLAN(network.STA_IF)
    sta.active(True)
    try:
        sta.connect(b"", b"")  # overwrites what the chip stores by itself
    except OSError:
        pass  # nothing to connect to: that is the point
    sta.disconnect()

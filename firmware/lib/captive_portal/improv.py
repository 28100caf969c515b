# Improv Wi-Fi Serial, version 1: https://www.improv-wifi.com/serial/
#
#   frame    IMPROV 1 type size data checksum; the checksum is the sum of all bytes before, modulo 256
#   type     1 state, 2 error, 3 command (from the client), 4 result
#   state    2 ready, 3 provisioning, 4 provisioned
#   error    0 none, 1 invalid frame, 2 unknown command, 3 unable to connect, 255 unknown
#   command  1 join a network, 2 send the state, 3 device information, 4 networks in reach
#
# A command's data: the command, the size of the rest, the rest. A result is the same; its rest are strings,
# each after its length.

import sys


def answer(wifi, frame):
    """Answers a frame of a client. `wifi`: a `WiFi`.

    Returns (SSID, password), both bytes, if it asks for an attempt; otherwise (), None if it is damaged.
    """
    data = bytes(frame[9:-1])
    if (sum(frame) - frame[-1]) & 255 != frame[-1]:
        return send(2, 1)
    if frame[7] != 3:
        return ()  # what a device says, such as our own frames when something echoes them
    error = 0
    pair = ()
    if len(data) < 2 or len(data) != data[1] + 2:
        error = 1
    elif data[0] == 1:
        size = data[2] if data[1] else 0
        ssid = data[3 : size + 3]
        key = data[size + 4 :]
        if not ssid or size > 32 or len(key) > 64 or data[size + 3 : size + 4] != bytes((len(key),)):
            error = 1
        elif wifi.state == "done" and wifi.asked is not None:
            error = 255  # the portal is closing
        else:
            pair = ssid, key
    elif not 1 < data[0] < 5:
        error = 2
    send(2, error)
    if pair:
        send(1, 3)
    elif error:
        pass
    elif data[0] == 2:
        tell(wifi, 2)
    elif data[0] == 3:
        version = b"%d.%d.%d" % sys.implementation.version[:3]
        result(3, b"MicroPython", version, b"ESP8266", wifi.sta.config("dhcp_hostname").encode())
    else:
        from .near import near

        near(wifi)
    return pair


def tell(wifi, command):
    """Sends the state, and the address if the board has one. `command`: to which this is a result; 1: at the
    end of an attempt; 0: at the end of an attempt of the board's own.
    """
    state = wifi.state
    if state == "done":
        send(1, 4)
        if command:
            result(command, b"http://%s/" % wifi.ip)
    elif state == "trying" and wifi.asked:
        send(1, 3)
    else:
        if command == 1:
            send(2, 3)
        if command:
            send(1, 2)


def result(command, *args):
    """Sends a result. `args`: strings, as bytes."""
    data = b""
    for string in args:
        data += bytes((len(string),)) + string
    send(4, command, len(data), *data)


def send(*data):
    """Sends a frame and ends the line. `data`: its type and its bytes. Returns None."""
    frame = b"IMPROV\x01" + bytes((data[0], len(data) - 1)) + bytes(data[1:])
    # Not with print, which would put a CR before each byte 10.
    sys.stdout.buffer.write(frame + bytes((sum(frame) & 255,)) + b"\r\n")

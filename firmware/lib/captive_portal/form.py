# The form that came back: checks it and starts the attempt.

from binascii import unhexlify

from .text import form_value


def submit(portal, body):
    # False if the form is not of this run of the portal. Other problems are shown on the page.
    if form_value(body, b"token") != portal.token:
        portal.problem = "token"
        return False
    ssid = chosen_network(body)
    key = form_value(body, b"password") or b""
    if not 0 < len(ssid) <= 32:
        portal.problem = "name"
    elif key and not 8 <= len(key) <= 64:
        portal.problem = "key"
    elif not portal.connected_at:
        portal.connect(ssid, key)
    return True


def chosen_network(body):
    # A network of the list comes in hexadecimal: its name may be any bytes, which no form carries.
    try:
        listed = unhexlify(form_value(body, b"hex") or b"")
    except ValueError:
        listed = b""
    return listed or form_value(body, b"ssid") or b""

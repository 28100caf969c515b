# The page, page.html with its ~placeholders~ filled in, and the status that its script asks for.
# All words are in page.html.

import json
from binascii import hexlify


def view(portal):
    # What there is to show now. An attempt that no phone asked for is nobody's business.
    wifi = portal.wifi
    state = wifi.state if portal.asked else "idle"
    portal.seen = state == "done"
    name = wifi.show(wifi.ssid) if portal.asked else ""
    return {
        "state": portal.problem or state,
        "about": portal.about if portal.problem else name,
        "ssid": name,
        "ip": wifi.ip or "",
        "name": wifi.sta.config("dhcp_hostname"),
        "token": portal.token,
    }


def status(portal):
    return json.dumps(view(portal)).encode()


def page(portal):
    # A function that makes the page piece by piece, as of now.
    values = view(portal)
    networks = portal.networks
    show = portal.wifi.show

    def pieces():
        with open("/lib/captive_portal/page.html", "rb") as file:
            for line in file:
                is_text = True
                for part in line.split(b"~"):
                    if is_text:
                        yield part
                    elif part == b"networks":
                        yield from rows(networks, show)
                    elif part == b"refresh":
                        if values["state"] == "trying":
                            yield b'<noscript><meta http-equiv="refresh" content="3"></noscript>'
                    elif part == b"fields":
                        if portal.options.get("fields"):
                            from .fields import inputs

                            yield from inputs(portal.options["fields"], escape)
                    else:
                        yield escape(values[part.decode()])
                    is_text = not is_text

    return pieces


def rows(networks, show):
    # The name's bytes go into the form in hexadecimal: no form carries all of them as text.
    for ssid, signal, protected, _ in networks:
        yield b'<label><input type="radio" name="hex" value="'
        yield hexlify(ssid)
        yield b'"> <i>' + "▂▄▆█"[: 1 + (signal > -80) + (signal > -70) + (signal > -60)].encode()
        yield b" \xf0\x9f\x94\x92</i> " if protected else b"</i> "  # a lock
        yield escape(show(ssid)) + b"</label>\n"


def escape(text):
    # Safe inside HTML, between tags and in quoted attributes.
    for char, entity in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot"), ("'", "#39")):
        text = text.replace(char, "&" + entity + ";")
    return text.encode()

# The page: page.html with its ~placeholders~ filled in, in the language of the browser.

import json
from binascii import hexlify

from .text import escape
from .wifi import CONNECTED, TRYING, show

FOLDER = __file__.rsplit("/", 1)[0] + "/"
LANGUAGES = (b"en", b"de", b"fr", b"es", b"pt", b"nl")


def pick_language(wanted):
    # `wanted`: an Accept-Language header. Browsers list the preferred language first.
    for part in wanted.split(b","):
        code = part.strip()[:2]
        if code in LANGUAGES:
            return code.decode()
    return "en"


def strings(language):
    # strings.json has one line for each language; only the one that is needed is read.
    keys = values = ()
    with open(FOLDER + "strings.json") as file:
        for line in file:
            if line.startswith('"keys"'):
                keys = json.loads(line[line.find("[") : line.rfind("]") + 1])
            elif line.startswith('"' + language):
                values = json.loads(line[line.find("[") : line.rfind("]") + 1])
                break
    return dict(zip(keys, values))


def state_of(portal):
    # The state as the page's script and style know it.
    state = portal.wifi.state
    if state == CONNECTED:
        return "done"
    if state == TRYING:
        return "trying"
    return "failed" if portal.problem or portal.wifi.reason else "idle"


def status_html(portal, words):
    wifi = portal.wifi
    name = b"<b>" + escape(show(wifi.ssid).encode()) + b"</b>"
    state = state_of(portal)
    if state == "idle":
        return b""
    key = (portal.problem or wifi.reason) if state == "failed" else state
    text = words[key].encode().replace(b"%s", name)
    if state == "done":
        link = b'<a href="http://%s/">%s</a>'.replace(b"%s", wifi.ip.encode())
        return text + b" " + link + b". " + words["bye"].encode().replace(b"%s", name)
    return text


def status_json(portal, language):
    words = strings(pick_language(language))
    text = status_html(portal, words).decode()
    return json.dumps({"state": state_of(portal), "text": text}).encode()


def view(portal, language):
    # What the placeholders stand for, as of now: the page must not change while it is sent.
    language = pick_language(language)
    words = strings(language)
    words["status"] = status_html(portal, words)
    words["state"] = state_of(portal)
    words["language"] = language
    words["token"] = portal.token
    words["networks"] = portal.networks
    if words["state"] == "trying":
        words["refresh"] = b'<noscript><meta http-equiv="refresh" content="2"></noscript>'
    return words


def pieces(words):
    with open(FOLDER + "page.html", "rb") as file:
        for line in file:
            placeholder = False
            for part in line.split(b"~"):
                if not placeholder:
                    yield part
                elif part == b"networks":
                    for piece in network_list(words["networks"]):
                        yield piece
                else:
                    value = words.get(part.decode(), b"")
                    yield value if isinstance(value, bytes) else value.encode()
                placeholder = not placeholder


def network_list(networks):
    for ssid, signal, protected, _ in networks:
        bars = 1 + (signal > -80) + (signal > -70) + (signal > -60)
        yield b'<label><input type="radio" name="hex" value="' + hexlify(ssid) + b'"> '
        yield escape(show(ssid).encode())
        yield b" <i>" + "▂▄▆█"[:bars].encode() + (b" \xf0\x9f\x94\x92" if protected else b"")
        yield b"</i></label>\n"

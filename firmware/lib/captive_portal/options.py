# Checks options from arguments and /portal.json: what cannot be used is left out, and the console says so.

import json
import os
import re

from .fields import FILE, PRESET, text
from .file import read


def load(args):
    """The options that can be used, as a dictionary: from `args`, and from /portal.json what is not there.

    In "fields" from /portal.json, only the places of the fields, see `places`.
    """
    options = loaded(PRESET, 8192)
    for name in args:
        if args[name] is not None:
            options[name] = args[name]
    good = {}
    for name in options.pop("", ()):
        if name not in options and not good:
            print("The access point stays closed: /portal.json may ask for that")
            good["shut"] = good["guard"] = good["more"] = True
    for name in options:
        value = options[name]
        if name == "fields":
            value = sound(value)
            if value:
                loaded(FILE, 4096)
                good[name] = value if args.get(name) else places(value)
        elif value is not None:
            if name in ("ap_password", "button", "power_cycles", "station"):
                from .trust import usable

                if not usable(options, good, name):
                    print("Not used: the option", name)
            elif right(name, value):
                good[name] = value
            else:
                print("Not used: the option", name)
    return good


def loaded(name, most):
    """The JSON object of a file, see `read` in file.py; says on the console why a file is not used.

    `most`: size limit in bytes. The entry "" of a file that is not used: as from `named` in trust.py.
    """
    size = most
    try:
        size = os.stat(name)[6]
    except OSError as error:
        if error.args[0] == 2:  # ENOENT; after any other it may be there
            return {}
    values = read(name, most)
    if size > most:
        print("Not used: %s, which has more than %d bytes" % (name, most))
    elif "ap_password" in values.values() or not values and size > 2:
        # The former where a value is missing before that name: MicroPython takes colons and commas for blanks.
        print("Not used: %s, which is damaged" % name)
    else:
        values.pop("", None)
        return values
    from .trust import named

    return {"": named(name)}


def right(name, value):
    """Whether `value` can be used for the option `name`."""
    if name == "on_connect":
        return callable(value)
    if name == "timeout":
        return isinstance(value, (int, float)) and 0 <= value < 1e9
    if name in ("essid", "ap_ip", "hostname", "app") and not isinstance(value, str):
        return False
    return name != "ap_ip" or not value or address(value)


def address(text):
    """Whether it is an IPv4 address in dotted decimal, without zeros in front: browsers ask for it so."""
    parts = text.split(".")
    for part in parts:
        if not (part.isdigit() and len(part) < 4 and part == str(int(part)) and int(part) < 256):
            return False
    return len(parts) == 4


def sound(fields):
    """The fields that can be used, at most eight, as a list of dictionaries; reports the others."""
    if not isinstance(fields, (list, tuple)):
        print("Not used: the option fields, which is not a list")
        return []
    from .pattern import usable

    good = []
    for field in fields:
        name = field.get("name") if isinstance(field, dict) else None
        if not isinstance(name, str) or not re.match("^[A-Za-z0-9_-]+$", name) or len(name) > 64:
            print("Not used: a field whose name is not of letters, digits, _ and -")
        elif name in [other["name"] for other in good]:
            print("Not used: a second field '%s'" % name)
        elif len(good) == 8:
            print("Not used: the field '%s'; eight are the most" % name)
        else:
            for key in field:
                if text(field, key) is None:
                    print("Not used: the %s of the field '%s'" % (key, name))
            pattern = text(field, "pattern")
            if pattern and not usable(pattern):
                print("Not used: the pattern of the field '%s', see firmware/README.md" % name)
                field = dict(field)
                field["pattern"] = ""
            good.append(field)
    return good


def places(fields):
    """Where /portal.json has each field, as (offset, size, whether its pattern is used), in bytes.

    Together the fields would be too large for the heap, so each is read again when it is needed.
    """
    found = []
    try:
        with open(PRESET, "rb") as file:
            data = file.read()
    except OSError:
        return found
    last = 0
    for field in fields:
        at = data.find(b"{", last + 1)
        while at >= 0:
            end = data.find(b"}", at) + 1
            while end and named(data[at:end]) != field["name"]:
                end = data.find(b"}", end) + 1
            if end:
                found.append((at, end - at, bool(field.get("pattern"))))
                last = end - 1
                break
            at = data.find(b"{", at + 1)
    return found


def named(data):
    """The name of the field in this JSON object (bytes); None if it is none."""
    try:
        return json.loads(data).get("name")
    except (ValueError, TypeError, AttributeError):
        return None

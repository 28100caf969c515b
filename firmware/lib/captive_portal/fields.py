# Extra fields of the form, as a preset or an argument names them: label, name, type, default, pattern.
# What is entered goes to /settings.json; `captive_portal.settings()` reads it.

import json
import os
import re

from .join import read

FILE = "/settings.json"
TYPES = ("text", "number", "password", "email", "url", "tel", "checkbox")


def all_of(fields):
    # `fields`: the list itself, or just its length if it is in /portal.json.
    if isinstance(fields, int):
        fields = read("/portal.json")["fields"]
    return [field for field in fields if re.match("^[A-Za-z0-9_-]+$", field["name"])][:8]


def setup(fields):
    # Which patterns are used: bit n stands for field n.
    from .pattern import usable

    bits = 0
    for at, field in enumerate(all_of(fields)):
        pattern = field.get("pattern")
        if pattern and usable(pattern):
            bits |= 1 << at
        elif pattern:
            print("Pattern of field", field["name"], "is not used: see firmware/README.md")
    return bits


def inputs(fields, escape, patterns):
    # HTML, piece by piece; filled with what was entered last time. `patterns`: of `setup`.
    values = read(FILE)
    for at, field in enumerate(all_of(fields)):
        name = field["name"]
        kind = field.get("type")
        text = values.get(name, field.get("default", ""))
        yield b"<label>" + escape(field.get("label") or name)
        yield b' <input name="f-' + name.encode()
        yield b'" type="' + (kind if kind in TYPES else "text").encode()
        if kind == "checkbox":
            yield b'" value="1"' + (b" checked" if text else b"")
        else:
            yield b'" value="' + escape(str(text)) + b'"'
            if kind == "number":
                yield b' step="any"'
            if patterns >> at & 1:
                yield b' maxlength="80" pattern="' + escape(field["pattern"]) + b'"'
        yield b"></label>\n"


def save(fields, body, value, patterns):
    # Checks and stores what was entered; returns the label of the first wrong field, "" if none is.
    values = {}
    for at, field in enumerate(all_of(fields)):
        try:
            text = str(value(body, b"f-" + field["name"].encode()), "utf-8")
            pattern = field["pattern"] if patterns >> at & 1 else None
            values[field["name"]] = checked(text, field.get("type"), pattern)
        except (ValueError, OverflowError):
            return field.get("label") or field["name"]
    with open(FILE + ".new", "w") as file:
        json.dump(values, file)
    os.rename(FILE + ".new", FILE)
    return ""


def checked(text, kind, pattern):
    if kind == "checkbox":
        return bool(text)
    # An empty field is never wrong, and a number has no pattern, as in HTML.
    if kind == "number" and text:
        number = float(text)
        return int(number) if number == int(number) else number
    if text and pattern:
        from .pattern import fits

        if not fits(text, pattern):
            raise ValueError
    return text

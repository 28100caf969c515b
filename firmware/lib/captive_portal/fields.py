# Extra fields of the form, from /portal.json or an argument: label, name, type, default, pattern.
# The values go to /settings.json; `captive_portal.settings()` reads them.
#
# Everybody who joins the access point can read the form. So the stored value of a password field is
# never sent: the field comes empty, and left empty it keeps its value. The same for values that are too
# long to be shown.

import json
import re

from .file import read

FILE = "/settings.json"
PRESET = "/portal.json"
TYPES = ("text", "number", "password", "email", "url", "tel", "checkbox")
_SHOWN = 512  # characters of a value, at most
KEPT = b'" class="kept" placeholder="saved; leave empty to keep it'
FORGET = b'<label><input type="checkbox" name="x-%s" value="1"> <span class="drop">Forget it</span></label>\n'


def text(field, key):
    """An entry of a field as text; "" if there is none, None if its type or length is wrong."""
    value = field.get(key)
    if value is None:
        return ""
    plain = (str,) if key in ("type", "pattern") else (str, int, float, bool)
    if isinstance(value, plain):
        value = str(value) if value is not False else ""
        if len(value) <= _SHOWN:
            return value


def all_of(fields):
    """Yields the fields as dictionaries, one at a time to save memory.

    `fields`: dictionaries, or what `places` in options.py returns: those are read from /portal.json.
    """
    for field in fields:
        if isinstance(field, tuple):
            try:
                with open(PRESET, "rb") as file:
                    file.seek(field[0])
                    entry = json.loads(file.read(field[1]))
            except (OSError, ValueError, TypeError):
                entry = None
            if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
                continue  # the file has changed since the start
            if not field[2]:
                entry["pattern"] = ""
            field = entry
        yield field


def stored(field, values):
    """The value that was entered last time; before that, the default."""
    value = values.get(field["name"])
    return (text(field, "default") or "") if value is None else value


def hidden(field, value, values):
    """Whether the value must not be sent: a password, also if its field has another type by now, or too long.

    The entry "" of /settings.json has the names of the fields whose values were entered as passwords.
    """
    names = values.get("")
    if isinstance(names, list) and field["name"] in names:
        return True
    return kind_of(field) == "password" or len(str(value)) > _SHOWN


def kind_of(field):
    """The type of the HTML input: one of TYPES, "text" for all others."""
    kind = (text(field, "type") or "").lower()
    return kind if kind in TYPES else "text"


def rows(fields, escape):
    """Yields the HTML of the fields in pieces (bytes), with the values that were entered last time."""
    values = read(FILE, 4096)
    for field in all_of(fields):
        name = field["name"].encode()
        kind = kind_of(field)
        value = stored(field, values)
        yield b"<label>" + escape(text(field, "label") or field["name"])
        yield b' <input name="f-' + name + b'" type="' + kind.encode()
        if kind == "checkbox":
            yield b'" value="1"' + (b" checked" if value else b"")
        else:
            secret = hidden(field, value, values)
            yield b'" value="'
            if not secret:
                yield escape(str(value))
            elif value:
                yield KEPT
            yield b'"'
            if kind == "number":
                yield b' step="any"'
            pattern = text(field, "pattern")
            if pattern:
                yield b' maxlength="80" pattern="' + escape(pattern) + b'"'
            if kind == "password":
                yield b' autocapitalize="none" autocorrect="off" spellcheck="false" autocomplete="off"'
        yield b"></label>\n"
        if kind != "checkbox" and secret and value:
            yield FORGET % name


def save(fields, body, value):
    """Checks and stores what was entered. `value(body, name)`: see form.py.

    Returns the label of the first field with a wrong value; "" if all is stored, None if storing failed.
    """
    old = read(FILE, 4096)
    values = {}
    for field in all_of(fields):
        name = field["name"].encode()
        try:
            entered = str(value(body, b"f-" + name), "utf-8")
            before = stored(field, old)
            secret = hidden(field, before, old)
            if not entered and secret and not value(body, b"x-" + name):
                values[field["name"]] = before
            else:
                kind, pattern = kind_of(field), text(field, "pattern")
                values[field["name"]] = checked(entered, kind, pattern)
                secret = kind == "password"
            if secret:
                values[""] = values.get("", []) + [field["name"]]  # see `hidden`
        except (ValueError, OverflowError):
            return text(field, "label") or field["name"]
    from .credentials import write

    return "" if write((json.dumps(values).encode(),), FILE) else None


def checked(text, kind, pattern):
    """The value to store: a bool, a number or a text. Raises ValueError if the entry is wrong."""
    if kind == "checkbox":
        return bool(text)
    # An empty field is never wrong, and a number has no pattern, as in HTML.
    if kind == "number" and text:
        try:
            return int(text)  # the chip's floats have only 24 bits
        except ValueError:
            number = float(text)  # OverflowError in int() if infinite
            return int(number) if number == int(number) else number
    if text and pattern:
        from .pattern import fits

        if not fits(text, pattern):
            raise ValueError
    return text

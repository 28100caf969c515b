# Reads the JSON files of the board: /portal.json (options) and /settings.json (values of the extra fields).

import json
import os


def read(name, limit=8192):
    """The JSON object in the file `name` as a dictionary; empty if there is no such file, if it is damaged,
    no object, larger than `limit` bytes, or too large for the memory.
    """
    try:
        if os.stat(name)[6] <= limit:
            with open(name) as file:
                data = json.load(file)
            if isinstance(data, dict):
                return data
    except (OSError, ValueError, MemoryError):
        pass
    return {}


def settings():
    """The values of the extra fields by their names; see `captive_portal.settings`."""
    from .start import release

    release()
    values = read("/settings.json")
    values.pop("", None)  # names of secrets, see `hidden` in fields.py
    return values

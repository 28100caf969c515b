# Checks the options that say who may set the board up, and its static address: firmware/README.md has the
# rules. Loaded only if one of them is there.

NUMBERS = range(3, 11), (0, 2, 4, 5, 12, 13, 14, 15, 16)  # times in a row; GPIOs that a button can be at


def usable(options, good, name):
    """Puts the option `name` into `good` if it can be used, and what follows from it; "" and None mean that it
    is not set. Returns whether it can be used. `options`: all of them, unchecked.

    A password that cannot be used leaves nobody in: an open access point would be the opposite of what was
    asked for. Good["shut"] then keeps it closed; networks come over the cable.
    """
    value = options[name]
    if value == "":
        return True
    if name == "station":
        from .static import checked

        value = checked(value, options.get("ap_ip"))
        if not value:
            return False
        good[name] = value
        good["more"] = True  # more.py is loaded
        return True
    good["guard"] = good["more"] = True
    if name == "ap_password":
        if not password(value):
            good["shut"] = True
            print("The access point stays closed: its password needs 8 to 63 ASCII characters")
            return False
    elif type(value) is not int or value not in NUMBERS[name == "button"]:
        return False
    good[name] = value
    return True


def password(value):
    """Whether it is a WPA2 passphrase: 8 to 63 printable ASCII characters (IEEE 802.11, annex J.4)."""
    if isinstance(value, str) and 8 <= len(value) <= 63:
        return not [byte for byte in value.encode() if not 32 <= byte < 127]
    return False


def named(path):
    """The options that keep the access point closed and that a file may be meant to have, which cannot be read as
    JSON: those whose names are in it, in whatever quotes, or begin where it is cut off; all if nobody can tell:
    it cannot be read either, or has a backslash, with which JSON may write any character of a name.
    """
    names = "ap_password", "button", "power_cycles"
    found = set()
    rest = b""
    try:
        with open(path, "rb") as file:
            while True:
                data = file.read(256)
                if not data:
                    break
                # Editors for Windows write UTF-16, too.
                if b"\\" in data:
                    return names
                rest = rest[-16:] + data.replace(b"\0", b"").replace(b"'", b'"')
                found.update([name for name in names if name.encode() in rest])
        end = rest[rest.rfind(b'"') + 1 :]
        return found.union([name for name in names if end and name.encode().startswith(end)])
    except OSError:
        return names

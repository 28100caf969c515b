# Which patterns of extra fields can be used: the subset of regular expressions that browsers and
# MicroPython's `re` treat alike, and that `re`, which backtracks, decides in a bounded number of steps.
# The same rules as in src/presets/pattern.ts. `usable` runs once, before the access point opens.
#
# A sequence is a list of parts; a part is (set of first characters, can be empty, quantifier, group). Sets
# of characters are bits: 1 << ord(character); bit 127 stands for all that are not ASCII.

_REPEATED = ("*", "+")
_MARK = 1 << 128  # stands for "nothing more" where it shows whether a sequence can be empty


def usable(text):
    """Whether the pattern is in the subset and has at most 4096 ways to match an entry."""
    try:
        if len(text) > (40 if "(" in text or "|" in text else 80):
            return False
        if any(not " " <= char <= "~" for char in text):
            return False
        at = [text[:1] == "^"]
        sequences = alternatives(text, at)
        return text[at[0] :] in ("", "$") and ways(sequences, 0, False) <= 4096
    except (ValueError, IndexError, TypeError):
        return False


def alternatives(text, at):
    """Parses up to ")" or "$" or the end. `at`: a list with the position, which moves on.

    Returns a list of sequences. Raises ValueError or IndexError if it is not in the subset.
    """
    sequences = [[]]
    while at[0] < len(text) and text[at[0]] not in ")$":
        char = text[at[0]]
        at[0] += 1
        if char == "|":
            sequences.append([])
        else:
            sequences[-1].append(part(text, at, char))
    if not all(sequences):
        raise ValueError
    return sequences


def part(text, at, char):
    """Parses one part; `char` is its first character, `at` is behind that."""
    group = None
    first = 0
    if char == "(":
        if text[at[0]] == "?":
            at[0] += 2
            if text[at[0] - 1] != ":":
                raise ValueError
        group = alternatives(text, at)
        if text[at[0]] != ")":
            raise ValueError
        at[0] += 1
        for sequence in group:
            first |= begin(sequence, _MARK)
    elif char == "[":
        first = members(text, at)
    elif char == "\\":
        char = text[at[0]]
        at[0] += 1
        first = named(char)
    elif char in "^?*+{}]":
        raise ValueError
    else:
        first = (1 << 128) - 1 if char == "." else 1 << ord(char)
    empty = first >= _MARK
    first &= _MARK - 1
    quantifier = text[at[0] : at[0] + 1]
    if quantifier not in ("?", "*", "+"):
        return first, empty, "", group
    if empty:
        raise ValueError
    at[0] += 1
    if text[at[0] : at[0] + 1] == "?":
        at[0] += 1
    return first, quantifier != "+", quantifier, group


def members(text, at):
    """Parses a character class behind its "[": [a-z_], [^@]. Returns the set of characters."""
    negated = text[at[0]] == "^"
    at[0] += negated
    found = 0
    while text[at[0]] != "]":
        char = text[at[0]]
        last = text[at[0] + 1]
        if char == "\\":
            if last.isalpha() or last.isdigit() or text[at[0] + 2] == "-":
                raise ValueError
            char = last
            at[0] += 1
        elif last == "-":
            at[0] += 2
            last = text[at[0]]
            if last in "-\\]" or last < char:
                raise ValueError
            found |= span(char, last)
        at[0] += 1
        found |= 1 << ord(char)
    at[0] += 1
    if not found:
        raise ValueError
    return (1 << 128) - 1 - found if negated else found


def named(char):
    """The set for the character after a backslash: \\d, \\D, \\w, \\W, or an escaped special character."""
    if not (char.isalpha() or char.isdigit()):
        return 1 << ord(char)
    found = span("0", "9")
    if char in "wW":
        found |= span("A", "Z") | span("a", "z") | 1 << ord("_")
    elif char not in "dD":
        raise ValueError
    return (1 << 128) - 1 - found if char < "a" else found


def span(first, last):
    """The set of all characters from `first` to `last`."""
    return (2 << ord(last)) - (1 << ord(first))


def begin(sequence, after):
    """The set of characters that the sequence can begin with; `after`: the set that can follow it."""
    for first, empty, _, _ in reversed(sequence):
        after = first | after if empty else first
    return after


def ways(sequences, after, repeated):
    """An upper bound for the number of ways to split an entry among the parts.

    `after`: the set that can follow; `repeated`: whether this is inside a repetition, where each turn
    would multiply the ways. Raises ValueError if they are ambiguous there.
    """
    count = 1
    seen = clash = 0
    for sequence in sequences:
        first = begin(sequence, after)
        clash |= first & seen
        seen |= first
        for at, (own, _, quantifier, group) in enumerate(sequence):
            following = begin(sequence[at + 1 :], after)
            again = quantifier in _REPEATED
            if group:
                inner = own | following if again else following
                count *= ways(group, inner, again or repeated)
            if quantifier and own & following:
                if repeated:
                    raise ValueError
                count *= 64 if again else 2
    if clash and repeated:
        raise ValueError
    return count * len(sequences) if clash else count


def fits(text, pattern):
    """Whether the whole entry (at most 80 characters) matches, as with HTML's `pattern`."""
    import re

    if len(text) > 80:
        return False
    # `re` knows bytes: each character that is not ASCII becomes one that no set names.
    text = "".join(char if char < "\x7f" else "\x7f" for char in text)
    try:
        return re.match("^(?:" + pattern + ")$", text) is not None
    except RuntimeError:
        return True  # deeper than the stack; the browser has checked it

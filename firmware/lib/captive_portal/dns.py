# DNS for the access point: every name leads to this board. Bytes in, bytes out. RFC 1035.

# Pointer to the name in the question, type A, class IN, five seconds to live (no phone should keep
# our answers after it has left), four bytes of address.
RECORD = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x05\x00\x04"


def answer(data, address):
    # The reply to one datagram, or None for silence. `address` is four bytes.
    size = len(data)
    if size < 17 or data[2] & 0x80:  # too short; or an answer itself: never start a loop
        return None
    end = 12  # of the name in the first question
    while end < size and 0 < data[end] < 64:  # from 64 on it would be a pointer
        end += data[end] + 1
    # The closing zero, two bytes of type, two of class. A name has at most 255 bytes.
    whole = end + 5 <= size and data[end] == 0 and end < 12 + 255
    error = 0
    if data[2] & 0x78:
        error = 4  # NOTIMP: not a standard query
    elif data[4:6] != b"\x00\x01" or not whole:
        error = 1  # FORMERR
    # Opcode and "recursion desired" as asked; a reply, "recursion available".
    head = data[:2] + bytes((0x80 | data[2] & 0x79, 0x80 | error))
    if error:
        return head + bytes(8)
    end += 5
    # A or ANY in class IN gets a record, everything else "no such record". No EDNS in the answer.
    if data[end - 4 : end] in (b"\x00\x01\x00\x01", b"\x00\xff\x00\x01"):
        return head + b"\x00\x01\x00\x01" + bytes(4) + data[12:end] + RECORD + address
    return head + b"\x00\x01" + bytes(6) + data[12:end]

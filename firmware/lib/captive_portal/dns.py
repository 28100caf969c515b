# DNS for the access point: every name leads to this board. Bytes in, bytes out. RFC 1035.


def answer(data, address):
    # The reply to one datagram (`data`), or None for silence. `address` is four bytes.
    size = len(data)
    if size < 17 or data[2] & 0x80:  # too short; or an answer itself: never start a loop
        return None
    end = 12  # of the name in the first question
    while end < size and 0 < data[end] < 64:  # from 64 on it would be a pointer
        end += data[end] + 1
    # After the name come its closing zero, two bytes of type, two of class.
    reply = bytearray(data[: end + 5])
    reply[2] = 0x80 | data[2] & 0x79  # a reply; opcode and "recursion desired" as asked
    reply[3] = 0x80  # "recursion available"
    reply[6:12] = bytes(6)  # no records of any kind; in particular no EDNS
    if data[2] & 0x78:
        reply[3] = 0x84  # NOTIMP: not a standard query
    elif data[4:6] != b"\x00\x01" or end + 5 > size or data[end] or end > 12 + 254:
        reply[3] = 0x81  # FORMERR: not one question, or a name that is none or too long
    else:
        # A or ANY in class IN gets a record, everything else "no such record".
        if data[end + 1] == 0 and data[end + 2] in (1, 255) and data[end + 3 : end + 5] == b"\x00\x01":
            reply[7] = 1
            # Pointer to the name in the question, type A, class IN, five seconds to live (no phone
            # should keep our answers after it has left), four bytes of address.
            reply += b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x05\x00\x04"
            reply += address
        return reply
    return reply[:4] + bytes(8)

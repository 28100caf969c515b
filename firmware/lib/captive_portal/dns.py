# DNS for the access point (RFC 1035): every name has the board's address. No sockets: bytes in, bytes out.


def answer(data, address):
    """The reply to one query, or None if there is to be none.

    `data`: the datagram; `address`: IPv4, four bytes. A and ANY questions of class IN get one record,
    others none. FORMERR (1) for malformed queries, NOTIMP (4) for other opcodes (RFC 1035, 4.1.1).
    """
    size = len(data)
    if size < 17 or data[2] & 0x80:  # too short; or a response: answering it could start a loop
        return None
    end = 12  # of the name in the first question
    while end < size and 0 < data[end] < 64:  # 64 and more: a compression pointer, or reserved
        end += data[end] + 1
    # After the name come its closing zero, two bytes of type, two of class.
    reply = bytearray(data[: end + 5])
    reply[2] = 0x80 | data[2] & 0x79  # QR; opcode and RD as in the query
    reply[3] = 0x80  # RA
    reply[6:12] = bytes(6)  # no records: neither answers nor an OPT record (EDNS)
    if data[2] & 0x78:
        reply[3] = 0x84  # NOTIMP: not a standard query
    elif data[4:6] != b"\x00\x01" or end + 5 > size or data[end] or end > 12 + 254:
        reply[3] = 0x81  # FORMERR: not one question, or an invalid name
    else:
        if data[end + 1] == 0 and data[end + 2] in (1, 255) and data[end + 3 : end + 5] == b"\x00\x01":
            reply[7] = 1
            # Pointer to the name in the question, type A, class IN, a TTL of five seconds (phones must not
            # keep the answer after they have left), four bytes of address.
            reply += b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x05\x00\x04"
            reply += address
        return reply
    return reply[:4] + bytes(8)

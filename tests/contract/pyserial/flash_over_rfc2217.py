"""An independent client: pySerial's RFC 2217, and bootloader requests as recorded.

Usage: flash_over_rfc2217.py URL GOLDEN. Prints one JSON object with what it saw.
"""
import json
import sys
import time

import serial


def frames(port, count, seconds=5):
    """The next `count` SLIP frames, escapes undone."""
    found, current, escaped = [], None, False
    end = time.time() + seconds
    while len(found) < count and time.time() < end:
        for byte in port.read(max(1, port.in_waiting)):
            if byte == 0xC0:
                if current:
                    found.append(bytes(current))
                    current = None
                else:
                    current = bytearray()
            elif current is None:
                continue
            elif escaped:
                current.append({0xDC: 0xC0, 0xDD: 0xDB}[byte])
                escaped = False
            elif byte == 0xDB:
                escaped = True
            else:
                current.append(byte)
    return found


def text(port, until, seconds=5):
    seen, end = b'', time.time() + seconds
    while until not in seen and time.time() < end:
        seen += port.read(max(1, port.in_waiting))
    return seen.decode('latin1')


def main(url, golden):
    recorded = {entry['name']: entry for entry in json.load(open(golden))}
    request = lambda name: bytes.fromhex(recorded[name]['request'])
    port = serial.serial_for_url(url, baudrate=115200, timeout=0.1)

    port.dtr, port.rts = False, True
    time.sleep(0.1)
    port.dtr = True
    port.rts = False
    time.sleep(0.05)
    port.dtr = False
    port.reset_input_buffer()

    port.write(request('SYNC 0x08'))
    syncs = frames(port, 8)
    port.write(request('READ_REG chip magic 0x40001000'))
    magic = frames(port, 1)

    payload = bytes(range(256)) * 4
    checksum = 0xEF
    for byte in payload:
        checksum ^= byte
    words = lambda *values: b''.join(v.to_bytes(4, 'little') for v in values)
    slip = lambda b: b'\xc0' + b.replace(b'\xdb', b'\xdb\xdd').replace(b'\xc0', b'\xdb\xdc') + b'\xc0'
    packet = lambda op, data, check=0: slip(
        bytes([0, op]) + len(data).to_bytes(2, 'little') + words(check) + data)
    port.write(packet(0x02, words(1024, 1, 1024, 0x300000)))
    begun = frames(port, 1)
    port.write(packet(0x03, words(1024, 0, 0, 0) + payload, checksum))
    written = frames(port, 1)

    port.baudrate = 74880
    port.rts = True
    time.sleep(0.1)
    port.rts = False
    log = text(port, b'boot mode')
    port.close()
    print(json.dumps({
        'syncs': len(syncs),
        'magic': magic[0].hex(),
        'begun': begun[0].hex(),
        'written': written[0].hex(),
        'log': log,
    }))


main(*sys.argv[1:])

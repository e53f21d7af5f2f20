"""Reads the colours of a PNG picture: 8 bits a channel, not interlaced, as browsers take screenshots."""

import struct
import zlib


def colours(png: bytes) -> set[bytes]:
    """The distinct colours of the picture's pixels."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    size = {2: 3, 6: 4}[kind]
    assert depth == 8
    rows = zlib.decompress(b"".join(data for name, data in _chunks(png) if name == b"IDAT"))
    above = bytearray(width * size)
    found: set[bytes] = set()
    for number in range(height):
        start = number * (width * size + 1)
        above = _row(rows[start], bytearray(rows[start + 1 : start + 1 + width * size]), above, size)
        found.update(bytes(above[place : place + size]) for place in range(0, width * size, size))
    return found


def _chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    chunks, place = [], 8
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        chunks.append((name, png[place + 8 : place + 8 + length]))
        place += 12 + length
    return chunks


def _row(method: int, row: bytearray, above: bytearray, size: int) -> bytearray:
    """Undo the filter of one row (PNG specification, section 9)."""
    for place in range(len(row)):
        left, corner = (row[place - size], above[place - size]) if place >= size else (0, 0)
        up = above[place]
        guess = (0, left, up, (left + up) // 2, _nearest(left, up, corner))[method]
        row[place] = (row[place] + guess) & 255
    return row


def _nearest(left: int, up: int, corner: int) -> int:
    start = left + up - corner
    return min((left, up, corner), key=lambda value: abs(start - value))

"""Media files for the tests, made on the spot: good ones, and ones made to do harm."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from overt.evaluate.media_edits import encoded
from overt.evaluate.media_pictures import picture


def jpeg(seed: int, kind: str = "landscape") -> bytes:
    """A good picture."""
    return encoded(picture(seed, kind))


def file_of(image: Image.Image, form: str, **options) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of_size(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG whose header promises a size, and whose rows are as given."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def bomb_png() -> bytes:
    """30 kB that unpack to 30 MB of rows; the size is one that is still let in."""
    side = 5_500
    return png_of_size(side, side, bytes((side + 1) * side))


def jpeg_of_size(width: int, height: int) -> bytes:
    """A JPEG whose header was made to promise another size."""
    good = bytearray(jpeg(1))
    place = good.index(b"\xff\xc0")
    good[place + 5 : place + 9] = struct.pack(">HH", min(height, 65535), min(width, 65535))
    return bytes(good)


def endless_gif(frames: int = 4_000) -> bytes:
    """A GIF with one picture and very many frames that change nothing, and that is to be shown for ever."""
    pictures = [Image.fromarray(np.full((64, 64), v, np.uint8)) for v in (0, 255)]
    short = file_of(pictures[0], "GIF", save_all=True, append_images=pictures[1:], loop=0, duration=20)
    frame = short[short.rindex(b"\x21\xf9\x04") : -1]
    return short[:-1] + frame * frames + b";"


def cut(data: bytes, share: float) -> bytes:
    """The beginning of a file."""
    return data[: int(len(data) * share)]


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Files in a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder

"""What is in a file, told from its first bytes and never from its name: a picture, a video, a sound, or neither."""

HEAD_BYTES = 4096
IMAGE, VIDEO, AUDIO = "image", "video", "audio"
KINDS = (IMAGE, VIDEO, AUDIO)

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", IMAGE),
    (b"\x89PNG\r\n\x1a\n", IMAGE),
    (b"GIF87a", IMAGE),
    (b"GIF89a", IMAGE),
    (b"BM", IMAGE),
    (b"\x1aE\xdf\xa3", VIDEO),  # Matroska, WebM
    (b"FLV\x01", VIDEO),
    (b"\x00\x00\x01\xba", VIDEO),  # MPEG programme stream
    (b"\x00\x00\x01\xb3", VIDEO),
    (b"OggS", AUDIO),
    (b"fLaC", AUDIO),
    (b"ID3", AUDIO),
    (b"#!AMR", AUDIO),
    (b"FORM", AUDIO),  # AIFF
)
_RIFF = {b"WEBP": IMAGE, b"AVI ": VIDEO, b"WAVE": AUDIO}
_BRANDS = {b"avif": IMAGE, b"avis": IMAGE, b"M4A ": AUDIO, b"M4B ": AUDIO, b"F4A ": AUDIO}
_QUICKTIME = (b"moov", b"mdat", b"wide", b"free")
"""What old QuickTime files begin with, before the format had a name."""
_TS_PACKET = 188


def kind_of(head: bytes) -> str | None:
    """The kind of a file that begins with `head` (up to HEAD_BYTES), None where it is no media file."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], VIDEO)
    if head[4:8] in _QUICKTIME or _is_transport_stream(head) or (head[:4] == b"OggS" and b"theora" in head[:128]):
        return VIDEO
    return next((kind for start, kind in _STARTS if head.startswith(start)), AUDIO if _is_mpeg_sound(head) else None)


def _is_transport_stream(head: bytes) -> bool:
    return len(head) > 2 * _TS_PACKET and all(head[i * _TS_PACKET] == 0x47 for i in range(3))


def _is_mpeg_sound(head: bytes) -> bool:
    """Whether a file begins with a frame of MPEG layers 2 or 3 or of AAC; FF FE would be text in UTF-16."""
    if len(head) < 3 or head[0] != 0xFF:
        return False
    layer = head[1] & 0b110
    return (head[1] & 0xE0 == 0xE0 and layer in (0b010, 0b100)) or head[1] & 0xF6 == 0xF0

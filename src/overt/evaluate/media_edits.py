"""What people do to a picture before they post it again, as `overt bench media` does it. Shares are of each side."""

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFont

Picture = Image.Image
Rng = np.random.Generator
Edit = Callable[[Picture, Rng], Picture]


def encoded(picture: Picture, quality: int = 85) -> bytes:
    """As a JPEG file, which is how every copy is posted."""
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


def _again(picture: Picture, quality: int) -> Picture:
    return Image.open(io.BytesIO(encoded(picture, quality))).convert("RGB")


def _cut(picture: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    w, h = picture.size
    return picture.crop((round(left * w), round(top * h), round((1 - right) * w), round((1 - bottom) * h)))


def _all_sides(share: float) -> Edit:
    return lambda picture, rng: _cut(picture, share, share, share, share)


def _any_sides(most: float) -> Edit:
    return lambda picture, rng: _cut(picture, *rng.uniform(0, most, 4))


def _square(picture: Picture, rng: Rng) -> Picture:
    side = min(picture.size)
    x, y = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.crop((x, y, x + side, y + side))


def _framed(picture: Picture, rng: Rng) -> Picture:
    """Black bars above and below, as a phone shows a wide film."""
    whole = Image.new("RGB", (picture.width, round(picture.height * 1.4)))
    whole.paste(picture, (0, round(picture.height * 0.2)))
    return whole


def _captioned(picture: Picture, rng: Rng) -> Picture:
    """A white strip with words above the picture, a fifth of its height."""
    strip = round(picture.height * 0.2)
    whole = Image.new("RGB", (picture.width, picture.height + strip), (255, 255, 255))
    whole.paste(picture, (0, strip))
    words = "".join("etaoinshrdlu "[i] for i in rng.integers(0, 13, 24))
    ImageDraw.Draw(whole).text((strip * 0.2, strip * 0.3), words, fill="black", font=ImageFont.load_default(strip / 3))
    return whole


def _marked(picture: Picture, rng: Rng) -> Picture:
    """A white box with words over a part of the picture near an edge: 30% of the width, 12% of the height."""
    drawn = picture.copy()
    w, h = drawn.size
    x, y = ((0.02, 0.02), (0.68, 0.02), (0.02, 0.86), (0.68, 0.86))[int(rng.integers(4))]
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((x * w, y * h, (x + 0.3) * w, (y + 0.12) * h), fill="white")
    pen.text(((x + 0.02) * w, (y + 0.03) * h), "channel", fill="black", font=ImageFont.load_default(h * 0.06))
    return drawn


def _written_on(picture: Picture, rng: Rng) -> Picture:
    """A line of large words across the middle."""
    drawn = picture.copy()
    font = ImageFont.load_default(drawn.height * 0.1)
    words = "".join("etaoinshrdlu"[i] for i in rng.integers(0, 12, 9))
    place = (drawn.width * 0.1, drawn.height * 0.45)
    ImageDraw.Draw(drawn).text(place, words, fill="white", font=font, stroke_width=3, stroke_fill="black")
    return drawn


def _both(first: Edit, second: Edit) -> Edit:
    return lambda picture, rng: second(first(picture, rng), rng)


def _turned(degrees: float) -> Edit:
    return lambda picture, rng: picture.rotate(degrees, resample=Image.Resampling.BILINEAR)


def _mirrored(picture: Picture, rng: Rng) -> Picture:
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


EDITS: dict[str, Edit] = {
    "JPEG quality 30": lambda p, rng: _again(p, 30),
    "half the size": lambda p, rng: p.resize((p.width // 2, p.height // 2)),
    "a quarter of the size, JPEG 30": lambda p, rng: _again(p.resize((p.width // 4, p.height // 4)), 30),
    "brighter, more contrast": lambda p, rng: p.point(lambda v: min(255, int(v * 1.25 + 12))),
    "without colour": lambda p, rng: p.convert("L").convert("RGB"),
    "crop 2% at each side": _all_sides(0.02),
    "crop 5% at each side": _all_sides(0.05),
    "crop 10% at each side": _all_sides(0.10),
    "crop 0 to 10% at each side": _any_sides(0.10),
    "crop 0 to 20% at each side": _any_sides(0.20),
    "crop 20% at each side": _all_sides(0.20),
    "crop to a square": _square,
    "mirror": _mirrored,
    "turn by 90 degrees": lambda p, rng: p.transpose(Image.Transpose.ROTATE_90),
    "turn by 2 degrees": _turned(2),
    "turn by 5 degrees": _turned(5),
    "black bars": _framed,
    "caption strip": _captioned,
    "white box with words": _marked,
    "words across the middle": _written_on,
    "mirror and caption strip": _both(_mirrored, _captioned),
    "crop 0 to 5% and white box": _both(_any_sides(0.05), _marked),
}

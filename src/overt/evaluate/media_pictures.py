"""Pictures made by us for `overt bench media`: eight kinds, from noise like that of photographs to pages of words."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Floats = npt.NDArray[np.float64]
Rng = np.random.Generator
Picture = Image.Image

SIDE = 512
SHAPES = ((1.0, 1.0), (1.0, 0.75), (0.75, 1.0), (1.0, 0.5625), (0.5625, 1.0), (0.8, 1.0))
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def picture(seed: int, kind: str | None = None) -> Picture:
    """The picture of a seed. `kind` is one of KINDS; without it the kinds take turns."""
    rng = np.random.default_rng([seed, 4])
    wide, high = SHAPES[int(rng.integers(len(SHAPES)))]
    size = (round(SIDE * wide), round(SIDE * high))
    names = list(KINDS)
    return KINDS[kind or names[seed % len(names)]](rng, *size)


def screenshot(seed: int, layout: int) -> Picture:
    """A page of words; pages of the same layout differ in nothing but the words."""
    frame, words = np.random.default_rng([layout, 5]), np.random.default_rng([seed, 6])
    return _page(frame, words, SIDE, round(SIDE * 0.8))


def meme(seed: int, layout: int) -> Picture:
    """A picture with words above and below; those of the same layout have the same picture."""
    rng = np.random.default_rng([layout, 7])
    return _captioned(_scene(rng, SIDE, SIDE), np.random.default_rng([seed, 8]))


def noise(rng: Rng, width: int, height: int, slope: float) -> Floats:
    """Noise whose amplitude falls with frequency to the power of `slope`, as in photographs; 0 to 1."""
    fx, fy = np.fft.rfftfreq(width), np.fft.fftfreq(height)
    size = np.hypot(fx[None, :] * width / SIDE, fy[:, None] * height / SIDE)
    size[0, 0] = 1
    field = np.fft.irfft2(np.fft.rfft2(rng.normal(size=(height, width))) / size**slope, s=(height, width))
    low, high = np.quantile(field, (0.01, 0.99))
    return np.asarray(np.clip((field - low) / (high - low), 0, 1))


def _coloured(rng: Rng, field: Floats) -> Picture:
    """A field between two colours, with a little of a third."""
    one, two, three = (rng.integers(0, 256, 3) for _ in range(3))
    grain = noise(rng, field.shape[1], field.shape[0], 0.8)[..., None] * 0.15
    mixed = field[..., None] * two + (1 - field[..., None]) * one
    return Image.fromarray(np.clip(mixed * (1 - grain) + three * grain, 0, 255).astype(np.uint8))


def _field(rng: Rng, width: int, height: int) -> Picture:
    return _coloured(rng, noise(rng, width, height, float(rng.uniform(1.0, 1.9))))


def _scene(rng: Rng, width: int, height: int) -> Picture:
    """A sky, hills before it, and things in front."""
    horizon = rng.uniform(0.3, 0.7)
    rows = np.linspace(0, 1, height)[:, None]
    sky = 0.5 + 0.4 * (rows - horizon) + 0.25 * noise(rng, width, height, 1.7)
    drawn = np.array(_coloured(rng, np.clip(sky, 0, 1)))
    for step in range(int(rng.integers(2, 5))):
        ridge = horizon + 0.12 * step + 0.15 * (noise(rng, width, 1, 1.3)[0] - 0.5)
        ground = np.array(_coloured(rng, noise(rng, width, height, 1.2)))
        below = rows > ridge[None, :]
        drawn[below] = ground[below]
    return _things(Image.fromarray(drawn), rng, int(rng.integers(0, 6)))


def _things(drawn: Picture, rng: Rng, number: int) -> Picture:
    pen = ImageDraw.Draw(drawn)
    for _ in range(number):
        x, y = rng.uniform(-0.1, 1.0, 2) * drawn.size
        w, h = rng.uniform(0.05, 0.45, 2) * drawn.size
        colour = tuple(int(c) for c in rng.integers(0, 256, 3))
        box = (x, y, x + w, y + h)
        (pen.ellipse if rng.random() < 0.5 else pen.rectangle)(box, fill=colour)
    return drawn


def _shapes(rng: Rng, width: int, height: int) -> Picture:
    angle = rng.uniform(0, np.pi)
    y, x = np.mgrid[0:height, 0:width]
    ramp = (np.cos(angle) * x / width + np.sin(angle) * y / height + 1) / 2
    return _things(_coloured(rng, ramp), rng, int(rng.integers(5, 25)))


def _fractal(rng: Rng, width: int, height: int) -> Picture:
    c = rng.uniform(0.62, 0.82) * np.exp(1j * rng.uniform(0, 2 * np.pi))
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    z = (x + 1j * y) * rng.uniform(0.4, 1.0) * np.exp(1j * rng.uniform(0, np.pi))
    z += rng.uniform(-0.5, 0.5) + 1j * rng.uniform(-0.5, 0.5)
    steps = np.zeros(z.shape)
    for step in range(60):
        inside = np.abs(z) < 4
        z[inside] = z[inside] ** 2 + c
        steps[inside] = step
    return _coloured(rng, steps / max(steps.max(), 1))


def _portrait(rng: Rng, width: int, height: int) -> Picture:
    """Always composed alike: a head in the middle, shoulders, a blurred background."""
    drawn = _field(rng, width, height).filter(ImageFilter.GaussianBlur(float(rng.uniform(2, 9))))
    pen = ImageDraw.Draw(drawn)
    colours = [tuple(int(c) for c in rng.integers(0, 256, 3)) for _ in range(4)]
    x, y = width * rng.uniform(0.42, 0.58), height * rng.uniform(0.35, 0.5)
    w, h = width * rng.uniform(0.13, 0.22), height * rng.uniform(0.17, 0.27)
    pen.ellipse((x - 2.3 * w, y + h, x + 2.3 * w, y + 5 * h), fill=colours[0])
    pen.ellipse((x - 1.15 * w, y - 1.25 * h, x + 1.15 * w, y + 0.6 * h), fill=colours[1])
    pen.ellipse((x - w, y - h, x + w, y + h), fill=colours[2])
    for side in (-1, 1):
        pen.ellipse((x + side * 0.4 * w - w / 7, y - h / 4, x + side * 0.4 * w + w / 7, y - h / 12), fill=colours[3])
    pen.rectangle((x - 0.35 * w, y + 0.45 * h, x + 0.35 * w, y + 0.55 * h), fill=colours[3])
    return drawn.filter(ImageFilter.GaussianBlur(1))


def _page(frame: Rng, words: Rng, width: int, height: int) -> Picture:
    """A post as a platform shows it: a round picture, a name, lines of words, a row of signs."""
    dark = frame.random() < 0.4
    back, ink = ((24, 28, 34), (225, 228, 232)) if dark else ((255, 255, 255), (20, 23, 26))
    drawn = Image.new("RGB", (width, height), back)
    pen = ImageDraw.Draw(drawn)
    big, left = int(frame.integers(18, 30)), int(frame.integers(16, 40))
    pen.ellipse((left, 20, left + 48, 68), fill=tuple(int(c) for c in frame.integers(0, 256, 3)))
    pen.text((left + 60, 28), _words(words, 2), fill=ink, font=ImageFont.load_default(20))
    y = 90.0
    for _ in range(int(words.integers(3, 9))):
        pen.text((left, y), _words(words, int(words.integers(3, 8))), fill=ink, font=ImageFont.load_default(big))
        y += big * 1.4
    for step in range(4):
        pen.rectangle((left + step * 110, height - 40, left + step * 110 + 22, height - 22), outline=ink, width=2)
    return drawn


def _words(rng: Rng, number: int) -> str:
    lengths = rng.integers(2, 10, number)
    return " ".join("".join(LETTERS[i] for i in rng.integers(0, 26, int(n))) for n in lengths)


def _screenshot(rng: Rng, width: int, height: int) -> Picture:
    return _page(rng, rng, width, height)


def _chart(rng: Rng, width: int, height: int) -> Picture:
    drawn = Image.new("RGB", (width, height), (255, 255, 255))
    pen = ImageDraw.Draw(drawn)
    number = int(rng.integers(4, 14))
    step = width * 0.85 / number
    for line in range(5):
        y = height * (0.15 + 0.18 * line)
        pen.line((width * 0.1, y, width * 0.95, y), fill=(205, 205, 205))
    colours = [tuple(int(c) for c in rng.integers(30, 200, 3)) for _ in range(3)]
    for place, value in enumerate(rng.uniform(0.05, 0.72, number)):
        x = width * 0.1 + step * (place + 0.15)
        colour = colours[place % 3]
        pen.rectangle((x, height * (0.87 - value), x + step * 0.7, height * 0.87), fill=colour)
    pen.text((width * 0.1, height * 0.03), _words(rng, 4), fill=(0, 0, 0), font=ImageFont.load_default(22))
    return drawn


def _captioned(drawn: Picture, words: Rng) -> Picture:
    pen = ImageDraw.Draw(drawn)
    font = ImageFont.load_default(44)
    for y in (0.02, 0.86):
        place = (drawn.width * 0.06, drawn.height * y)
        pen.text(place, _words(words, 3)[:18].upper(), fill="white", font=font, stroke_width=3, stroke_fill="black")
    return drawn


def _meme(rng: Rng, width: int, height: int) -> Picture:
    return _captioned(_scene(rng, width, height), rng)


KINDS: dict[str, Callable[[Rng, int, int], Picture]] = {
    "noise": _field,
    "landscape": _scene,
    "shapes": _shapes,
    "fractal": _fractal,
    "portrait": _portrait,
    "screenshot": _screenshot,
    "chart": _chart,
    "meme": _meme,
}

"""Films made by us for `overt bench media`: scenes that move, with cuts between them, and music made of tones."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from overt.errors import UsageError
from overt.evaluate.media_pictures import KINDS
from overt.media.program import ffmpeg

WIDTH, HEIGHT, RATE = 180, 320, 10
SOUND_RATE = 22050
SCALE = 220.0 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12, 14, 16, 17, 19]) / 12)
SCENES = ("noise", "landscape", "shapes", "portrait", "meme", "fractal")

Samples = npt.NDArray[np.float64]


def film(seed: int, path: Path) -> None:
    """Writes a film of 18 to 30 seconds (H.264 and AAC) whose pictures and sound depend on the seed alone."""
    rng = np.random.default_rng([seed, 11])
    seconds = float(rng.uniform(18, 30))
    sound = path.with_suffix(".pcm")
    sound.write_bytes(_pcm(tune(rng, seconds)))
    _written(_frames(rng, seconds), sound, path)


def studio(seed: int, layout: int, path: Path) -> None:
    """Writes a film of 20 seconds: always the same person before the same wall, with other words and other moves."""
    rng, scene = np.random.default_rng([seed, 14]), KINDS["portrait"](np.random.default_rng([layout, 13]), 400, 600)
    sound = path.with_suffix(".pcm")
    sound.write_bytes(_pcm(tune(rng, 20)))
    frames = []
    drift = np.cumsum(rng.normal(0, 1, (20 * RATE, 2)), 0).clip(-8, 8)
    font = ImageFont.load_default(36)
    for t in range(20 * RATE):
        if t % (3 * RATE) == 0:
            words = "".join(chr(97 + i) for i in rng.integers(0, 26, 12))
        x, y = drift[t] + 20
        shown = scene.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, (x, y, x + 337, y + 560))
        ImageDraw.Draw(shown).text((10, HEIGHT * 0.82), words, fill="white", font=font)
        frames.append(shown.convert("RGB").tobytes())
    _written(frames, sound, path)


def _written(frames: list[bytes], sound: Path, path: Path) -> None:
    size = f"{WIDTH}x{HEIGHT}"
    pictures = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", str(RATE), "-i", "-"]
    tones = ["-f", "s16le", "-ar", str(SOUND_RATE), "-ac", "1", "-i", str(sound)]
    run([*pictures, *tones, *coded(), str(path)], b"".join(frames))
    sound.unlink()


def coded(crf: int = 23, sound: str = "96k") -> list[str]:
    """Options of the encoders."""
    return [
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        str(crf),
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-b:a",
        sound,
    ]


def run(arguments: Sequence[str], given: bytes = b"") -> None:
    """Runs ffmpeg on files of our own. Raises UsageError where there is none, or where it fails."""
    program = ffmpeg()
    if program is None:
        raise UsageError("the benchmark of films needs ffmpeg", mend="install it, or pip install imageio-ffmpeg")
    command = [program, "-hide_banner", "-v", "error", "-y", "-threads", "1", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise UsageError(f"ffmpeg failed: {done.stderr.decode(errors='replace')[-200:]}")


def _frames(rng: np.random.Generator, seconds: float) -> list[bytes]:
    """Scenes of 2 to 6 seconds: a window that wanders over a picture and grows or shrinks."""
    found: list[bytes] = []
    while len(found) < seconds * RATE:
        kind = SCENES[int(rng.integers(len(SCENES)))]
        scene = KINDS[kind](rng, 400, 600)
        number = int(rng.uniform(2, 6) * RATE)
        x, y, size = rng.uniform(0, 1, 2), rng.uniform(0, 1, 2), rng.uniform(0.55, 0.95, 2)
        for t in np.linspace(0, 1, number):
            part = size[0] + (size[1] - size[0]) * t
            w = part * min(scene.width, scene.height * WIDTH / HEIGHT)
            h = w * HEIGHT / WIDTH
            left = (x[0] + (x[1] - x[0]) * t) * (scene.width - w)
            top = (y[0] + (y[1] - y[0]) * t) * (scene.height - h)
            shown = scene.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, (left, top, left + w, top + h))
            found.append(shown.convert("RGB").tobytes())
    return found[: round(seconds * RATE)]


def tune(rng: np.random.Generator, seconds: float) -> Samples:
    """Notes of a scale with overtones over chords and a little noise, -1 to 1."""
    number = round(seconds * SOUND_RATE)
    found = np.zeros(number)
    for lowest, length, loud in ((1.0, 0.25, 0.6), (0.5, 1.0, 0.4), (0.25, 2.0, 0.4)):
        note = round(length * SOUND_RATE)
        t = np.arange(note) / SOUND_RATE
        for start in range(0, number, note):
            if rng.random() < 0.15:
                continue
            pitch = SCALE[int(rng.integers(len(SCALE)))] * lowest
            wave = sum(np.sin(2 * np.pi * pitch * k * t) / k ** rng.uniform(1, 2) for k in range(1, 6))
            part = found[start : start + note]
            part += (loud * wave * np.exp(-2 * t / length))[: len(part)]
    found += rng.normal(0, 0.02, number)
    return np.asarray(found / np.abs(found).max())


def _pcm(samples: Samples) -> bytes:
    return (samples * 30_000).astype("<i2").tobytes()

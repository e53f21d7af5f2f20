"""What people do to a film before they post it again, as `overt bench media` does it, with ffmpeg."""

from collections.abc import Callable
from pathlib import Path

from overt.evaluate.media_films import HEIGHT, RATE, WIDTH, coded, run

Edit = Callable[[Path, Path, Path], None]
"""Called with the film, another film (for split screens), and where to write."""

HALF = HEIGHT // 2
PLAIN_SOUND = "anull"


def _filtered(pictures: str, sound: str = PLAIN_SOUND, crf: int = 28, rate: str = "64k", before: str = "") -> Edit:
    def edit(film: Path, other: Path, out: Path) -> None:
        run([*before.split(), "-i", str(film), "-vf", pictures, "-af", sound, *coded(crf, rate), str(out)])

    return edit


def _joined(one: str, other: str, join: str = "vstack=inputs=2:shortest=1") -> Edit:
    def edit(film: Path, beside: Path, out: Path) -> None:
        graph = f"[0:v]{one}[a];[1:v]{other}[b];[a][b]{join}[v]"
        sources = ["-i", str(film), "-i", str(beside)]
        run([*sources, "-filter_complex", graph, "-map", "[v]", "-map", "0:a", *coded(28, "64k"), str(out)])

    return edit


def _speed(factor: float, keep_pitch: bool) -> Edit:
    sound = f"atempo={factor}" if keep_pitch else f"asetrate=22050*{factor},aresample=22050"
    return _filtered(f"setpts=PTS/{factor},fps={RATE}", sound)


def _mixed(film: Path, other: Path, out: Path) -> None:
    """The film's sound under another one, as when someone talks over it."""
    graph = "[1:a]volume=0.5[b];[0:a][b]amix=inputs=2:duration=first:normalize=0[a]"
    sources = ["-i", str(film), "-i", str(other)]
    run([*sources, "-filter_complex", graph, "-map", "0:v", "-map", "[a]", *coded(28, "64k"), str(out)])


SQUEEZED = f"scale={WIDTH}:{HALF}"
MIDDLE = f"crop={WIDTH}:{HALF}"
FILM_EDITS: dict[str, Edit] = {
    "encoded again, half the size": _filtered("scale=iw/2:-2", crf=34, rate="48k"),
    "crop 5% at each side": _filtered("crop=iw*0.9:ih*0.9"),
    "crop 10% at each side": _filtered("crop=iw*0.8:ih*0.8"),
    "mirror": _filtered("hflip"),
    "black bars": _filtered("pad=iw*1.5:ih:(ow-iw)/2:0"),
    "caption strip": _filtered("pad=iw:ih*1.2:0:ih*0.2:white"),
    "white box": _filtered("drawbox=x=iw*0.65:y=ih*0.85:w=iw*0.3:h=ih*0.1:color=white:t=fill"),
    "5% faster": _speed(1.05, True),
    "5% slower": _speed(0.95, True),
    "5% faster, higher pitch": _speed(1.05, False),
    "5% slower, lower pitch": _speed(0.95, False),
    "first 5 seconds cut off": _filtered("null", before="-ss 5"),
    "only 5 seconds": _filtered("null", before="-ss 6 -t 5"),
    "split screen, squeezed": _joined(SQUEEZED, SQUEEZED),
    "split screen, middle of each": _joined(MIDDLE, MIDDLE),
    "picture in picture, a third wide": _joined("null", "scale=iw/3:-2", "overlay=x=W*0.6:y=H*0.6:shortest=1"),
    "another sound half as loud over it": _mixed,
    "mirror, crop 5%, 5% faster": _filtered(f"hflip,crop=iw*0.9:ih*0.9,setpts=PTS/1.05,fps={RATE}", "atempo=1.05"),
}

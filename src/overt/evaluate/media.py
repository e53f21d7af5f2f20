"""How many edited copies of pictures, films and sounds are found, and how many unrelated ones are taken for the same?

Everything is made by us, written to files, decoded in the jail and grouped as in a scan. Nothing is fitted to it: the
edits were listed before the thresholds were set on photographs that are not part of overt (docs/media.md).
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from overt.evaluate.media_edits import EDITS, encoded
from overt.evaluate.media_film_edits import FILM_EDITS
from overt.evaluate.media_films import film, studio
from overt.evaluate.media_pictures import KINDS, meme, picture, screenshot
from overt.media import film as films
from overt.media import image, sound
from overt.media.entry import Entry
from overt.media.library import read_library

Ints = npt.NDArray[np.int64]
Step = Callable[[str, str], None]
Group = Callable[[list[Any]], Ints]

PICTURES, FILMS, UNRELATED, ALIKE = 300, 40, 2_000, 100
UNRELATED_SEED, ALIKE_SEED = 1_000_000, 2_000_000
FEW = 50
"""Fewer pictures are made in this process."""
QUICK_FILM_EDITS = ("encoded again, half the size", "mirror", "5% faster", "split screen, squeezed")


@dataclass(frozen=True)
class Copies:
    """One edit of each original: how many copies, how many were grouped with their original, how many with another."""

    what: str
    edit: str
    copies: int
    found: int
    wrong: int

    def facts(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self) | {"recall": self.found / max(self.copies, 1)}


@dataclass(frozen=True)
class Strangers:
    """Items none of which is a copy of another: the pairs of them, and how many pairs came into one group."""

    what: str
    kind: str
    items: int
    pairs: int
    together: int

    def facts(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


Line = Copies | Strangers


def media(
    pictures: int, clips: int, unrelated: int, step: Step, only: Sequence[str] = (), workers: int | None = None
) -> Iterator[Line]:
    """One line for each edit and each kind of strangers. `only`: the edits of films that are tried, all if empty."""
    with tempfile.TemporaryDirectory(prefix="overt-media-bench-") as aside:
        shelf = _Shelf(Path(aside), workers)
        yield from _pictures(pictures, shelf, step)
        yield from _films(clips, shelf, step, only)
        yield from _strangers(unrelated, min(ALIKE, pictures), shelf, step)


class _Shelf:
    """Files that are made, decoded and removed, a folder at a time."""

    def __init__(self, folder: Path, workers: int | None) -> None:
        self._folder = folder
        self._workers = workers
        self._number = 0

    def folder(self) -> Path:
        """An empty one."""
        self._number += 1
        path = self._folder / str(self._number)
        path.mkdir()
        return path

    def entries(self, folder: Path) -> dict[str, Entry]:
        """What is kept of each file of a folder, by its name; the files are removed."""
        read = read_library([folder], folder.with_suffix(".parquet"), workers=self._workers)
        shutil.rmtree(folder)
        return {name: read.entries[sha] for name, shas in sorted(read.names().items()) for sha in shas}

    def written(self, make: Callable[[int], list[bytes]], seeds: Sequence[int]) -> list[list[Entry]]:
        """For each seed what is kept of the pictures made from it."""
        folder = self.folder()
        numbers = []
        for place, data in enumerate(self._made(make, seeds)):
            numbers.append(len(data))
            for k, one in enumerate(data):
                (folder / f"{place:06d}_{k:02d}.jpg").write_bytes(one)
        found = self.entries(folder)
        return [[found[f"{place:06d}_{k:02d}.jpg"] for k in range(n)] for place, n in enumerate(numbers)]

    def _made(self, make: Callable[[int], list[bytes]], seeds: Sequence[int]) -> Iterator[list[bytes]]:
        if len(seeds) < FEW:
            yield from map(make, seeds)
            return
        with ProcessPoolExecutor(self._workers, mp_context=get_context("spawn")) as pool:
            yield from pool.map(make, seeds, chunksize=8)


def _pictures(number: int, shelf: _Shelf, step: Step) -> Iterator[Copies]:
    step("pictures", f"{number} originals and {len(EDITS)} edits of each")
    made = shelf.written(_edited, range(number))
    originals = [entries[0].picture for entries in made]
    for place, edit in enumerate(EDITS, 1):
        step("pictures", edit)
        yield _compared("picture", edit, originals, [entries[place].picture for entries in made], image.groups)


def _edited(seed: int) -> list[bytes]:
    """An original, and every edit of it."""
    original = picture(seed)
    rng = np.random.default_rng([seed, 12])
    return [encoded(original), *(encoded(edit(original, rng)) for edit in EDITS.values())]


def _films(number: int, shelf: _Shelf, step: Step, only: Sequence[str]) -> Iterator[Copies]:
    edits = [edit for edit in FILM_EDITS if not only or edit in only]
    step("films", f"{number} originals and {len(edits)} edits of each")
    folder = shelf.folder()
    paths = [folder / f"{seed:06d}.mp4" for seed in range(number)]
    for seed, path in enumerate(paths):
        film(seed, path)
    for place, path in enumerate(paths):
        for k, edit in enumerate(edits):
            FILM_EDITS[edit](path, paths[(place + 1) % number], folder / f"{place:06d}_{k:02d}.mp4")
        step("films", f"{place + 1} of {number} edited")
    found = shelf.entries(folder)
    originals = [found[path.name] for path in paths]
    for k, edit in enumerate(edits):
        copies = [found[f"{place:06d}_{k:02d}.mp4"] for place in range(number)]
        beside = int(edit.startswith(("split", "picture in")))  # these show the next film as well
        seen, heard = [e.film for e in copies], [e.sound for e in copies]
        yield _compared("film", edit, [e.film for e in originals], seen, films.groups, beside)
        yield _compared("sound", edit, [e.sound for e in originals], heard, sound.groups)


def _compared(
    what: str, edit: str, originals: Sequence[Any], copies: Sequence[Any], groups: Group, beside: int = 0
) -> Copies:
    """Originals and their copies in one pile. `beside`: copies show the next original, too, and may be with that."""
    pile = [*originals, *copies]
    there = np.array([i for i, item in enumerate(pile) if item is not None], np.int64)
    group = np.arange(len(pile))
    group[there] = there[groups([pile[i] for i in there])]
    number = len(originals)
    found = wrong = 0
    for i in range(number):
        mine = {int(group[(i + k) % number]) for k in range(beside + 1)}
        with_mine = int(group[number + i]) in mine
        alone = int((group == group[number + i]).sum()) == 1
        found += with_mine
        wrong += not with_mine and not alone
    return Copies(what, edit, number, found, wrong)


def _strangers(number: int, alike: int, shelf: _Shelf, step: Step) -> Iterator[Strangers]:
    step("strangers", f"making {number:,} pictures")
    seeds = range(UNRELATED_SEED, UNRELATED_SEED + number)
    group = _grouped(shelf.written(_original, seeds))
    names = list(KINDS)
    for place, kind in enumerate(names):
        mine = np.array([i for i, seed in enumerate(seeds) if seed % len(names) == place], np.int64)
        yield Strangers("picture", kind, len(mine), *_together(group[mine]))
    pairs, together = _together(group)
    within = sum(_together(group[[s % len(names) == p for s in seeds]])[1] for p in range(len(names)))
    yield Strangers("picture", "of different kinds", number, pairs, together - within)
    for kind, make in (("same layout, other words", _page), ("same picture, other words on it", _meme)):
        step("strangers", kind)
        group = _grouped(shelf.written(make, range(2 * alike)))
        yield Strangers("picture", kind, 2 * alike, alike, int((group[::2] == group[1::2]).sum()))
    step("strangers", "films of one studio")
    folder = shelf.folder()
    few = max(alike // 10, 2)
    for seed in range(2 * few):
        studio(ALIKE_SEED + seed, seed // 2, folder / f"{seed:06d}.mp4")
    group = films.groups([e.film for e in shelf.entries(folder).values() if e.film is not None])
    yield Strangers("film", "same studio, other words", 2 * few, few, int((group[::2] == group[1::2]).sum()))


def _grouped(made: list[list[Entry]]) -> Ints:
    """The groups of the first pictures."""
    return image.groups([entries[0].picture or image.Picture(None) for entries in made])


def _original(seed: int) -> list[bytes]:
    return [encoded(picture(seed))]


def _page(seed: int) -> list[bytes]:
    return [encoded(screenshot(ALIKE_SEED + seed, seed // 2))]


def _meme(seed: int) -> list[bytes]:
    return [encoded(meme(ALIKE_SEED + seed, seed // 2))]


def _together(group: Ints) -> tuple[int, int]:
    """How many pairs there are, and how many of them are in one group."""
    sizes = np.unique(group, return_counts=True)[1]
    return len(group) * (len(group) - 1) // 2, int((sizes * (sizes - 1) // 2).sum())

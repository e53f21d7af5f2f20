"""The pictures, films and sounds of posts, as keys that can be told apart, and the groups of those that are the same.

A key is `sha256:` and the sha256 of a file, or `pdq:` and a hash that the export has where there is no file.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np

from overt.media import film, image, sound
from overt.media.entry import Entry
from overt.media.hamming import Ints
from overt.media.image import Picture
from overt.media.library import Library
from overt.media.pdq import from_hex

FILE, HASH = "sha256:", "pdq:"
LEAST_NAME, LEAST_ID = 10, 6
"""Shorter names of files, and ids of posts, are too common to say which file a post shows."""
SHA256 = re.compile(r"^[0-9a-f]{64}$")


class Part(StrEnum):
    """What of a media file is compared."""

    PICTURE = "picture"
    FILM = "film"
    SOUND = "sound"

    def of(self, entry: Entry) -> object | None:
        """That part of an entry, None where it has none."""
        found: dict[str, object | None] = {"picture": entry.picture, "film": entry.film, "sound": entry.sound}
        return found[self.value]


def keys(library: Library, part: Part, media: Iterable[Mapping[str, Any]] | None, post_id: str | None) -> list[str]:
    """The distinct keys of what a post shows, in order. `media`: its media field (model/post.py).

    A file is found by its sha256, by the last part of its address, or, where neither finds one, by the post's id.
    """
    found = [key for item in media or () for key in _keys_of(library, part, item)]
    if not found and post_id and len(post_id) >= LEAST_ID:
        found = [FILE + sha for sha in library.of_post(post_id) if _has(library, part, sha)]
    return list(dict.fromkeys(found))


def _keys_of(library: Library, part: Part, item: Mapping[str, Any]) -> Iterator[str]:
    named, url = str(item.get("sha256") or "").lower(), str(item.get("url") or "")
    sha = named if named in library.entries else _by_address(library, url)
    if sha and _has(library, part, sha):
        yield FILE + sha
    elif part is Part.PICTURE:
        if from_hex(str(item.get("pdq") or "")):
            yield HASH + str(item["pdq"]).lower()
        elif SHA256.match(named) and not sha:
            yield FILE + named


def _has(library: Library, part: Part, sha: str) -> bool:
    entry = library.entries.get(sha)
    return entry is not None and part.of(entry) is not None


def _by_address(library: Library, url: str) -> str | None:
    """The file that an address names, if its last part is a name of its own and no `image.jpg`."""
    try:
        name = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    except ValueError:
        return None
    stem = name.rpartition(".")[0] or name
    return library.by_name(name) or library.by_name(stem) if _is_own_name(stem) else None


def _is_own_name(stem: str) -> bool:
    """Whether a name was made for one file: long, and not of letters of one kind alone."""
    kinds = sum(any(test(c) for c in stem) for test in (str.isdigit, str.islower, str.isupper))
    return len(stem) >= LEAST_NAME and (kinds > 1 or stem.isdigit())


def groups(library: Library, part: Part, found: Sequence[str]) -> Ints:
    """For each of the distinct keys: the place of its group's representative, which it was compared with itself."""
    group = np.arange(len(found), dtype=np.int64)
    whats = [_what(library, part, key) for key in found]
    rows = np.array([row for row, what in enumerate(whats) if what is not None], np.int64)
    compared: list[Any] = [whats[row] for row in rows]
    together: dict[Part, Callable[[list[Any]], Ints]] = {
        Part.PICTURE: image.groups,
        Part.FILM: film.groups,
        Part.SOUND: sound.groups,
    }
    if len(rows):
        group[rows] = rows[together[part](compared)]
    return group


def _what(library: Library, part: Part, key: str) -> object | None:
    """What a key stands for."""
    if key.startswith(HASH):
        hashed = from_hex(key.removeprefix(HASH))
        return Picture(None, hashed) if hashed else None
    entry = library.entries.get(key.removeprefix(FILE))
    return part.of(entry) if entry else None

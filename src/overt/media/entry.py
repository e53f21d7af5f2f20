"""Entry: what is kept of one media file, a row of media.parquet. Its key is the sha256 of the file's bytes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from overt.media.decode import OK, Jail
from overt.media.film import ASKED, STORED, Film, filmed
from overt.media.hamming import HASH_BYTES
from overt.media.image import Picture
from overt.media.pdq import SIDE
from overt.media.sound import Numbers
from overt.media.view import Described, described

MADE_BY = "1"
"""Goes up when the same file would get another entry; what was made by another version is made again."""

SCHEMA = pa.schema(
    [
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),  # image | video | audio
        pa.field("ended", pa.string(), nullable=False),  # ok, or a key of decode.REASONS
        pa.field("made_by", pa.string(), nullable=False),
        pa.field("width", pa.int64()),
        pa.field("height", pa.int64()),
        pa.field("pdq", pa.binary(HASH_BYTES)),
        pa.field("quality", pa.int64()),  # 0 to 100
        pa.field("views", pa.binary()),  # 64 x 64 grey points each
        pa.field("shapes", pa.list_(pa.float64())),  # width by height of each view
        pa.field("film_stored", pa.binary()),
        pa.field("film_asked", pa.binary()),
        pa.field("film_tells", pa.binary()),
        pa.field("sound", pa.binary()),
    ]
)


@dataclass(frozen=True)
class Entry:
    """A media file, decoded and described; a picture, a film, a sound, or a film with a sound."""

    sha256: str
    kind: str
    ended: str
    picture: Picture | None = None
    film: Film | None = None
    sound: Numbers | None = None
    width: int | None = None
    height: int | None = None

    @classmethod
    def made(cls, jail: Jail, path: str, kind: str, sha256: str) -> "Entry":
        """The entry of a file. Raises nothing on bad ones."""
        found = jail.decoded(path, kind)
        picture = film = None
        if found.grey is not None:
            picture = Picture(described(found.grey, found.width / found.height), None, found.width * found.height)
        if found.frames is not None:
            film = filmed(found.frames)
        return cls(sha256, kind, found.ended, picture, film, found.sound, found.width or None, found.height or None)

    def row(self) -> dict[str, Any]:
        """As a row of SCHEMA."""
        row: dict[str, Any] = dict.fromkeys(SCHEMA.names)
        row |= {"sha256": self.sha256, "kind": self.kind, "ended": self.ended, "made_by": MADE_BY}
        row |= {"width": self.width, "height": self.height}
        if self.picture and (kept := self.picture.described):
            row |= {"pdq": kept.pdq, "quality": kept.quality, "views": kept.views.tobytes(), "shapes": kept.shapes}
        if self.film:
            row["film_stored"], row["film_asked"] = self.film.stored.tobytes(), self.film.asked.tobytes()
            row["film_tells"] = self.film.tells.tobytes()
        if self.sound is not None:
            row["sound"] = self.sound.astype("<u4").tobytes()
        return row

    @classmethod
    def of_row(cls, row: dict[str, Any]) -> "Entry":
        """From a row of SCHEMA."""
        picture = film = None
        if row["views"] is not None:
            views = np.frombuffer(row["views"], np.uint8).reshape(-1, SIDE, SIDE)
            kept = Described(row["pdq"], row["quality"], views, tuple(row["shapes"]))
            picture = Picture(kept, None, row["width"] * row["height"])
        if row["film_tells"] is not None:
            film = Film(
                np.frombuffer(row["film_stored"], np.uint8).reshape(-1, len(STORED), HASH_BYTES),
                np.frombuffer(row["film_asked"], np.uint8).reshape(-1, len(ASKED), HASH_BYTES),
                np.frombuffer(row["film_tells"], np.bool_),
            )
        sound = None if row["sound"] is None else np.frombuffer(row["sound"], "<u4")
        return cls(row["sha256"], row["kind"], row["ended"], picture, film, sound, row["width"], row["height"])

    @property
    def well(self) -> bool:
        """Whether the file could be decoded."""
        return self.ended == OK

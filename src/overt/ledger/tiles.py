"""The tree as tiles of up to 256 hashes (C2SP tlog-tiles), kept in the database and grown at the right edge."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, insert, select, update

from overt.ledger import merkle
from overt.ledger.tables import TILES

WIDTH, HEIGHT, HASH = 256, 8, 32
_ONE = (TILES.c.level == bindparam("of_level")) & (TILES.c.n == bindparam("of_n"))
READ, GROW = select(TILES.c.hashes).where(_ONE), update(TILES).where(_ONE).values(hashes=bindparam("grown"))


class Tiles:
    """The tiles of a tree of `size` leaves, read from the database when they are asked for."""

    def __init__(self, connection: Connection, size: int) -> None:
        self.size = size
        self._connection = connection
        self._kept: dict[tuple[int, int], bytes] = {}
        self._changed: dict[tuple[int, int], bool] = {}

    def read(self, level: int, n: int) -> bytes:
        """The hashes of one tile, as many as the tree of `size` has."""
        if (level, n) not in self._kept:
            found = self._connection.execute(READ, {"of_level": level, "of_n": n}).scalar()
            self._kept[level, n] = bytes(found or b"")
        return self._kept[level, n][: self.width(level, n) * HASH]

    def width(self, level: int, n: int) -> int:
        """How many hashes the tile has in the tree of `size`."""
        return max(0, min(WIDTH, (self.size >> (HEIGHT * level)) - n * WIDTH))

    def node(self, height: int, n: int) -> bytes:
        """The hash of the n-th complete subtree of a height."""
        level, inside = divmod(height, HEIGHT)
        tile, offset = divmod(n << inside, WIDTH)
        held = self.read(level, tile)[offset * HASH : (offset + (1 << inside)) * HASH]
        if len(held) != HASH << inside:
            raise LookupError(f"tile {level}/{tile} ends before hash {offset + (1 << inside)}")
        return merkle.folded([held[i : i + HASH] for i in range(0, len(held), HASH)])

    def root(self) -> bytes:
        """The root of the tree."""
        return merkle.root(self.node, self.size)

    def append(self, hashes: Iterable[bytes]) -> None:
        """Adds leaf hashes at the right edge; `flush` writes what changed."""
        for digest in hashes:
            self._push(0, digest)

    def _push(self, level: int, digest: bytes) -> None:
        n, offset = divmod(self.size >> (HEIGHT * level), WIDTH)
        held = self.read(level, n) if offset else b""
        if len(held) != offset * HASH:
            raise LookupError(f"tile {level}/{n} has {len(held)} bytes, not {offset * HASH}")
        self._changed.setdefault((level, n), bool(offset))
        self._kept[level, n] = held + digest
        if offset + 1 == WIDTH:
            full = self._kept[level, n]
            # The level above counts full tiles: it is pushed before `size` moves on, so that its own place is right.
            self._push(level + 1, merkle.folded([full[i : i + HASH] for i in range(0, len(full), HASH)]))
        if level == 0:
            self.size += 1

    def flush(self) -> None:
        """Writes the tiles that changed."""
        new = []
        for (level, n), was in self._changed.items():
            hashes = self._kept[level, n]
            if was:
                self._connection.execute(GROW, {"of_level": level, "of_n": n, "grown": hashes})
            else:
                new.append({"level": level, "n": n, "hashes": hashes})
        if new:
            self._connection.execute(insert(TILES), new)
        self._changed.clear()


def path_of(kind: str | int, n: int, width: int = WIDTH) -> str:
    """Where a tile stands: `tile/0/x001/x234/067`, or `...067.p/112` where it is partial. `kind`: level, or entries."""
    digits = f"{n:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join(["tile", str(kind), *(f"x{part}" for part in parts[:-1]), parts[-1]])
    return path if width == WIDTH else f"{path}.p/{width}"


def layout(size: int) -> Iterable[tuple[str | int, int, int]]:
    """Every tile and entry bundle of a tree of `size` leaves: level or `entries`, number, width."""
    level, hashes = 0, size
    while hashes:
        for n in range(-(-hashes // WIDTH)):
            width = min(WIDTH, hashes - n * WIDTH)
            if level == 0:
                yield "entries", n, width
            yield level, n, width
        level, hashes = level + 1, hashes // WIDTH

"""A bundle that outsiders can check: the whole log as static files (C2SP tlog-tiles), and a manifest under it.

The last record of the exported log, `ledger.exported`, names the manifest by its SHA-256, and the manifest names every
file that is not part of the log itself. So the one signed checkpoint covers every byte of the bundle.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path

from sqlalchemy import Connection, select

from overt.ledger import bundle, durable, leaf, sequencing
from overt.ledger.canonical import canonical
from overt.ledger.log import Ledger
from overt.ledger.notes import parse_checkpoint
from overt.ledger.tables import CHECKPOINTS, COSIGNATURES, LEAVES, TIMESTAMPS
from overt.ledger.tiles import HASH, WIDTH, Tiles, layout, path_of

README = """This is an export of the log {origin}.
Check it with your own copy of verify.py and a key of the log that you got another way:
  python verify.py THIS --trust KEY [--since A_CHECKPOINT_YOU_HOLD] [--record ID] [--witness KEY]
Keep the file `checkpoint`. Whoever gives you a later export has to satisfy --since with it.
tile/entries/ holds the records, tile/0/ and above the hashes (https://c2sp.org/tlog-tiles).
"""


@dataclass(frozen=True)
class Exported:
    """What was written: where, how many records, under which record the export itself is kept."""

    path: Path
    size: int
    root: str
    entry_id: str
    manifest: str


def export(
    ledger: Ledger,
    path: Path,
    *,
    actor: str,
    reason: str = "",
    show: Sequence[str] = (),
    attached: Mapping[str, bytes] | None = None,
) -> Exported:
    """Writes a bundle to a directory, or to a file that ends in .zip; the export becomes a record itself.

    show: ids of entries whose private fields are opened in it; attached: further files, put under attached/.
    Raises LedgerError where something stands at `path`, NotInLedger, Erased.
    """
    with bundle.written(path) as target:
        with ledger.engine.connect() as connection:
            beside = dict(_beside(connection, ledger, show))
        beside |= {f"attached/{name}": data for name, data in (attached or {}).items()}
        listed = {name: [len(data), sha256(data).hexdigest()] for name, data in beside.items()}
        manifest = canonical({"v": 1, "files": listed})
        digest = sha256(manifest).hexdigest()
        clear = {"manifest": digest, "files": len(listed), "reason": reason, "shown": list(show)}
        made = leaf.make(leaf.EXPORTED, f"log:{ledger.keys.name}", actor, clear, None, leaf.moment())
        size = _last_record(ledger, made)
        with ledger.engine.connect() as connection:
            note = connection.execute(select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == size)).scalar_one()
            fixed = {"checkpoint": note.encode(), "key": f"{ledger.keys.public}\n".encode(), "manifest.json": manifest}
            tiles = {path_of(kind, n, width): (kind, n, width) for kind, n, width in layout(size)}
            for name in sorted({*tiles, *beside, *fixed}):
                data = _tile(connection, size, *tiles[name]) if name in tiles else {**beside, **fixed}[name]
                target.write(name, data)
    return Exported(path, size, parse_checkpoint(note).root.hex(), made.entry_id, digest)


def _last_record(ledger: Ledger, made: leaf.Leaf) -> int:
    """Puts the record of the export last: nothing that waits may come between it and the checkpoint."""
    ledger.sequence()
    with durable.alone(ledger.engine) as connection:
        while sequencing.integrate(connection, ledger.keys, leaf.moment()).count:
            pass
        sequencing.put(connection, [made], ledger.keys)
        sequencing.integrate(connection, ledger.keys, made.at)
        return sequencing.last(connection, ledger.keys).size


def _beside(connection: Connection, ledger: Ledger, show: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The files that the manifest lists: the verifier, earlier checkpoints that others signed, what is shown."""
    yield "verify.py", resources.files("overt.ledger").joinpath("verify.py").read_bytes()
    yield "README.txt", README.format(origin=ledger.keys.name).encode()
    stamps = connection.execute(select(TIMESTAMPS).order_by(TIMESTAMPS.c.size, TIMESTAMPS.c.digest)).all()
    lines: dict[int, list[str]] = {row.size: [] for row in stamps}
    for row in connection.execute(select(COSIGNATURES).order_by(COSIGNATURES.c.size, COSIGNATURES.c.witness)):
        lines.setdefault(row.size, []).append(row.line)
    for size, under in lines.items():
        note = connection.execute(select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == size)).scalar_one()
        yield f"checkpoints/{size}", note.encode()
        if under:
            yield f"cosigned/{size}", (note + "".join(f"{line}\n" for line in under)).encode()
    for row in stamps:
        yield f"timestamps/{row.size}/{row.digest}.tsr", bytes(row.token)
    for entry_id in show:
        fields = ledger.openings(connection, entry_id)
        opened = {name: [o.salt.hex(), o.text.decode()] for name, o in fields.items()}
        yield f"openings/{entry_id}.json", json.dumps(opened, indent=1, sort_keys=True).encode()


def _tile(connection: Connection, size: int, kind: str | int, n: int, width: int) -> bytes:
    """The bytes of a tile of hashes, or of up to 256 records with their lengths before them."""
    if isinstance(kind, int):
        return Tiles(connection, size).read(kind, n)[: width * HASH]
    rows = connection.execute(
        select(LEAVES.c.leaf).where(LEAVES.c.idx >= n * WIDTH, LEAVES.c.idx < n * WIDTH + width).order_by(LEAVES.c.idx)
    )
    return b"".join(len(row.leaf).to_bytes(2, "big") + bytes(row.leaf) for row in rows)

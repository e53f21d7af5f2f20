"""Checks an exported ledger, or the proof of one record, offline. This one file is all that is needed.

    python verify.py BUNDLE [--trust KEY] [--since CHECKPOINT] [--record ID] [--witness KEY] [--json]

BUNDLE is a directory, a zip, or a .tlog-proof file. Needs Python 3.9 and the package `cryptography`, nothing else;
reads no other file and no network. Use your own copy of this file, not the one in the bundle, and a key that you got
another way. Exit code 0: everything holds; 1: it does not, one line for each fault; 2: nothing to check, or no key.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import stat
import struct
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WORDS = {
    "bad-file": "{name}: {why}",
    "bad-json": "{name}: not strict JSON: {why}",
    "bad-key": "{name}: not a verifier key (name+keyid+base64 of an Ed25519 key)",
    "bad-leaf": "record {index}: {why}",
    "bad-note": "{name}: not a signed checkpoint: {why}",
    "bad-opening": "{name}: field {field} is not what record {id} commits to",
    "bad-proof": "{name}: the hashes do not lead from the record to the signed root",
    "bad-timestamp": "{name}: not a timestamp of checkpoints/{size}: {why}",
    "bad-zip": "{name}: {why}",
    "extra-file": "{name}: belongs to no part of the bundle",
    "forked": "{name}: the first {old} records of this bundle are not those that this checkpoint was signed for",
    "manifest": "manifest.json: not the one that the last record names",
    "missing-file": "{name}: is missing",
    "no-manifest": "the last record does not name a manifest: this is not a finished export",
    "no-record": "no record has the id {id}",
    "not-witnessed": "witness {name} has cosigned no checkpoint in this bundle",
    "other-key": "{name}: the bundle is signed by {found}, not by the trusted key {trusted}",
    "other-log": "{name}: is a checkpoint of {found}, not of {origin}",
    "rolled-back": "{name}: was signed for {old} records, but the bundle has {size}: records are gone",
    "root": "the records do not have the root that the checkpoint of {size} records was signed for",
    "tile": "{name}: does not hold the hashes of the records",
    "too-big": "the checkpoint says {size} records, more than {files} files can hold",
    "unsigned": "{name}: is not signed by {key}",
}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
ORIGIN = re.compile(r"[!-*,-~]{1,255}")
NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
HEX = re.compile(r"[0-9a-f]{64}")
ID = re.compile(r"[0-9a-f]{32}")
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
FIXED = ("checkpoint", "key", "manifest.json")
LEAF = {"v", "id", "kind", "at", "actor", "subject", "clear", "commitments", "sealed"}
SMALL, LARGE, ENTRIES = 1 << 18, 1 << 28, 256 * 65_537
MOST_FILES, MOST_FAULTS = 2_000_000, 100


class Fault(Exception):  # noqa: N818 - it is not an error of this program
    """One thing that does not hold: a code and its facts; the wording is in WORDS."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(harmless(WORDS[code].format(**facts)))


class Unusable(Exception):  # noqa: N818
    """There is nothing to check, or no key to check it by."""


def harmless(text: object) -> str:
    """The text on one line: what could move a terminal or turn the reading around becomes an escape."""
    bad = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "".join(c if unicodedata.category(c) not in bad else f"\\u{ord(c):04x}" for c in str(text)[:2000])


class Folder:
    """A bundle that was unpacked. Links and anything that is no plain file are faults; nothing is followed."""

    def __init__(self, path: Path) -> None:
        self.path, self.names = path, set[str]()
        waiting, seen = [path], 0
        while waiting:
            folder = waiting.pop()
            try:
                entries = list(os.scandir(folder))
            except OSError as error:
                raise Fault("bad-file", name=folder.name, why=error.strerror) from error
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(folder / entry.name)
                else:
                    self.names.add((folder / entry.name).relative_to(path).as_posix())
            seen += len(entries)
            if seen > MOST_FILES:
                raise Fault("bad-file", name=path.name, why=f"more than {MOST_FILES} files")

    def read(self, name: str, most: int) -> bytes:
        """The bytes of one file, at most `most`."""
        try:
            handle = os.open(self.path / name, FLAGS)
        except OSError as error:
            raise Fault("bad-file", name=name, why=error.strerror) from error
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Fault("bad-file", name=name, why="not a plain file")
            return capped(name, file.read(most + 1), most)


class Zip:
    """A bundle in a zip, written in the one way in which bundles are: stored, sorted, not a byte besides.

    Read by these lines and not by zipfile, so that no byte of the container is overlooked or understood in two ways.
    """

    LOCAL, CENTRAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")

    def __init__(self, file: Any, size: int, name: str) -> None:
        self.names, self._file, self._at, self._name = set[str](), file, dict[str, tuple[int, int, int]](), name
        file.seek(max(0, size - self.END.size))
        try:
            end = self.END.unpack(file.read(self.END.size))
        except struct.error as error:
            raise Fault("bad-zip", name=name, why="not a zip") from error
        count, length, start = end[3], end[5], end[6]
        if end != (b"PK\5\6", 0, 0, count, count, length, start, 0) or start + length + self.END.size != size:
            raise Fault("bad-zip", name=name, why="not a zip as bundles are written")
        file.seek(start)
        directory, place, offset, before = file.read(length), 0, 0, ""
        for _ in range(count):
            fields = directory[place : place + self.CENTRAL.size]
            width = fields[28] | fields[29] << 8 if len(fields) == self.CENTRAL.size else 0
            raw = directory[place + self.CENTRAL.size : place + self.CENTRAL.size + width]
            inner, crc, inside = raw.decode("latin-1"), *(int.from_bytes(fields[i : i + 4], "little") for i in (16, 24))
            if offset > start or fields != central(raw, crc, inside, offset) or not inner > before:
                raise Fault("bad-zip", name=name, why=f"the entry of {inner or '?'} is not as bundles are written")
            self._at[inner] = (offset, crc, inside)
            place, offset, before = place + self.CENTRAL.size + width, offset + self.LOCAL.size + width + inside, inner
        if place != length or offset != start:
            raise Fault("bad-zip", name=name, why="holds bytes that belong to no file")
        self.names = set(self._at)

    def read(self, name: str, most: int) -> bytes:
        """The bytes of one file, at most `most`."""
        offset, crc, size = self._at[name]
        head = local(name.encode("latin-1"), crc, size)
        self._file.seek(offset)
        if self._file.read(len(head)) != head:
            raise Fault("bad-zip", name=self._name, why=f"the head of {name} is not as bundles are written")
        data = capped(name, self._file.read(min(size, most + 1)), most)
        if zlib.crc32(data) != crc:
            raise Fault("bad-zip", name=self._name, why=f"the checksum of {name} does not fit")
        return data


def local(name: bytes, crc: int, size: int) -> bytes:
    """What stands before a file in the zip."""
    return Zip.LOCAL.pack(b"PK\3\4", 20, 0x800, 0, 0, 0x21, crc, size, size, len(name), 0) + name


def central(name: bytes, crc: int, size: int, offset: int) -> bytes:
    """The entry of a file in the zip's directory, without its name."""
    attributes = 0o100644 << 16
    return Zip.CENTRAL.pack(
        b"PK\1\2", 0x314, 20, 0x800, 0, 0, 0x21, crc, size, size, len(name), 0, 0, 0, 0, attributes, offset
    )


def capped(name: str, data: bytes, most: int) -> bytes:
    """The data, unless there are more than `most` bytes of it."""
    if len(data) > most:
        raise Fault("bad-file", name=name, why=f"more than {most} bytes")
    return data


def strict_json(raw: bytes, name: str) -> Any:
    """JSON without doubled names, NaN, infinities, or depth that breaks the reader."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a name stands twice")
        return found

    def finite(text: str) -> float:
        if abs(float(text)) == float("inf"):
            raise ValueError("a number is too large")
        return float(text)

    def whole(text: str) -> int:
        if len(text) > 400:
            raise ValueError("a number is too long")
        return int(text)

    def never(text: str) -> None:
        raise ValueError(f"{text} is not JSON")

    hooks: dict[str, Any] = {"parse_float": finite, "parse_int": whole, "parse_constant": never}
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=once, **hooks)
    except RecursionError:
        raise Fault("bad-json", name=name, why="too deep") from None
    except UnicodeDecodeError:
        raise Fault("bad-json", name=name, why="not UTF-8") from None
    except ValueError as error:
        raise Fault("bad-json", name=name, why=error) from None


def unbase64(text: str) -> bytes:
    """Standard base64 in its one canonical form; nothing where it is not that."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        return b""
    return raw if base64.b64encode(raw).decode() == text else b""


class Key:
    """A verifier key `name+keyid+base64(type || key)`: type 1 signs logs, type 4 cosigns as a witness."""

    def __init__(self, text: str, where: str) -> None:
        self.text = text.strip()
        self.name, _, rest = self.text.partition("+")
        material = unbase64(rest.partition("+")[2])
        self.id = sha256(self.name.encode("utf-8", "replace") + b"\n" + material).digest()[:4]
        if len(material) != 33 or material[0] not in (1, 4) or rest.partition("+")[0] != self.id.hex():
            raise Fault("bad-key", name=where)
        self.kind, self._public = material[0], Ed25519PublicKey.from_public_bytes(material[1:])

    def signed(self, note: Note) -> int | None:
        """None if this key did not sign the note, else the cosignature's time (0 for a log's own signature)."""
        for name, raw in note.signatures:
            if name == self.name and raw[:4] == self.id:
                moment = int.from_bytes(raw[4:12], "big") if self.kind == 4 else 0
                head = f"cosignature/v1\ntime {moment}\n" if self.kind == 4 else ""
                try:
                    self._public.verify(raw[12 if self.kind == 4 else 4 :], (head + note.text).encode())
                except InvalidSignature:
                    return None
                return moment
        return None


class Note:
    """A checkpoint: origin, size, root, and the signatures under it."""

    def __init__(self, raw: bytes, name: str) -> None:
        try:
            head, blank, tail = raw.decode("utf-8").partition("\n\n")
        except ValueError:
            raise Fault("bad-note", name=name, why="not UTF-8") from None
        lines, under = head.split("\n"), [line.split(" ") for line in tail[:-1].split("\n")]
        if not blank or len(lines) != 3 or not tail.endswith("\n") or len(under) > 64:
            raise Fault("bad-note", name=name, why="not three lines, an empty one, and signatures")
        self.origin, self.size, self.root = lines[0], 0, unbase64(lines[2])
        if not ORIGIN.fullmatch(self.origin) or not NUMBER.fullmatch(lines[1]) or len(self.root) != 32:
            raise Fault("bad-note", name=name, why="origin, size or root is not written as it has to be")
        self.size, self.text = int(lines[1]), head + "\n"
        self.signatures = [(parts[1], unbase64(parts[2])) for parts in under if len(parts) == 3 and parts[0] == "—"]
        if len(self.signatures) != len(under) or not all(68 <= len(s) <= 5000 for _, s in self.signatures):
            raise Fault("bad-note", name=name, why="a signature line is not written as it has to be")


def parent(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\1" + left + right).digest()


def folded(row: Sequence[bytes]) -> bytes:
    """The root over 2**k hashes."""
    while len(row) > 1:
        row = [sha256(b"\1" + row[i] + row[i + 1]).digest() for i in range(0, len(row), 2)]
    return row[0]


class Tree:
    """An RFC 9162 tree that grows: the hashes of the last, unfinished tile of each level, and finished tiles told."""

    def __init__(self, finished: Callable[[int, int, list[bytes]], object]) -> None:
        self.size, self._levels, self._finished = 0, list[list[bytes]](), finished

    def push(self, digest: bytes, level: int = 0) -> None:
        """One more hash at a level."""
        if level == len(self._levels):
            self._levels.append([])
        row = self._levels[level]
        row.append(digest)
        if len(row) == 256:
            self._finished(level, self.size >> 8 * (level + 1), row)
            self._levels[level] = []
            self.push(folded(row), level + 1)
        self.size += level == 0

    def last_tiles(self) -> Iterator[tuple[int, int, list[bytes]]]:
        """The unfinished tiles: level, number, hashes."""
        return ((n, self.size >> 8 * (n + 1), row) for n, row in enumerate(self._levels) if row)

    def root(self) -> bytes:
        """The root over all that was pushed."""
        whole: list[bytes] = []
        for row in reversed(self._levels):
            place = 0
            for power in (1 << k for k in range(7, -1, -1) if len(row) >> k & 1):
                whole.append(folded(row[place : place + power]))
                place += power
        top = whole.pop() if whole else sha256(b"").digest()
        while whole:
            top = parent(whole.pop(), top)
        return top


def tile_name(kind: str | int, n: int, width: int) -> str:
    """The file of a tile of hashes (kind: its level) or of records (kind: entries)."""
    digits = str(n).zfill(-(-max(3, len(str(n))) // 3) * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join(["tile", str(kind), *("x" + p for p in parts[:-1]), parts[-1]]) + (f".p/{width}" * (width < 256))


def records_in(raw: bytes, width: int, name: str) -> list[bytes]:
    """The records of an entry bundle: each after its length in two bytes."""
    found, place = [], 0
    while place < len(raw):
        end = place + 2 + int.from_bytes(raw[place : place + 2], "big")
        found.append(raw[place + 2 : end])
        place = end
    if place != len(raw) or len(found) != width:
        raise Fault("bad-file", name=name, why=f"does not hold {width} records")
    return found


def leaf_of(raw: bytes, index: int) -> dict[str, Any]:
    """A record, if it is one."""
    leaf = strict_json(raw, f"record {index}")
    texts = ("id", "kind", "at", "actor", "subject")
    if not isinstance(leaf, dict) or leaf.keys() != LEAF or leaf["v"] != 1 or leaf["v"] is True:
        raise Fault("bad-leaf", index=index, why="not a record of version 1")
    if not all(isinstance(leaf[t], str) for t in texts) or not ID.fullmatch(leaf["id"]) or not AT.fullmatch(leaf["at"]):
        raise Fault("bad-leaf", index=index, why="its id, time or texts are not written as they have to be")
    sealed = [leaf["sealed"]] if leaf["sealed"] is not None else []
    if not isinstance(leaf["clear"], dict) or not isinstance(leaf["commitments"], dict):
        raise Fault("bad-leaf", index=index, why="its fields are no fields")
    for digest in (*leaf["commitments"].values(), *sealed):
        if not isinstance(digest, str) or not HEX.fullmatch(digest):
            raise Fault("bad-leaf", index=index, why="a commitment is not a SHA-256")
    return leaf


class Check:
    """One run over one bundle: what it says, and each fault.

    Nothing is believed before it is traced to the signed checkpoint: the records by their hashes, the manifest by the
    last record, every other file by the manifest. A file that is traced to nothing is a fault.
    """

    def __init__(self, bundle: Any) -> None:
        self.bundle, self.faults, self.facts = bundle, list[Fault](), dict[str, Any]()
        self._held: dict[str, bytes] = {}
        self._room = LARGE
        self._roots: dict[int, bytes] = {}
        self._wanted: dict[str, tuple[int, dict[str, Any]] | None] = {}

    def run(
        self,
        trust: str | None = None,
        since: Sequence[tuple[str, bytes]] = (),
        records: Sequence[str] = (),
        witnesses: Sequence[str] = (),
    ) -> Check:
        """Checks everything. trust: a verifier key; since: earlier checkpoints as (name, bytes); records: ids."""
        try:
            key, head = self._signed(trust)
            files = self._manifest()
            old = [self._earlier(name, raw, key, head) for name, raw in since]
            listed = [n for n in self._held if n.startswith(("checkpoints/", "cosigned/"))]
            notes = [(n, note) for n in listed for note in self._tried(self._kept, n, key, head)]
            self._wanted = dict.fromkeys([*records, *(Path(n).stem for n in self._held if n.startswith("openings/"))])
            self._records(head, {note.size for note in [head, *old, *(note for _, note in notes)]}, files)
        except Fault as fault:
            self.faults.append(fault)
            return self
        for (name, _), note in zip(since, old):  # noqa: B905 - strict needs Python 3.10
            self._tried(self._begins_with, name, note)
        for name, note in notes:
            self._tried(self._begins_with, name, note)
        for name in (n for n in self._held if n.startswith("openings/")):
            self._tried(self._opening, name)
        for name in (n for n in self._held if n.startswith("timestamps/")):
            self._tried(self._timestamp, name)
        self.facts["since"] = [{"size": note.size, "root": note.root.hex()} for note in old]
        self._cosigned(notes, witnesses)
        self._found(records)
        return self

    def _tried(self, step: Callable[..., Any], *given: Any) -> list[Any]:
        try:
            return [step(*given)]
        except Fault as fault:
            self.faults.append(fault)
            return []

    def _read(self, name: str, most: int) -> bytes:
        if name not in self.bundle.names:
            raise Fault("missing-file", name=name)
        return bytes(self.bundle.read(name, most))

    def _signed(self, trust: str | None) -> tuple[Key, Note]:
        """The checkpoint, once the log's key has been found to have signed it and nothing else stands under it."""
        own = self._read("key", SMALL)
        key = Key(own.decode("utf-8", "replace"), "key")
        if trust is not None and Key(trust, "--trust").text != key.text:
            raise Fault("other-key", name="key", found=key.text, trusted=trust.strip())
        if own != f"{key.text}\n".encode() or key.kind != 1:
            raise Fault("bad-key", name="key")
        head = Note(self._read("checkpoint", SMALL), "checkpoint")
        if head.origin != key.name or key.signed(head) is None:
            raise Fault("unsigned", name="checkpoint", key=key.text)
        if len(head.signatures) != 1:
            raise Fault("bad-note", name="checkpoint", why="more than the log's signature is under it")
        if head.size > 256 * len(self.bundle.names):
            raise Fault("too-big", size=head.size, files=len(self.bundle.names))
        self.facts |= {"origin": head.origin, "key": key.text, "trusted": trust is not None}
        self.facts |= {"size": head.size, "root": head.root.hex()}
        return key, head

    def _manifest(self) -> dict[str, list[Any]]:
        """The files that the manifest names, each with the right bytes. Whether it is the manifest is seen later."""
        raw = self._read("manifest.json", LARGE)
        found = strict_json(raw, "manifest.json")
        files = found.get("files") if isinstance(found, dict) and found.keys() == {"v", "files"} else None
        if not isinstance(files, dict) or found["v"] != 1:
            raise Fault("bad-json", name="manifest.json", why="not a manifest of version 1")
        for name, facts in files.items():
            if not NAME.fullmatch(name) or name in FIXED or name.startswith("tile/"):
                raise Fault("bad-file", name=name, why="a manifest may not name this")
            if not isinstance(facts, list) or [type(f) for f in facts] != [int, str] or not 0 <= facts[0] <= LARGE:
                raise Fault("bad-json", name="manifest.json", why=f"size and SHA-256 of {name} are missing")
            self._tried(self._listed, name, facts)
        self.facts["manifest"] = sha256(raw).hexdigest()
        return {name: facts for name, facts in files.items() if name in self._held or name in self.bundle.names}

    def _listed(self, name: str, facts: list[Any]) -> None:
        data = self._read(name, facts[0])
        if [len(data), sha256(data).hexdigest()] != facts:
            raise Fault("bad-file", name=name, why="is not what the manifest says")
        if name.startswith(("checkpoints/", "cosigned/", "openings/", "timestamps/")):
            self._room -= len(data)
            if self._room < 0:
                raise Fault("bad-file", name=name, why=f"more than {LARGE} bytes of checkpoints and openings")
            self._held[name] = data

    def _kept(self, name: str, key: Key, head: Note) -> Note:
        """An earlier checkpoint that the bundle holds, for a tree no larger than the bundle's."""
        note = self._earlier(name, self._held[name], key, head)
        if name.rpartition("/")[2] != str(note.size):
            raise Fault("bad-note", name=name, why=f"it is the one of {note.size} records")
        return note

    def _earlier(self, name: str, raw: bytes, key: Key, head: Note) -> Note:
        note = Note(raw, name)
        if note.origin != head.origin:
            raise Fault("other-log", name=name, found=note.origin, origin=head.origin)
        if key.signed(note) is None:
            raise Fault("unsigned", name=name, key=key.text)
        if note.size > head.size:
            raise Fault("rolled-back", name=name, old=note.size, size=head.size)
        return note

    def _begins_with(self, name: str, note: Note) -> None:
        if self._roots[note.size] != note.root:
            raise Fault("forked", name=name, old=note.size)

    def _records(self, head: Note, sizes: set[int], files: dict[str, list[Any]]) -> None:
        """Every record read, hashed and compared with the tiles and the roots."""
        expected = {*FIXED, *files}
        erased: list[str] = []
        seen: set[bytes] = set()
        leaf: dict[str, Any] = {}

        def told(level: int, n: int, row: list[bytes]) -> None:
            name = tile_name(level, n, len(row))
            expected.add(name)
            if self._read(name, 8192) != b"".join(row):
                raise Fault("tile", name=name)

        tree = Tree(lambda *tile: self._tried(told, *tile))
        if 0 in sizes:
            self._roots[0] = tree.root()
        for n in range(-(-head.size // 256)):
            width = min(256, head.size - 256 * n)
            name = tile_name("entries", n, width)
            expected.add(name)
            for raw in records_in(self._read(name, ENTRIES), width, name):
                try:
                    leaf = leaf_of(raw, tree.size)
                    self._remember(leaf, tree.size, seen, erased)
                except Fault as fault:
                    self.faults.append(fault)
                tree.push(sha256(b"\0" + raw).digest())
                if tree.size in sizes:
                    self._roots[tree.size] = tree.root()
        for tile in tree.last_tiles():
            self._tried(told, *tile)
        if self._roots[head.size] != head.root:
            raise Fault("root", size=head.size)
        self._closed(leaf, expected)
        self.facts["erased"] = len(erased)

    def _remember(self, leaf: dict[str, Any], index: int, seen: set[bytes], erased: list[str]) -> None:
        own = bytes.fromhex(leaf["id"])
        if own in seen:
            raise Fault("bad-leaf", index=index, why="another record has the same id")
        seen.add(own)
        if leaf["kind"] == "ledger.erased":
            gone = leaf["clear"].get("erased")
            before = isinstance(gone, str) and ID.fullmatch(gone) and bytes.fromhex(gone) in seen and gone != leaf["id"]
            if not before:
                raise Fault("bad-leaf", index=index, why="it erases a record that is not before it")
            erased.append(gone)
        if leaf["id"] in self._wanted:
            self._wanted[leaf["id"]] = index, leaf
        if not index:
            self.facts["first_record_at"] = leaf["at"]

    def _closed(self, last: dict[str, Any], expected: set[str]) -> None:
        """The last record names the manifest, and there is no file besides."""
        if not last or last["kind"] != "ledger.exported":
            raise Fault("no-manifest")
        if last["clear"].get("manifest") != self.facts["manifest"]:
            raise Fault("manifest")
        self.facts |= {"exported_at": last["at"], "exported_by": last["actor"]}
        for name in sorted(self.bundle.names - expected):
            self.faults.append(Fault("extra-file", name=name))

    def _opening(self, name: str) -> None:
        """Private fields that are shown: salt and value have to be what the record commits to."""
        found = self._wanted[Path(name).stem]
        if found is None:
            raise Fault("no-record", id=Path(name).stem)
        shown = strict_json(self._held[name], name)
        if not isinstance(shown, dict):
            raise Fault("bad-json", name=name, why="not fields")
        for field, pair in shown.items():
            if not isinstance(pair, list) or [type(p) for p in pair] != [str, str] or not HEX.fullmatch(pair[0]):
                raise Fault("bad-json", name=name, why="a field is not [salt, value]")
            digest = sha256(bytes.fromhex(pair[0]) + pair[1].encode("utf-8", "surrogatepass")).hexdigest()
            if found[1]["commitments"].get(field) != digest:
                raise Fault("bad-opening", name=name, field=field, id=Path(name).stem)
            strict_json(pair[1].encode("utf-8", "surrogatepass"), name)

    def _timestamp(self, name: str) -> None:
        """What a timestamp says, and that it is about the checkpoint of that size; its signature is not checked."""
        size = name.split("/")[1]
        stamped = self._held.get(f"checkpoints/{size}")
        try:
            digest, moment = stamp(self._held[name])
        except (ValueError, IndexError) as error:
            raise Fault("bad-timestamp", name=name, size=size, why=error) from None
        if stamped is None or digest != sha256(stamped).digest():
            raise Fault("bad-timestamp", name=name, size=size, why="it is about something else")
        self.facts.setdefault("timestamps", []).append({"size": int(size), "says": moment, "file": name})

    def _cosigned(self, notes: Sequence[tuple[str, Note]], witnesses: Sequence[str]) -> None:
        self.facts["cosigned"] = []
        for text in witnesses:
            for witness in self._tried(Key, text, "--witness"):
                signed = [(note.size, when) for _, note in notes for when in [witness.signed(note)] if when is not None]
                if witness.kind != 4 or not signed:
                    self.faults.append(Fault("not-witnessed", name=witness.name))
                else:
                    size, when = max(signed)
                    self.facts["cosigned"].append({"witness": witness.text, "size": size, "time": when})
        known = {text.partition("+")[0] for text in witnesses} | {note.origin for _, note in notes}
        self.facts["other_witnesses"] = sorted({name for _, note in notes for name, _ in note.signatures} - known)

    def _found(self, records: Sequence[str]) -> None:
        self.facts["records"] = []
        for own in records:
            found = self._wanted.get(own)
            if found is None:
                self.faults.append(Fault("no-record", id=own))
            else:
                self.facts["records"].append({"index": found[0], "record": found[1]})


def stamp(raw: bytes) -> tuple[bytes, str]:
    """The digest that an RFC 3161 response is about, and the time that it says. Raises ValueError, IndexError."""

    def parts(data: bytes) -> list[tuple[int, bytes]]:
        found, place = [], 0
        while place < len(data):
            tag, size, head = data[place], data[place + 1], 2
            if size & 0x80:
                head += size & 0x7F
                size = int.from_bytes(data[place + 2 : place + head], "big")
            if head > 6 or place + head + size > len(data):
                raise ValueError("not DER")
            found.append((tag, data[place + head : place + head + size]))
            place += head + size
        return found

    status, token = parts(parts(raw)[0][1])
    if parts(status[1])[0] not in ((2, b"\0"), (2, b"\1")):
        raise ValueError("the server did not grant it")
    signed = parts(parts(parts(token[1])[1][1])[0][1])
    content = parts(signed[2][1])
    info = parts(parts(parts(content[1][1])[0][1])[0][1])
    algorithm, digest = parts(info[2][1])
    if parts(algorithm[1])[0][1] != bytes.fromhex("608648016503040201") or info[4][0] != 0x18:
        raise ValueError("not SHA-256, or without a time")
    return digest[1], info[4][1].decode("ascii")


def climbed(digest: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a proof of inclusion leads to (RFC 9162, 2.1.3.2), or None where it leads nowhere."""
    place, last = index, size - 1
    for step in path:
        if not last:
            return None
        if place & 1 or place == last:
            digest = parent(step, digest)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            digest = parent(digest, step)
        place, last = place >> 1, last >> 1
    return digest if index < size and not last else None


def check_proof(raw: bytes, trust: str, name: str) -> dict[str, Any]:
    """The record that a .tlog-proof proves, and where it stands. Raises Fault."""
    head, _, checkpoint = raw.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    index = lines[2][6:] if len(lines) > 2 and lines[2].startswith("index ") else ""
    path = [unbase64(line) for line in lines[3:]]
    leaf = unbase64(lines[1][6:]) if len(lines) > 1 and lines[1].startswith("extra ") else b""
    if lines[0] != "c2sp.org/tlog-proof@v1" or not NUMBER.fullmatch(index) or any(len(p) != 32 for p in path):
        raise Fault("bad-file", name=name, why="not a proof of a record")
    note, key = Note(checkpoint, name), Key(trust, "--trust")
    if note.origin != key.name or key.kind != 1 or key.signed(note) is None:
        raise Fault("unsigned", name=name, key=key.text)
    if climbed(sha256(b"\0" + leaf).digest(), int(index), note.size, path) != note.root:
        raise Fault("bad-proof", name=name)
    facts = {"origin": note.origin, "key": key.text, "trusted": True, "size": note.size, "root": note.root.hex()}
    return facts | {"records": [{"index": int(index), "record": leaf_of(leaf, int(index))}]}


def opened(path: Path) -> Any:
    """The bundle at a path. Raises Fault, Unusable."""
    if os.path.isdir(path):  # noqa: PTH112 - false, not an error, for a name that is too long
        return Folder(path)
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from error
    return Zip(file, os.fstat(file.fileno()).st_size, path.name)


def small(path: str) -> bytes:
    """A file that the caller names: a key, a checkpoint."""
    try:
        with Path(path).open("rb") as file:
            return capped(path, file.read(SMALL + 1), SMALL)
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from error


def key_text(given: str | None) -> str | None:
    """A verifier key as it was given: the text itself, or a file that holds it."""
    return small(given).decode("utf-8", "replace").strip() if given and os.path.isfile(given) else given  # noqa: PTH113 - a key may be longer than a path


def verify(
    bundle: str, trust: str | None, since: Sequence[str], records: Sequence[str], witnesses: Sequence[str]
) -> tuple[dict[str, Any], list[Fault]]:
    """What a bundle or a proof says, and each fault. Raises Unusable."""
    path, trust = Path(bundle), key_text(trust)
    try:
        if path.suffix == ".tlog-proof":
            if trust is None:
                raise Unusable(f"{bundle}: a proof is checked against a key: give the log's key with --trust")
            return check_proof(small(bundle), trust, path.name), []
        earlier = [(Path(name).name, small(name)) for name in since]
        keys = [key_text(w) or w for w in witnesses]
        check = Check(opened(path)).run(trust, earlier, records, keys)
    except Fault as fault:
        return {}, [fault]
    return check.facts, check.faults


def told(facts: dict[str, Any], faults: Sequence[Fault]) -> Iterator[str]:
    """The answer in lines for people."""
    if "origin" in facts:
        yield f"log {facts['origin']}: {facts['size']} records, root {facts['root']}"
        yield f"signed by {facts['key']}"
        if not facts["trusted"]:
            yield "NOT CHECKED: whose key that is; it came with the bundle. Compare it with one you got another way."
    if "exported_at" in facts:
        yield f"records from {facts.get('first_record_at', '?')} to {facts['exported_at']} by the log's own clock"
        yield f"exported by {facts['exported_by']}; private parts erased: {facts['erased']}"
    for old in facts.get("since", []) if not faults else []:
        yield f"it begins with the {old['size']} records of the earlier checkpoint {old['root']}"
    for seen in facts.get("cosigned", []):
        yield f"witness {seen['witness']} cosigned {seen['size']} records at POSIX time {seen['time']}"
    if facts.get("other_witnesses"):
        yield f"NOT CHECKED: cosignatures of {', '.join(facts['other_witnesses'])}; give their keys with --witness"
    for mark in facts.get("timestamps", []):
        yield f"a timestamp of {mark['size']} records says {mark['says']}; NOT CHECKED: who signed {mark['file']}"
    for found in facts.get("records", []):
        yield f"record {found['index']}: {json.dumps(found['record'], ensure_ascii=False, sort_keys=True)}"
    for fault in faults[:MOST_FAULTS]:
        yield f"FAULT: {fault}"
    if len(faults) > MOST_FAULTS:
        yield f"FAULT: and {len(faults) - MOST_FAULTS} more"
    yield "FINE: everything holds" if not faults else f"NOT FINE: {len(faults)} fault{'s' * (len(faults) > 1)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="verify.py", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("bundle", help="an exported directory or zip, or a .tlog-proof file")
    parser.add_argument("--trust", metavar="KEY", help="the log's key, or a file with it")
    parser.add_argument("--since", metavar="FILE", action="append", default=[], help="an earlier checkpoint you hold")
    parser.add_argument("--record", metavar="ID", action="append", default=[], help="is this record in it?")
    parser.add_argument("--witness", metavar="KEY", action="append", default=[], help="require its cosignature")
    parser.add_argument("--json", action="store_true", help="the answer for programs")
    given = parser.parse_args(arguments)
    try:
        facts, faults = verify(given.bundle, given.trust, given.since, given.record, given.witness)
    except Unusable as error:
        sys.stderr.write(f"verify.py: {harmless(error)}\n")
        return 2
    if given.json:
        answer = {"fine": not faults, "faults": [{"code": f.code, "says": str(f)} for f in faults], **facts}
        sys.stdout.write(json.dumps(answer, indent=1) + "\n")
    else:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="backslashreplace")
        for line in told(facts, faults):
            sys.stdout.write(harmless(line) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

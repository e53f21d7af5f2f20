"""Bundles in memory: read from real exports, edited, or forged with a key of one's own."""

import copy
import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from overt.ledger import Keys, bundle, verify
from overt.ledger import merkle as tree
from overt.ledger.tiles import layout, path_of

KEYS = Keys("forged.example/log", b"s" * 32, b"m" * 32)


class Memory:
    """A bundle as a dictionary, for the verifier."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = dict(files)

    @property
    def names(self) -> set[str]:
        """The files."""
        return set(self.files)

    def read(self, name: str, most: int) -> bytes:
        """One file."""
        return verify.capped(name, self.files[name], most)


def loaded(path: Path) -> dict[str, bytes]:
    """The files of a bundle on disk."""
    held = verify.opened(path)
    return {name: held.read(name, 1 << 28) for name in sorted(held.names)}


def zipped(files: dict[str, bytes]) -> bytes:
    """The files as a zip of the one form."""
    whole = io.BytesIO()
    target = bundle.Zip(whole)
    for name in sorted(files):
        target.write(name, files[name])
    target.directory()
    return whole.getvalue()


def record(n: int = 0, **fields: Any) -> dict[str, Any]:
    """The fields of a right record; those given replace them."""
    return {
        "v": 1,
        "id": f"{n:032x}",
        "kind": "note",
        "at": "2026-01-02T03:04:05.000006Z",
        "actor": "person:ana",
        "subject": "case:1",
        "clear": {"n": n},
        "commitments": {},
        "sealed": None,
        **copy.deepcopy(fields),
    }


def raw(fields: dict[str, Any]) -> bytes:
    """A record as JSON."""
    return json.dumps(fields, separators=(",", ":"), sort_keys=True).encode()


def manifest_of(beside: dict[str, bytes]) -> bytes:
    """The manifest of some files."""
    files = {name: [len(data), sha256(data).hexdigest()] for name, data in beside.items()}
    return raw({"v": 1, "files": files})


def closing(manifest: bytes, n: int = 999, **fields: Any) -> bytes:
    """The last record of an export."""
    clear = {"manifest": sha256(manifest).hexdigest()}
    return raw(record(n, **{"kind": "ledger.exported", "clear": clear, **fields}))


def log_files(leaves: list[bytes]) -> dict[str, bytes]:
    """The tiles and entry bundles of some leaves."""
    files: dict[str, bytes] = {}
    rows = {0: [tree.leaf_hash(leaf) for leaf in leaves]}
    for kind, n, width in layout(len(leaves)):
        if kind == "entries":
            part = leaves[n * 256 : n * 256 + width]
            files[path_of(kind, n, width)] = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in part)
            continue
        assert isinstance(kind, int)
        if kind not in rows:
            below = rows[kind - 1]
            rows[kind] = [tree.folded(below[i : i + 256]) for i in range(0, len(below) - 255, 256)]
        files[path_of(kind, n, width)] = b"".join(rows[kind][n * 256 : n * 256 + width])
    return files


def root_of(leaves: list[bytes]) -> bytes:
    """The root of some leaves, the obvious way (RFC 6962, 2.1)."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return tree.leaf_hash(leaves[0])
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return tree.parent(root_of(leaves[:half]), root_of(leaves[half:]))


def forged(
    leaves: list[bytes] | None = None, beside: dict[str, bytes] | None = None, keys: Keys = KEYS, **files: bytes | None
) -> dict[str, bytes]:
    """A bundle whose every signature is right: what a log that lies could make. `files` replace or remove some."""
    manifest = manifest_of(beside or {})
    whole = [*([raw(record(n)) for n in range(3)] if leaves is None else leaves), closing(manifest)]
    made: dict[str, bytes | None] = {
        **log_files(whole),
        **(beside or {}),
        "manifest.json": manifest,
        "key": f"{keys.public}\n".encode(),
        "checkpoint": keys.checkpoint(len(whole), root_of(whole)).encode(),
        **files,
    }
    return {name: data for name, data in made.items() if data is not None}


def faults(files: dict[str, bytes], trust: str | None = None, **more: Any) -> list[str]:
    """What the verifier says against a bundle."""
    check = verify.Check(Memory(files)).run(trust, **more)
    lines = [verify.harmless(line) for line in verify.told(check.facts, check.faults)]  # the whole answer can be told
    assert lines[-1].startswith("NOT FINE" if check.faults else "FINE")
    json.dumps(check.facts)
    return [str(fault) for fault in check.faults]


def token(digest: bytes, when: bytes = b"20260102030405Z", status: bytes = b"\0") -> bytes:
    """An RFC 3161 response about a digest, without a signature: the verifier reads only what it is about."""

    def der(tag: int, *parts: bytes) -> bytes:
        body = b"".join(parts)
        size = len(body).to_bytes(2, "big")
        return bytes([tag]) + (b"\x82" + size if len(body) > 127 else size[1:]) + body

    imprint = der(0x30, der(0x30, der(6, bytes.fromhex("608648016503040201")), der(5)), der(4, digest))
    info = der(0x30, der(2, b"\1"), der(6, b"\x2a\3\4"), imprint, der(2, b"\5"), der(0x18, when))
    inner = der(0x30, der(6, bytes.fromhex("2a864886f70d0109100104")), der(0xA0, der(4, info)))
    signed = der(0x30, der(2, b"\3"), der(0x31), inner, der(0x31))
    content = der(0x30, der(6, bytes.fromhex("2a864886f70d010702")), der(0xA0, signed))
    return der(0x30, der(0x30, der(2, status)), content)

"""What a disk may hold after a power cut: every write that was not waited for may be there, torn, or gone.

A trace of strace becomes operations; `after` gives the files as they may be found when the power goes after some of
them. Written data are safe once fsync or fdatasync of the file has returned, names once that of their folder has.
"""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

CALL = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+= (-?\d+)")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
HANDLE = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True)
class Op:
    """One thing that was asked of the disk: write, cut, sync, create, name, unname, folder; or something was said."""

    what: str
    path: str = ""
    data: bytes = b""
    place: int = 0
    to: str = ""


def plain(hexed: str) -> str:
    """A text of strace -xx."""
    return bytes.fromhex(hexed.replace("\\x", "")).decode("utf-8", "surrogateescape")


def operations(trace: str, folder: Path) -> list[Op]:
    """The operations of a trace below a folder, paths made relative to it; shared memory is no disk."""
    found: list[Op] = []
    ends: dict[str, int] = {}
    for line in trace.splitlines():
        match = CALL.match(line)
        if not match or int(match[3]) < 0:
            continue
        call, arguments, result = match[1], match[2], int(match[3])
        handle = HANDLE.match(arguments)
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in TEXT.findall(arguments)]
        path = plain(handle[1]) if handle else (texts[0].decode() if texts else "")
        if call == "write" and path.startswith("pipe:"):
            found.append(Op("said", data=texts[0]))
        if not path.startswith(str(folder)) or path.endswith("-shm"):
            continue
        path = path[len(str(folder)) :].lstrip("/")
        if call == "openat" and "O_CREAT" in arguments:
            ends[path] = 0
            found.append(Op("create", path, place=int("O_TRUNC" in arguments)))
        elif call == "pwrite64":
            found.append(Op("write", path, texts[0][:result], int(arguments.rsplit(", ", 1)[1])))
        elif call == "write":
            found.append(Op("write", path, texts[0][:result], ends.get(path, 0)))
            ends[path] = ends.get(path, 0) + result
        elif call == "ftruncate":
            found.append(Op("cut", path, place=int(arguments.rsplit(", ", 1)[1])))
        elif call in ("fsync", "fdatasync"):
            found.append(Op("sync", path))
        elif call == "rename":
            found.append(Op("name", path, to=texts[1].decode()[len(str(folder)) :].lstrip("/")))
        elif call in ("unlink", "mkdir"):
            found.append(Op("unname" if call == "unlink" else "folder", path))
    return found


@dataclass
class Node:
    """A file: what is safe, and what was written since."""

    safe: bytes = b""
    since: list[Op] = field(default_factory=list)


def changed(data: bytes, op: Op, kept: int | None = None) -> bytes:
    """The content after a write (only its first `kept` bytes) or a cut."""
    if op.what == "cut":
        return data[: op.place].ljust(op.place, b"\0")
    part = op.data[:kept]
    return data[: op.place].ljust(op.place, b"\0") + part + data[op.place + len(part) :]


class Disk:
    """The files of a folder, as the running program sees them and as they may be found."""

    def __init__(self, base: Path) -> None:
        files = [path for path in base.rglob("*") if path.is_file()]
        self.names = {str(path.relative_to(base)): Node(path.read_bytes()) for path in files}
        self.safe_names: dict[str, Node | None] = dict(self.names)
        self.folder_log: list[Op] = []
        self._node_of: dict[int, Node] = {}

    def do(self, op: Op) -> None:
        """One operation happens."""
        if op.what == "create":
            node = self.names.get(op.path)
            if node is None:
                self.names[op.path] = node = Node()
                self._note(op, node)
            elif op.place:
                node.since.append(Op("cut", op.path))
        elif op.what in ("write", "cut"):
            self.names[op.path].since.append(op)
        elif op.what == "sync":
            self._sync(op.path)
        elif op.what == "name":
            moved = [name for name in self.names if name == op.path or name.startswith(op.path + "/")]
            for name in moved:
                self.names[op.to + name[len(op.path) :]] = self.names.pop(name)
            self._note(op, None)
        elif op.what == "unname":
            self.names.pop(op.path, None)
            self._note(op, None)

    def _note(self, op: Op, node: Node | None) -> None:
        self.folder_log.append(op)
        if node is not None:
            self._node_of[id(op)] = node

    def _sync(self, path: str) -> None:
        node = self.names.get(path)
        if node is not None:
            for op in node.since:
                node.safe = changed(node.safe, op)
            node.since.clear()
            return
        # A folder: names are kept in order by any journal, so all before the last that concerns it are safe, too.
        mine = [n for n, op in enumerate(self.folder_log) if path in (parent(op.path), parent(op.to))]
        for op in self.folder_log[: mine[-1] + 1] if mine else []:
            self._rename(self.safe_names, op)
        del self.folder_log[: mine[-1] + 1 if mine else 0]

    def _rename(self, names: dict[str, Node | None], op: Op) -> None:
        if op.what == "create":
            names[op.path] = self._node_of[id(op)]
        elif op.what == "unname":
            names.pop(op.path, None)
        else:
            for name in [name for name in names if name == op.path or name.startswith(op.path + "/")]:
                names[op.to + name[len(op.path) :]] = names.pop(name)

    def found(self, folder: Path, how: str, dice: random.Random) -> None:
        """Writes the files as they may be found. how: `lost` what is not safe, `torn` the last write, or `mixed`."""
        names = dict(self.safe_names)
        many = {"lost": 0, "torn": len(self.folder_log)}.get(how, dice.randint(0, len(self.folder_log)))
        for op in self.folder_log[:many]:
            self._rename(names, op)
        for name, node in names.items():
            if node is None:
                continue
            data = node.safe
            for n, op in enumerate(node.since):
                if how == "lost" or (how == "mixed" and dice.random() < 0.4):
                    continue
                torn = n == len(node.since) - 1 if how == "torn" else dice.random() < 0.3
                data = changed(data, op, dice.randrange(len(op.data)) if torn and op.data else None)
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


def parent(path: str) -> str:
    """The folder of a name."""
    return path.rpartition("/")[0]


def said(ops: Iterable[Op]) -> list[str]:
    """What was acknowledged."""
    return b"".join(op.data for op in ops if op.what == "said").decode().splitlines()

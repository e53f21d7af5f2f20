"""How much does pair finding cost, and how does the cost grow? Against the cost of sorting, and against a peer.

Every job runs in a process of its own on files made from the same actions; CPU seconds are those of the process
and its children, less what it used to start. The peer runs in an environment of its own.
"""

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from overt.errors import UsageError
from overt.evaluate.peer_environment import peer_python
from overt.model.action import ACTIONS_SCHEMA
from overt.simulate.actions import ActionStream, action_stream

TOOLKIT = "coordination-network-toolkit==1.5.2"
INTERVAL, LEAST = 10, 2
PIECE = 1_000_000
BURSTY = 150_000
TO_PEER = 3_000_000
"""Actions beyond which the peer is not run: it takes minutes."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of one job without its start, peak resident MB (0: not told), what it said."""

    cpu: float
    start: float
    memory: int
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Size:
    """One file: its actions, and the cost of each job; `agree`: whether overt and the peer found the same pairs."""

    name: str
    actions: int
    overt: Cost
    floor: Cost
    peer: Cost | None
    agree: bool | None

    def facts(self) -> dict[str, Any]:
        """As plain data, with the ratios."""
        return {
            "name": self.name,
            "actions": self.actions,
            "pairs": self.overt.said["pairs"],
            "plan": self.overt.said["plan"],
            "plan_because": self.overt.said["why"],
            "overt_cpu": self.overt.cpu,
            "overt_start_cpu": self.overt.start,
            "overt_memory_mb": self.overt.memory,
            "floor_cpu": self.floor.cpu,
            "peer_cpu": self.peer.cpu if self.peer else None,
            "peer_read_cpu": self.peer.said["read"] if self.peer else None,
            "times_floor": self.overt.cpu / self.floor.cpu,
            "peer_times_overt": self.peer.cpu / self.overt.cpu if self.peer else None,
            "pairs_agree": self.agree,
        }


def growth(sizes: Sequence[Size]) -> float | None:
    """The exponent e of cost ~ n^e between the files of 3 million and of the most actions; None with fewer."""
    known = sorted((s for s in sizes if s.actions >= 0.9 * TO_PEER), key=lambda s: s.actions)
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    return math.log(last.overt.cpu / first.overt.cpu) / math.log(last.actions / first.actions)


def scale(
    millions: Sequence[float], work: Path, peer: Path | None, memory: str, seed: int, step: Callable[[str, str], None]
) -> Iterator[Size]:
    """One Size per file: the bursty one first, then those of `millions` of actions. `peer`: the toolkit's Python."""
    work.mkdir(parents=True, exist_ok=True)
    for name, number in [("bursty", BURSTY), *((f"{m:g} M", round(m * 1e6)) for m in millions)]:
        step(name, "making actions")
        made = action_stream(number, seed)
        actions = work / "actions.parquet"
        _write_actions(made, actions)
        toolkit = peer if len(made) <= TO_PEER else None
        if toolkit:
            _write_csv(made, work / "actions.csv")
        step(name, "sorting")
        floor = _ours("floor", actions, work / "sorted.parquet", memory)
        step(name, "counting pairs")
        overt = _ours("pairs", actions, work / "pairs.parquet", memory)
        theirs = agree = None
        if toolkit:
            step(name, "counting pairs with coordination-network-toolkit")
            job = [str(toolkit), str(Path(__file__).with_name("toolkit_job.py"))]
            theirs = _run([*job, *map(str, (work / "actions.csv", work / "toolkit.csv", INTERVAL, LEAST))])
            agree = _pairs(work / "pairs.parquet") == _toolkit_pairs(work / "toolkit.csv")
        yield Size(name, len(made), overt, floor, theirs, agree)


def toolkit_python(cache: Path) -> Path:
    """The Python of an environment that holds the peer; made on first use. Raises UsageError without an index."""
    return peer_python(cache, TOOLKIT.replace("==", "-"), [TOOLKIT], "check the package index, or give --no-peer")


def _ours(job: str, actions: Path, out: Path, memory: str) -> Cost:
    arguments = [job, str(actions), str(out), str(INTERVAL), str(LEAST), memory]
    return _run([sys.executable, "-m", "overt.evaluate.scale_job", *arguments])


def _run(command: list[str]) -> Cost:
    """Runs one job; the kernel says what it and its children used."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    output = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise UsageError(f"a job ended with status {process.returncode}: {' '.join(command[1:4])}")
    said = json.loads(output.strip().splitlines()[-1])
    end = said.get("end", used.ru_utime + used.ru_stime)  # a job with children leaves it to the kernel
    return Cost(end - said["start"], said["start"], said.get("memory_mb", 0), said)


def _write_actions(made: ActionStream, path: Path) -> None:
    with pq.ParquetWriter(path, ACTIONS_SCHEMA) as file:
        for start in range(0, len(made), PIECE):
            part = slice(start, start + PIECE)
            number = len(made.t[part])
            columns = {
                "trace": pa.repeat("repost", number),
                "platform": pa.repeat("unknown", number),
                "account_id": _names("a", made.account[part]),
                "object": _names("o", made.object[part]),
                "acted_at": pa.array(made.t[part] * 1_000_000),
                "post": pa.array(np.arange(start, start + number)),
                "lang": pa.nulls(number, pa.string()),
                "source": pa.nulls(number, pa.string()),
            }
            file.write_table(pa.table([columns[name] for name in ACTIONS_SCHEMA.names], schema=ACTIONS_SCHEMA))


def _write_csv(made: ActionStream, path: Path) -> None:
    """The same actions in the columns that the toolkit reads."""
    number = len(made)
    empty = pa.repeat("", number)
    names = _names("a", made.account)
    columns = {
        "message_id": _names("m", np.arange(number)),
        "user_id": names,
        "username": names,
        "repost_id": _names("o", made.object),
        "reply_id": empty,
        "message": empty,
        "timestamp": pa.array(made.t),
        "urls": empty,
    }
    pacsv.write_csv(pa.table(columns), path)


def _names(prefix: str, numbers: Any) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pc.cast(pa.array(numbers), pa.string()), "")


def _pairs(path: Path) -> set[tuple[str, str, int]]:
    table = pq.read_table(path)
    return set(zip(*(table[name].to_pylist() for name in ("account_a", "account_b", "within")), strict=True))


def _toolkit_pairs(path: Path) -> set[tuple[str, str, int]]:
    options = pacsv.ReadOptions(column_names=["a", "b", "n"])
    table = pacsv.read_csv(path, read_options=options)
    return set(zip(*(table[name].to_pylist() for name in ("a", "b", "n")), strict=True))

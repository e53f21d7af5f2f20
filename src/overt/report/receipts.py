"""The receipts, read in batches: times for the pictures, and the few posts that the page prints.

receipts.parquet may be larger than memory. It is read twice: once without texts, to count and to choose; once
more for the texts of the chosen rows alone.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import isnan
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from overt.errors import InputError
from overt.report.results import Key, Pair, pair_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BATCH = 20_000
_LIGHT = ["network_id", "platform_a", "account_a", "platform_b", "account_b", "trace", "object",
          "gap_seconds",
          "time_a", "time_b"]  # fmt: skip
_MAX_OBJECTS = 50_000  # distinct objects a network may be asked about
_CANDIDATES = 60  # rows per network among which texts to print side by side are looked for


@dataclass(frozen=True)
class Post:
    """One post of a receipt, with the pointer to its row in the input."""

    account: Key
    post_id: str | None
    time: Any  # datetime or ISO text
    text: str | None
    file: Any
    row: Any


@dataclass(frozen=True)
class CoAction:
    """Two posts that did the same thing close in time."""

    trace: str
    object: str
    gap: float | None
    a: Post
    b: Post

    def seen_from(self, first: Key) -> "CoAction":
        """The same with the post of account `first` as `a`."""
        if self.a.account == first:
            return self
        return CoAction(self.trace, self.object, self.gap, self.b, self.a)


@dataclass
class PairTimes:
    """When a pair acted together: first and last time in microseconds, and how often."""

    first: int
    last: int
    count: int = 0


@dataclass
class Use:
    """How often an object stands in a network's receipts, by whom it was used, and when first on each platform."""

    count: int = 0
    accounts: set[Key] = field(default_factory=set)
    first: dict[str, int] = field(default_factory=dict)


@dataclass
class Receipts:
    """What one reading of receipts.parquet leaves in memory."""

    total: int = 0
    pairs: dict[Pair, PairTimes] = field(default_factory=dict)
    ticks: dict[str, dict[Key, dict[str, "array[int]"]]] = field(default_factory=dict)
    objects: dict[str, dict[tuple[str, str], Use]] = field(default_factory=dict)
    of_edge: dict[Pair, list[CoAction]] = field(default_factory=dict)
    of_network: dict[str, list[CoAction]] = field(default_factory=dict)


def time_of(microseconds: int) -> datetime:
    """The time that many microseconds after 1970 in UTC; outside the calendar, the nearest end of it."""
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return (datetime.max if microseconds > 0 else datetime.min).replace(tzinfo=UTC)


def read(path: Path, wanted: Iterable[Pair], posts_per_edge: int) -> Receipts:
    """Counts and times of all receipts; the posts of the `wanted` pairs, the closest in time first.

    A pair's posts are chosen to show different objects where there are any. Raises InputError.
    """
    chooser = _Chooser(set(wanted), posts_per_edge)
    receipts = Receipts()
    try:
        with pq.ParquetFile(path) as file:
            for number, row in enumerate(_rows(file, _LIGHT)):
                receipts.total += 1
                _count(receipts, chooser, number, row)
            _load(file, receipts, chooser)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"cannot be read as Parquet ({error})", where=str(path), mend="run the scan again") from error
    return receipts


def _rows(file: pq.ParquetFile, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    for batch in file.iter_batches(batch_size=_BATCH, columns=columns):
        lists = []
        for name in columns:
            column = batch.column(name)
            if pa.types.is_timestamp(column.type):
                column = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
            lists.append(column.to_pylist())
        yield from zip(*lists, strict=True)


def _count(receipts: Receipts, chooser: "_Chooser", number: int, row: tuple[Any, ...]) -> None:
    network, platform_a, account_a, platform_b, account_b, trace, thing, gap, time_a, time_b = row
    a, b = (platform_a or "", account_a or ""), (platform_b or "", account_b or "")
    pair = pair_of(a, b)
    trace, thing = trace or "unknown", thing or ""
    both = [time for time in (time_a, time_b) if time is not None]
    if both:
        times = receipts.pairs.get(pair)
        if times is None:
            times = receipts.pairs[pair] = PairTimes(min(both), max(both))
        times.count += 1
        times.first, times.last = min(times.first, *both), max(times.last, *both)
    closeness = float("inf") if gap is None or isnan(gap) else abs(gap)
    chooser.offer_edge(pair, thing, closeness, number)
    if network is None:
        return
    ticks = receipts.ticks.setdefault(network, {})
    for key, time in ((a, time_a), (b, time_b)):
        if time is not None:
            ticks.setdefault(key, {}).setdefault(trace, array("q")).append(time)
    uses = receipts.objects.setdefault(network, {})
    if (trace, thing) in uses or len(uses) < _MAX_OBJECTS:
        use = uses.setdefault((trace, thing), Use())
        use.count += 1
        use.accounts.update((a, b))
        for key, time in ((a, time_a), (b, time_b)):
            if time is not None:
                use.first[key[0]] = min(time, use.first.get(key[0], time))
    chooser.offer_network(network, thing, pair, closeness, number)


class _Chooser:
    """Keeps, while rows go by, the row numbers of the posts worth printing. Ties keep the earlier row."""

    def __init__(self, wanted: set[Pair], posts_per_edge: int) -> None:
        self.wanted = wanted
        self.posts = posts_per_edge
        self.edges: dict[Pair, dict[str, tuple[float, int]]] = {}
        self.spare: dict[Pair, list[tuple[float, int]]] = {}
        self.networks: dict[str, dict[str, tuple[float, int]]] = {}
        self.used: dict[str, dict[Pair, int]] = {}

    def offer_edge(self, pair: Pair, thing: str, closeness: float, number: int) -> None:
        """Keep the closest row of each object, and the closest others in reserve."""
        if pair not in self.wanted:
            return
        best = self.edges.setdefault(pair, {})
        row = (closeness, number)
        if thing not in best:
            best[thing] = row
        else:
            self.spare.setdefault(pair, []).append(max(row, best[thing]))
            best[thing] = min(row, best[thing])
            if len(self.spare[pair]) > 4 * self.posts:
                self.spare[pair] = sorted(self.spare[pair])[: self.posts]
        if len(best) > 8 * self.posts:
            kept = sorted(best.items(), key=lambda item: item[1])[: 2 * self.posts]
            self.edges[pair] = dict(kept)

    def offer_network(self, network: str, thing: str, pair: Pair, closeness: float, number: int) -> None:
        """Keep a few rows with different objects and not always the same two accounts."""
        kept = self.networks.setdefault(network, {})
        used = self.used.setdefault(network, {})
        if thing in kept:
            kept[thing] = min(kept[thing], (closeness, number))
        elif len(kept) < _CANDIDATES and used.get(pair, 0) < 3:
            kept[thing] = (closeness, number)
            used[pair] = used.get(pair, 0) + 1

    def rows_of(self, pair: Pair) -> list[int]:
        """The rows chosen for one pair, in the order in which they are printed."""
        chosen = sorted(self.edges.get(pair, {}).values())[: self.posts]
        chosen += sorted(self.spare.get(pair, []))[: self.posts - len(chosen)]
        return [number for _, number in chosen]


def _load(file: pq.ParquetFile, receipts: Receipts, chooser: _Chooser) -> None:
    """Second reading: the whole rows of what was chosen."""
    by_edge = {pair: chooser.rows_of(pair) for pair in chooser.wanted}
    by_network = {name: [number for _, number in sorted(kept.values())] for name, kept in chooser.networks.items()}
    needed = sorted({number for rows in (*by_edge.values(), *by_network.values()) for number in rows})
    found: dict[int, CoAction] = {}
    start, position = 0, 0
    for batch in file.iter_batches(batch_size=_BATCH) if needed else ():
        end = position
        while end < len(needed) and needed[end] < start + batch.num_rows:
            end += 1
        here = needed[position:end]
        for number, row in zip(
            here,
            batch.take(pa.array([number - start for number in here], pa.int64())).to_pylist(),
            strict=True,
        ):
            found[number] = _co_action(row)
        start, position = start + batch.num_rows, end
        if position == len(needed):
            break
    receipts.of_edge = {pair: [found[number] for number in rows] for pair, rows in by_edge.items()}
    receipts.of_network = {name: [found[number] for number in rows] for name, rows in by_network.items()}


def _co_action(row: dict[str, Any]) -> CoAction:
    def post(side: str) -> Post:
        return Post(
            (row[f"platform_{side}"] or "", row[f"account_{side}"] or ""),
            *(row[f"{name}_{side}"] for name in ("post_id", "time", "text", "file", "row")),
        )

    return CoAction(row["trace"] or "unknown", row["object"] or "", row["gap_seconds"], post("a"), post("b"))


def from_findings(receipt: dict[str, Any]) -> list[CoAction]:
    """The posts that findings.json gives with one top receipt."""

    def post(side: str, facts: dict[str, Any]) -> Post:
        account = (str(receipt.get(f"platform_{side}") or ""), str(receipt.get(f"account_{side}") or ""))
        return Post(account, *(facts.get(name) for name in ("post_id", "time", "text", "file", "row")))

    trace = str(receipt.get("trace") or "unknown")
    return [
        CoAction(
            str(item.get("trace") or trace), str(item.get("object") or ""), item.get("gap_seconds"),
            post("a", item.get("a") or {}), post("b", item.get("b") or {}),
        )
        for item in receipt.get("posts") or []
    ]  # fmt: skip

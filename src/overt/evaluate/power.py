"""Power: how small an operation would a scan of these very posts still find?

Rings of growing size are planted beside the posts, one ring in one copy, as if they stood in one more file, and the
copy is scanned with the same settings. The posts themselves are never changed. What is counted is how many of the
planted accounts come back as members of a network.
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from overt.engine import Session
from overt.errors import UsageError
from overt.evaluate.power_kept import Kept
from overt.evaluate.power_ring import Around, RingSpec, ring, shared
from overt.evaluate.power_words import Cell, facts
from overt.findings.sentences import about
from overt.model.action import ACTIONS_SCHEMA
from overt.model.parameter import checked
from overt.model.scale import duration
from overt.pairs import relate
from overt.run import Run, numbered
from overt.scan import decide, limits, scales_of
from overt.sources import ReadOptions
from overt.traces import Trace, TraceSettings, actions, chosen, is_late, late_actions
from overt.version import __version__

Step = Callable[[str, str], None]
Key = tuple[str, str]
LEAST, MOST = 3, 200
"""Accounts of a planted ring."""
LONGEST_PART = 3
"""A closeness of more than this part of the data's span is not tried."""


@dataclass(frozen=True)
class PowerSpec:
    """What is planted. `within`: seconds; `share`: of the planted members that have to come back; see RingSpec."""

    sizes: tuple[int, ...] = (3, 5, 8, 12, 20, 30)
    within: tuple[int, ...] = (60, 600, 3600)
    repeats: int = 10
    objects: int = 10
    cover: float = 1.0
    through: str = ""
    share: float = 0.95
    seed: int = 0

    def checked(self) -> "PowerSpec":
        """Itself, sizes and closeness in order. Raises UsageError where a value is out of bounds."""
        for name, values, least, most in (
            ("--sizes", self.sizes, LEAST, MOST),
            ("--within", self.within, 1, 86_400),
            ("--repeats", (self.repeats,), 1, 1_000),
            ("--objects", (self.objects,), 1, 1_000),
            ("--cover", (self.cover,), 0, 20),
            ("--share", (self.share,), 0.01, 1),
        ):
            if not values or not all(least <= value <= most for value in values):
                raise UsageError(f"{name} is {', '.join(map(str, values))}", mend=f"give {least:g} to {most:g}")
        return PowerSpec(
            **{**asdict(self), "sizes": tuple(sorted(set(self.sizes))), "within": tuple(sorted(set(self.within)))}
        )


@dataclass(frozen=True)
class Ground:
    """The posts as they were read, and everything that a copy of them is scanned with."""

    posts: pa.Table
    actions: pa.Table
    traces: Sequence[Trace]
    settings: dict[str, Any]
    run: Run
    around: Around
    through: str
    aside: Path

    def copy(self, size: int, within: int, repeat: int, spec: PowerSpec) -> tuple[pa.Table, set[Key]]:
        """The posts of one ring with its cover, and its accounts."""
        rng = np.random.default_rng([spec.seed, size, within, repeat])
        planted = ring(self.around, RingSpec(size, within, spec.objects, spec.cover, self.through), self.posts, rng)
        keys = zip(planted["platform"].to_pylist(), planted["account_id"].to_pylist(), strict=True)
        return planted, set(keys)

    def members(self, planted: pa.Table | None) -> set[Key]:
        """The members of all networks that a scan finds, with the planted posts beside the others."""
        posts, more, resolutions = self.posts, [self.actions], list(self.run.resolutions)
        late = [trace for trace in self.traces if is_late(trace)]
        if planted is not None:
            batch = planted.combine_chunks().to_batches()[0]
            new = numbered(batch, posts.schema, posts.num_rows, len(resolutions))
            early = [trace for trace in self.traces if not is_late(trace)]
            more += list(actions([new], early, posts.num_rows))
            posts = pa.concat_tables([posts, pa.Table.from_batches([new])])
            resolutions.append(self.around.resolution)
        with tempfile.TemporaryDirectory(prefix="copy-", dir=self.aside) as here, Session(Path(here)) as session:
            session.store("posts", posts)
            more += late_actions(session.path("posts"), self.run.accounts(), late)
            session.store("actions", pa.concat_tables(more))
            scales = scales_of(self.run)
            made = relate(session, limits(self.settings, self.traces, scales), resolutions, _quietly)
            _, networks = decide(made, scales, self.settings, self.run)
        names = made.accounts["platform"].to_pylist(), made.accounts["account_id"].to_pylist()
        return {(names[0][a], names[1][a]) for network in networks.networks for a in network.members}


def power(
    paths: Sequence[str | Path],
    spec: PowerSpec,
    parameters: dict[str, Any],
    read: ReadOptions,
    only: Sequence[str] = (),
    also: Sequence[str] = (),
    kept: Path | None = None,
    resume: bool = False,
    accept: Callable[[dict[str, Any]], None] = lambda asked: None,
    step: Step = lambda stage, detail: None,
    note: Callable[[str], None] = lambda line: None,
) -> dict[str, Any]:
    """Plants every size at every closeness, `repeats` times, and tells what came back: the content of power.json.

    `kept`: a file in which finished copies are kept; `resume` goes on from it. `accept` may refuse, once the posts are
    read; `note` is told how long it may take, before the first copy. Raises OvertError.
    """
    spec, settings = spec.checked(), checked(parameters)
    with tempfile.TemporaryDirectory(prefix="overt-power-") as aside:
        step("read", "reading the posts")
        ground = _ground(paths, settings, read, only, also, Path(aside), spec.through)
        if rejected := sum(file.rows_rejected for file in ground.run.files):
            note(f"{rejected:,} rows could not be read; `overt scan` says which, and why.")
        within = _possible(spec, ground, note)
        asked = {
            "overt": __version__,
            "inputs": [{"name": f.name, "sha256": f.sha256} for f in ground.run.files],
            "parameters": settings,
            "traces": sorted(t.name for t in ground.traces),
            "planted": asdict(spec) | {"within": list(within), "sizes": list(spec.sizes), "through": ground.through}
            | {"platform": ground.around.platform},
            "posts": ground.posts.num_rows,
        }  # fmt: skip
        accept(asked)
        done = Kept(kept, asked, resume)
        step("as it is", "a scan of the posts without any ring")
        begin = time.perf_counter()
        before = ground.members(None)
        _run(ground, spec, within, before, done, step, note, time.perf_counter() - begin)
        cells = [
            Cell(size, w, tuple(done.of(size, w, r) for r in range(spec.repeats)))
            for w in within
            for size in spec.sizes
        ]
    return facts(asked, cells, len(before), spec.share)


def _run(
    ground: Ground,
    spec: PowerSpec,
    within: Sequence[int],
    before: set[Key],
    done: Kept,
    step: Step,
    note: Callable[[str], None],
    seconds: float,
) -> None:
    """Every copy that is not done yet. `seconds`: how long one scan took."""
    todo = [c for c in _copies(spec, within) if not done.has(*c)]
    if not todo:
        return
    note(
        f"{len(todo):,} copies of your data at about {about(seconds)} each: about {about(seconds * len(todo))} in all."
    )
    begin = time.perf_counter()
    for number, (size, closeness, repeat) in enumerate(todo):
        left = (time.perf_counter() - begin) / number * (len(todo) - number) if number else seconds * len(todo)
        step("copies", f"{number + 1:,} of {len(todo):,}, about {about(left)} left")
        planted, accounts = ground.copy(size, closeness, repeat, spec)
        found = ground.members(planted)
        done.add(size, closeness, repeat, len(found & accounts), len(found - accounts - before))


def _copies(spec: PowerSpec, within: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Size, closeness, repeat: every cell once before any of them twice."""
    for repeat in range(spec.repeats):
        for closeness in within:
            for size in spec.sizes:
                yield size, closeness, repeat


def _ground(
    paths: Sequence[str | Path],
    settings: dict[str, Any],
    read: ReadOptions,
    only: Sequence[str],
    also: Sequence[str],
    aside: Path,
    through: str,
) -> Ground:
    run = Run(paths, aside / "data", settings, read, [*only, *(f"+{name}" for name in also)], False, _quietly)
    with Session(run.work) as session:
        traces = run.read(session, lambda ids: chosen(ids, only, TraceSettings(settings["min_text"]), also))
        posts, found = pq.read_table(session.path("posts")), pq.read_table(session.path("actions"))
    late = pa.array([trace.name for trace in traces if is_late(trace)], pa.string())
    early = found.filter(pc.invert(pc.is_in(found["trace"], value_set=late))).cast(ACTIONS_SCHEMA)
    ids = [name.removeprefix("trace_") for name in posts.column_names if name.startswith("trace_")]
    what = shared(posts, ids, through)
    return Ground(posts, early, traces, {**settings, "permutations": 0}, run, Around(posts), what, aside)


def _possible(spec: PowerSpec, ground: Ground, note: Callable[[str], None]) -> tuple[int, ...]:
    """The closenesses that these data can show. Raises UsageError where there is none."""
    finest, span = ground.around.resolution, ground.run.span_seconds
    fits = tuple(w for w in spec.within if finest <= w <= span / LONGEST_PART)
    if left := [duration(w) for w in spec.within if w not in fits]:
        note(
            f"Not tried: {', '.join(left)}. The times of these posts are to {duration(finest)}, and they span "
            f"{about(span)}."
        )
    if not fits:
        raise UsageError("none of the times of --within can be tried", mend=f"give some from {duration(finest)} on")
    return fits


def _quietly(stage: str, detail: str) -> None:
    """Nobody is told of the stages of each copy."""

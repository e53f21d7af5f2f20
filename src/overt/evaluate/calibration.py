"""Calibration: how many edges does overt find where there is no coordination? (METHOD section 7)"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from scipy.stats import binomtest

from overt.engine import Session
from overt.evaluate.null_copies import KINDS, Original, met, null_copy
from overt.evaluate.planted_null import Planted, ring_in_null
from overt.evaluate.qq import draw
from overt.model.co_use import Floats
from overt.model.parameter import checked
from overt.model.scale import Scale
from overt.pairs import Limits, Related, relate
from overt.run import Run
from overt.scan import decide, limits, scales_of
from overt.significance.edges import family, occasions
from overt.significance.judge import Judged
from overt.significance.structure import StructureTest, combined
from overt.sources import ReadOptions
from overt.traces import Trace, TraceSettings, chosen

SHARE = 0.01
FLOOR = 0.05
WEEK = 7 * 86_400
ALL = "all traces"
STRUCTURE = "structure, all traces"
BY_STRUCTURE = "structure, "
"""Before the name of a weak trace: such a trace is tested for shared interest alone."""
PLANTED = "planted"
"""Copies in which posts changed hands and a ring was planted: `in_data` is then the most edges of a copy."""


@dataclass
class Line:
    """One line of the table: a trace (or all) and a kind of copy."""

    trace: str
    kind: str
    in_data: int
    in_copies: list[int] = field(default_factory=list)

    @property
    def average(self) -> float:
        """Edges a copy."""
        return float(np.mean(self.in_copies))

    @property
    def allowed(self) -> float:
        """The larger of 1% of the edges in the data and 0.05."""
        return max(SHARE * self.in_data, FLOOR)

    @property
    def holds(self) -> bool:
        """Whether the average is allowed."""
        return self.average <= self.allowed

    def any(self) -> tuple[int, float, float]:
        """Copies with any edge, and the 95% Clopper-Pearson interval of their share."""
        hits = sum(n > 0 for n in self.in_copies)
        interval = binomtest(hits, len(self.in_copies)).proportion_ci(method="exact")
        return hits, float(interval.low), float(interval.high)

    def facts(self) -> dict[str, Any]:
        """For JSON."""
        hits, low, high = self.any()
        return {
            "trace": self.trace,
            "kind": self.kind,
            "copies": len(self.in_copies),
            "edges_in_data": self.in_data,
            "edges_a_copy": self.average,
            "allowed": self.allowed,
            "copies_with_any": hits,
            "interval": [low, high],
            "holds": self.holds,
        }

    def cells(self) -> list[object]:
        """For the table."""
        hits, low, high = self.any()
        return [
            self.trace,
            self.kind,
            len(self.in_copies),
            self.in_data,
            f"{self.average:.2f}",
            f"{self.allowed:.2f}",
            f"{hits} ({low:.0%}-{high:.0%})",
            "yes" if self.holds else "NO",
        ]


@dataclass(frozen=True)
class Bench:
    """The data and everything that a copy of it is scanned with."""

    original: Original
    traces: Sequence[Trace]
    bounds: Limits
    scales: Sequence[Scale]
    settings: dict[str, Any]
    run: Run
    aside: Path
    seed: int

    def edges_of(self, kind: str, number: int) -> tuple[dict[str, int], Floats]:
        """Edges by trace in one copy, and every tested pair's p."""
        rng = np.random.default_rng([self.seed, KINDS.index(kind), number])
        posts, actions = null_copy(self.original, kind, rng)
        with Session(self.aside / f"{kind}-{number}") as session:
            session.store("posts", posts)
            session.store("actions", actions)
            made = relate(session, self.bounds, self.run.resolutions, lambda stage, detail: None)
            judged, _ = decide(made, self.scales, self.settings, self.run)
            for path in session.work.glob("*.parquet"):
                path.unlink()
        return edges_by_trace(made, judged, self.settings), judged.synchrony.p

    def ring(self, number: int) -> Planted:
        """A ring in one copy in which posts changed hands."""
        return ring_in_null(
            self.original,
            self.traces,
            self.bounds,
            self.scales,
            self.settings,
            self.run,
            self.seed * 1_000 + number,
            self.aside / f"ring-{number}",
        )


def calibrate(
    paths: Sequence[str | Path],
    copies: int,
    kinds: Sequence[str],
    seed: int,
    pictures: Path | None,
    step: Callable[[str, str], None],
    only: Sequence[str] = (),
    also: Sequence[str] = (),
    read: ReadOptions | None = None,
) -> list[Line]:
    """Edges in the data and in null copies, per trace and kind of copy. Raises OvertError.

    `pictures`: a directory for one QQ picture (SVG) per kind, of every tested pair's p in the copies. `only` and `also`
    name traces, as in a scan. Weak traces have lines for the copies in which posts changed hands alone.
    """
    settings = checked({}) | {"permutations": 0}
    with tempfile.TemporaryDirectory(prefix="overt-calibration-") as aside:
        options = read or ReadOptions()
        run = Run(paths, Path(aside) / "data", settings, options, (), False, lambda stage, detail: None)
        with Session(run.work) as session:
            traces = run.read(session, lambda ids: chosen(ids, only, TraceSettings(settings["min_text"]), also))
            scales = scales_of(run)
            bounds = limits(settings, traces, scales)
            step("data", "edges in the data as they are")
            made = relate(session, bounds, run.resolutions, run.step)
            judged, _ = decide(made, scales, settings, run)
            original = _original(session, made, bounds.widest)
        in_data = edges_by_trace(made, judged, settings)
        bench = Bench(original, traces, bounds, scales, settings, run, Path(aside), seed)
        lines: list[Line] = []
        for kind in kinds or (*possible(run.span_seconds), PLANTED):
            if kind == PLANTED:
                lines.append(_rings(bench, copies, step))
            else:
                mine = {trace: Line(trace, kind, in_data.get(trace, 0)) for trace in _rows(made, kind)}
                p = _copies(bench, kind, mine, copies, step)
                lines += mine.values()
                if pictures is not None:
                    draw(p, pictures / f"qq-{kind}.svg", f"Pairs tested in {copies} {kind} copies")
    return lines


def _copies(bench: Bench, kind: str, lines: dict[str, Line], copies: int, step: Callable[[str, str], None]) -> Floats:
    observed: list[Floats] = []
    for number in range(copies):
        step(f"{kind} copies", f"{number + 1} of {copies}")
        totals, p = bench.edges_of(kind, number)
        for trace, line in lines.items():
            line.in_copies.append(totals.get(trace, 0))
        observed.append(p)
    return np.concatenate(observed)


def _rings(bench: Bench, copies: int, step: Callable[[str, str], None]) -> Line:
    line = Line("false edges beside a planted ring", PLANTED, 0)
    for number in range(copies):
        step("planted rings", f"{number + 1} of {copies}")
        ring = bench.ring(number)
        line.in_data = max(line.in_data, ring.edges)
        line.in_copies.append(ring.false)
    return line


def possible(span_seconds: float) -> Sequence[str]:
    """The kinds of copy that data of this length can have: days cannot be shifted in less than a week."""
    return KINDS if span_seconds >= WEEK else tuple(k for k in KINDS if k != "days")


def _rows(made: Related, kind: str) -> list[str]:
    """The lines of a kind of copy. Moving posts in time leaves who shares what, so only a shuffle tests structure."""
    strong = [name for place, name in enumerate(made.trace_names) if place not in made.weak]
    weak = [BY_STRUCTURE + made.trace_names[place] for place in sorted(made.weak)]
    return [*strong, *([ALL] if strong else []), *([*weak, STRUCTURE] if kind == "rewire" else [])]


def _original(session: Session, made: Related, widest: int) -> Original:
    posts, actions = pq.read_table(session.path("posts")), pq.read_table(session.path("actions"))
    keys = session.fetch(session.table("post_keys")).sort_by("post")
    key = keys["key"].to_numpy()
    rows_of_key = np.zeros(int(key.max()) + 1, np.int64)
    rows_of_key[key[::-1]] = keys["post"].to_numpy()[::-1]
    resolution = int(made.resolution.max(initial=1))
    return Original(posts, actions, widest, resolution, met(made.co_uses, rows_of_key))


def edges_by_trace(made: Related, judged: Judged, settings: dict[str, Any]) -> dict[str, int]:
    """Synchronised edges with each trace alone and with all; structure edges, those of each weak trace alone, too."""
    result = {
        ALL: int(judged.edges.synchronised.sum()),
        STRUCTURE: int((judged.structure.q <= settings["q"]).sum()),
    }
    for place in made.weak:
        result[BY_STRUCTURE + made.trace_names[place]] = structure_edges(made, judged, place, settings["q"])
    for place, name in enumerate(made.trace_names):
        tests = [t for t in judged.tests if t.trace == place]
        alone = family(tests, settings["q"])
        pairs = alone.pair[alone.rejected]
        mine = made.co_uses.select(made.co_uses.trace == place)
        enough = occasions(mine, pairs, judged.scales) >= settings["min_occasions"]
        result[name] = int(enough.sum())
    return result


def structure_edges(made: Related, judged: Judged, place: int, q: float) -> int:
    """How many pairs the structure test alone rejects with one trace alone."""
    whole = judged.structure.tests
    mine = whole.trace == place
    tests = StructureTest(**{name: getattr(whole, name)[mine] for name in whole.__dataclass_fields__})
    _, _, values, _ = combined(tests, [made.margins[place]], q)
    return int((values <= q).sum())

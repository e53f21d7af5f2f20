"""A scan without its files: only the stages that decide, for benchmarks that repeat it many times."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from overt.engine import Session
from overt.model.network import Networks
from overt.model.parameter import checked
from overt.networks.find import find
from overt.pairs import Related, relate
from overt.run import Run
from overt.scan import counts, limits, scales_of
from overt.significance.judge import Judged, judge
from overt.sources import ReadOptions
from overt.traces import chosen


@contextmanager
def related(
    paths: Sequence[str | Path], read: ReadOptions | None = None
) -> Iterator[tuple[Related, Run, dict[str, Any]]]:
    """The relational stages of a scan of the given files, with default parameters."""
    settings = checked({})
    with tempfile.TemporaryDirectory(prefix="overt-bench-") as aside:
        run = Run(paths, Path(aside), settings, read or ReadOptions(), (), False, lambda stage, detail: None)
        with Session(run.work) as session:
            traces = run.read(session, lambda ids: chosen(ids, (), settings["min_text"]))
            made = relate(session, limits(settings, traces, scales_of(run)), run.resolutions, run.step)
        yield made, run, settings


def decide(made: Related, run: Run, settings: dict[str, Any]) -> tuple[Judged, Networks]:
    """Edges and networks, without the networks' own p."""
    judged = judge(counts(made), scales_of(run), settings, run.step)
    none: list[np.ndarray] = []
    return judged, find(
        judged.edges, settings["min_members"], settings["seed"], made.co_uses.accounts, lambda: (none, none)
    )

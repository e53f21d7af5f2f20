"""The relational stages of a scan by themselves, for benchmarks that repeat what follows."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from overt.engine import Session
from overt.model.parameter import checked
from overt.pairs import Related, relate
from overt.run import Run
from overt.scan import limits, scales_of
from overt.sources import ReadOptions
from overt.traces import TraceSettings, chosen


@contextmanager
def related(
    paths: Sequence[str | Path], read: ReadOptions | None = None
) -> Iterator[tuple[Related, Run, dict[str, Any]]]:
    """The relational stages of a scan of the given files, with default parameters."""
    settings = checked({})
    with tempfile.TemporaryDirectory(prefix="overt-bench-") as aside:
        run = Run(paths, Path(aside), settings, read or ReadOptions(), (), False, lambda stage, detail: None)
        with Session(run.work) as session:
            traces = run.read(session, lambda ids: chosen(ids, (), TraceSettings(settings["min_text"])))
            made = relate(session, limits(settings, traces, scales_of(run)), run.resolutions, run.step)
        yield made, run, settings

"""Rings planted into null copies: of the edges that come back, how many join accounts outside the ring?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from overt.engine import Session
from overt.evaluate.null_copies import Original, null_copy
from overt.model.action import ACTIONS_SCHEMA
from overt.model.scale import Scale
from overt.pairs import Limits, relate
from overt.run import Run
from overt.scan import decide
from overt.simulate import OperationSpec, plant
from overt.traces import Trace, actions, is_late, late_actions

RING = {"accounts": 20, "objects": 25, "jitter": 60.0, "cover": 2.0}


@dataclass(frozen=True)
class Planted:
    """Edges of one copy with a ring in it: all, and those with an end outside the ring; members found."""

    edges: int
    false: int
    members_found: int


def ring_in_null(
    original: Original,
    traces: Sequence[Trace],
    bounds: Limits,
    scales: Sequence[Scale],
    settings: dict[str, object],
    run: Run,
    seed: int,
    directory: Path,
) -> Planted:
    """A ring of 20 accounts with 25 joint occasions within a minute, in a copy in which posts changed hands."""
    posts, _ = null_copy(original, "rewire", np.random.default_rng([seed, 7]))
    spec = OperationSpec(**{**RING, "jitter": max(RING["jitter"], float(original.resolution))}, seed=seed)  # type: ignore[arg-type]
    table, answers = plant(posts.drop_columns(["post"]), [spec], seed)
    table = table.append_column("post", pa.array(range(table.num_rows), pa.int64()))
    table = table.set_column(table.schema.get_field_index("file"), "file", pa.array([0] * table.num_rows, pa.int32()))
    with Session(directory) as session:
        session.store("posts", table)
        session.store("actions", pa.concat_tables(_actions(session.path("posts"), table, traces, run)))
        made = relate(session, bounds, run.resolutions, lambda stage, detail: None)
        judged, networks = decide(made, scales, {**settings, "permutations": 0}, run)
        for path in session.work.glob("*.parquet"):
            path.unlink()
    ring = {row["account_id"] for row in answers.to_pylist() if row["role"] == "operation"}
    inside = np.array([name in ring for name in made.accounts["account_id"].to_pylist()])
    sync = judged.edges.sync()
    within = inside[judged.edges.a[sync]] & inside[judged.edges.b[sync]]
    members = {a for network in networks.networks for a in network.members}
    return Planted(len(sync), int((~within).sum()), sum(bool(inside[a]) for a in members))


def _actions(posts: Path, table: pa.Table, traces: Sequence[Trace], run: Run) -> list[pa.Table]:
    """What the traces find, those included that look at everything at once."""
    late = [trace for trace in traces if is_late(trace)]
    early = [trace for trace in traces if not is_late(trace)]
    found = actions(table.combine_chunks().to_batches(), early)
    return [ACTIONS_SCHEMA.empty_table(), *found, *late_actions(posts, run.accounts(), late)]

"""How many copies of a text are found, how many groups are wrong, and what does it cost, beside peers in one run?

Posts are made whose copies are known, and normalised as a scan does it; distinct texts are grouped. A peer proposes
pairs of the same texts, which go through the same comparison and the same grouping. Each job runs in a process of its
own; CPU seconds are from the texts in memory to the groups, what a process takes to start left out.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from overt.evaluate.job import answer_of
from overt.evaluate.text_truth import Judged, judged
from overt.simulate.edited_texts import EditedTexts, edited_texts
from overt.traces.posts import Posts

Ints = npt.NDArray[np.int64]

PACKAGES = ("rensa==0.5.0", "gaoya==0.2.2", "datasketch==2.0.0")
D3LTA = ("d3lta==1.0.2",)
BATCH = 100_000


@dataclass(frozen=True)
class Peer:
    """A peer and its settings (letters of a run, bands, rows), and the most posts on which it is run."""

    name: str
    settings: tuple[int, int, int]
    most: int


PEERS = (
    Peer("rensa", (4, 20, 3), 1_000_000),
    Peer("rensa", (7, 20, 2), 100_000),
    Peer("gaoya", (4, 20, 3), 1_000_000),
    Peer("gaoya", (7, 24, 2), 1_000_000),
    Peer("datasketch", (4, 20, 3), 100_000),
    Peer("d3lta", (3, 512, 1), 20_000),
)
"""Settings are those of a dozen each that were the cheapest, and the next, at a recall of about .95 (100,000
posts)."""


@dataclass(frozen=True)
class Run:
    """One way to group the texts: CPU seconds of candidates and of comparison, peak MB, and how good the groups
    are."""

    name: str
    settings: tuple[int, ...]
    propose: float
    compare: float
    memory: int
    memory_before: int
    quality: Judged
    notices: tuple[str, ...] = ()

    @property
    def cpu(self) -> float:
        """CPU seconds in all."""
        return self.propose + self.compare

    def facts(self, texts: int) -> dict[str, Any]:
        """As plain data."""
        return {
            "name": self.name,
            "settings": self.settings,
            "cpu": self.cpu,
            "propose_cpu": self.propose,
            "compare_cpu": self.compare,
            "cpu_per_million": self.cpu / texts * 1e6,
            "memory_mb": self.memory,
            "memory_before_mb": self.memory_before,
            "enough": self.quality.enough,
            "notices": list(self.notices),
            **self.quality.facts(),
        }


@dataclass(frozen=True)
class Size:
    """One set of posts: posts, distinct texts, CPU seconds of their normalisation, and the runs, that of overt
    first."""

    posts: int
    texts: int
    normalise: float
    exact: Judged
    """What equal normalised texts alone find."""
    runs: tuple[Run, ...]

    @property
    def cheapest(self) -> Run | None:
        """The peer that reaches the recall at the least cost; None where none does."""
        enough = [run for run in self.runs[1:] if run.quality.enough]
        return min(enough, key=lambda run: run.cpu, default=None)

    def facts(self) -> dict[str, Any]:
        """As plain data."""
        peer = self.cheapest
        return {
            "posts": self.posts,
            "texts": self.texts,
            "normalise_cpu": self.normalise,
            "exact": self.exact.facts(),
            "runs": [run.facts(self.texts) for run in self.runs],
            "cheapest_peer": peer and peer.name,
            "cheapest_peer_times_overt": peer and peer.cpu / self.runs[0].cpu,
        }


def text(
    sizes: Sequence[int], work: Path, pythons: Mapping[str, Path], seed: int, step: Callable[[str, str], None]
) -> Iterator[Size]:
    """One Size per number of posts. `pythons`: the Python that holds each peer; peers without one are left out."""
    work.mkdir(parents=True, exist_ok=True)
    for number in sizes:
        name = f"{number:,} posts"
        step(name, "making posts")
        made = edited_texts(number, seed)
        texts, code, normalise = _normal(made)
        pq.write_table(pa.table({"text": texts}), work / "texts.parquet", compression="none")
        (work / "texts.txt").write_text("\n".join(texts.to_pylist()), "utf-8")
        step(name, "grouping")
        runs = [_ours(work, made, code)]
        for peer in PEERS:
            if peer.name in pythons and number <= peer.most:
                step(name, f"grouping what {peer.name} proposes")
                runs.append(_theirs(peer, pythons[peer.name], work, made, code))
        exact = judged(made, code, np.arange(len(texts)))
        yield Size(len(made), len(texts), normalise, exact, tuple(runs))


def _normal(made: EditedTexts) -> tuple[pa.StringArray, Ints, float]:
    """The distinct normalised texts, sorted; the one of each post; CPU seconds of the normalisation."""
    before = time.process_time()
    batches = (made.texts.slice(start, BATCH) for start in range(0, len(made), BATCH))
    found = pa.chunked_array([Posts(pa.record_batch({"text": batch})).texts for batch in batches])
    normalise = time.process_time() - before
    coded = found.combine_chunks().dictionary_encode()
    order = pc.sort_indices(coded.dictionary)
    rank = np.empty(len(order), np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    return coded.dictionary.take(order), rank[coded.indices.to_numpy()], normalise


def _ours(work: Path, made: EditedTexts, code: Ints) -> Run:
    said, groups = _grouped(work)
    used = said["end"] - said["start"]
    memory = said["memory_mb"], said["memory_before_mb"]
    return Run("overt", (), 0.0, used, *memory, judged(made, code, groups), tuple(said["notices"]))


def _theirs(peer: Peer, python: Path, work: Path, made: EditedTexts, code: Ints) -> Run:
    job = [str(python), str(Path(__file__).with_name("text_peer_job.py")), peer.name]
    proposed = answer_of([*job, str(work / "texts.txt"), str(work / "pairs.npy"), *map(str, peer.settings)])
    said, groups = _grouped(work, work / "pairs.npy")
    used = said["end"] - said["start"]
    quality = judged(made, code, groups)
    return Run(peer.name, peer.settings, proposed["cpu"], used, proposed["memory_mb"], 0, quality)


def _grouped(work: Path, *pairs: Path) -> tuple[dict[str, Any], Ints]:
    out = work / "groups.npy"
    command = [sys.executable, "-m", "overt.evaluate.text_job", str(work / "texts.parquet"), str(out), *map(str, pairs)]
    return answer_of(command), np.load(out)

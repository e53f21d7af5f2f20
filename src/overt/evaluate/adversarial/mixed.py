"""The mixed set: accounts known to be of one operation among people, matched by activity.

Prolific accounts meet by chance more often than others. So a simulated crowd is given the operation's own activity, and
among the people of a file, who post little, each account of the operation is cut to as many posts as one of them has.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from overt.evaluate.adversarial.centrality import centrality
from overt.evaluate.adversarial.data import Data, Floats, Ints
from overt.evaluate.adversarial.ours import ranked
from overt.evaluate.adversarial.play import EIGENVECTOR, OVERT, PERCENTILE, THRESHOLD, TOOLKIT
from overt.evaluate.adversarial.recall import curve, interval
from overt.evaluate.adversarial.rules import percentile, threshold
from overt.evaluate.adversarial.toolkit import toolkit
from overt.evaluate.adversarial.verdict import Bools, Verdict
from overt.simulate import background_like, laid_under

MIXED_METHODS = (OVERT, THRESHOLD, PERCENTILE, TOOLKIT, EIGENVECTOR)
LEAST = 2
"""Posts that an account needs to count: nothing can be said of one post."""
BANDS = (2, 20, 100, 1_000)
RATES = (0.01, 0.001)
MINUTE = 60_000_000
MIXING = 0.05
"""Share of a simulated crowd's reposts that pass on posts of the operation."""


@dataclass(frozen=True)
class Mix:
    """Posts of an operation and of people: two tables, since their times may differ in resolution."""

    covert: pa.Table
    people: pa.Table


@dataclass(frozen=True)
class Kind:
    """The operation, or people, of all seeds: per account score, whether flagged, number of posts, and who it is."""

    score: Floats
    flagged: Bools
    posts: Ints
    whose: Ints

    def __len__(self) -> int:
        """How many, each as often as there are seeds with it."""
        return len(self.score)

    @property
    def taken(self) -> int:
        """How many are flagged at the method's own settings."""
        return int(self.flagged.sum())


@dataclass(frozen=True)
class Outcome:
    """One method on one kind of mixed set over seeds."""

    name: str
    method: str
    seeds: tuple[int, ...]
    covert: Kind
    innocent: Kind
    seconds: float

    @property
    def recall(self) -> float:
        """Share of the operation's accounts flagged at the method's own settings."""
        return self.covert.taken / max(len(self.covert), 1)

    def facts(self, ours: "Outcome") -> dict[str, Any]:
        """For JSON, beside the outcome of overt on the same set.

        `times_overt` takes the innocents that overt accuses for 1 where there are none.
        """
        covert, innocent = self.covert, self.innocent
        roc = curve(covert.score, innocent.score)
        wrong = roc.wrong_at(ours.recall) if ours.recall else None
        equal = None if wrong is None else wrong * len(innocent)
        if self.method == ours.method:
            equal = float(innocent.taken)
        return {
            "set": self.name,
            "method": self.method,
            "seeds": list(self.seeds),
            "covert_accounts": len(covert),
            "innocents": len(innocent),
            "found": covert.taken,
            "recall": self.recall,
            "accused": innocent.taken,
            **{
                f"recall_at_{rate:g}": {
                    "recall": roc.recall_at(rate),
                    "interval": list(interval(covert.score, innocent.score, rate, covert.whose, innocent.whose)),
                }
                for rate in RATES
            },
            "recall_of_overt": ours.recall,
            "accused_at_recall_of_overt": equal,
            "times_overt": None if equal is None else equal / max(ours.innocent.taken, 1),
            "bands": list(self._bands()),
            "seconds": self.seconds,
        }

    def _bands(self) -> Iterator[dict[str, int]]:
        """Found and accused among accounts of an equal number of posts."""
        for low, high in zip(BANDS, [*BANDS[1:], np.inf], strict=True):
            covert, innocent = ((low <= kind.posts) & (kind.posts < high) for kind in (self.covert, self.innocent))
            yield {
                "posts_from": low,
                "covert": int(covert.sum()),
                "found": int(self.covert.flagged[covert].sum()),
                "innocents": int(innocent.sum()),
                "accused": int(self.innocent.flagged[innocent].sum()),
            }


def mixed(
    covert: pa.Table,
    people: dict[str, pa.Table],
    seeds: Sequence[int],
    peer: Path | None,
    step: Callable[[str, str], None],
) -> Iterator[Outcome]:
    """Outcomes per set and method: among a simulated crowd, and among the people of each of the tables.

    `covert`: posts of the operation's accounts. Among the people of a file they stand twice: cut and moved into its
    period, and as they are. Raises OvertError.
    """
    makers: dict[str, Callable[[int], Mix]] = {"simulated, of equal activity": lambda seed: among_crowd(covert, seed)}
    for name, posts in people.items():
        makers[f"{name}, cut to equal activity"] = lambda seed, posts=posts: cut(covert, posts, seed)  # type: ignore[misc]
        makers[f"{name}, as they are"] = lambda seed, posts=posts: Mix(covert, posts)  # type: ignore[misc]
    for name, make in makers.items():
        mine = seeds[:1] if name.endswith("as they are") else seeds
        parts: dict[str, list[tuple[Data, Verdict]]] = {}
        for seed in mine:
            step(name, f"seed {seed}")
            for method, pair in verdicts(make(seed), peer).items():
                parts.setdefault(method, []).append(pair)
        for method, several in parts.items():
            yield pooled(name, method, tuple(mine), several, set(pc.unique(covert["account_id"]).to_pylist()))


def among_crowd(covert: pa.Table, seed: int) -> Mix:
    """As many innocents, of the same period, activity and hours."""
    number = len(covert["account_id"].unique())
    return Mix(covert, background_like(covert, number, seed, mixing=MIXING))


def cut(covert: pa.Table, people: pa.Table, seed: int) -> Mix:
    """Each account cut to the posts around one moment, as many as some person has, moved into the people's period."""
    rng = np.random.default_rng([seed, 2_016])
    sizes = pc.value_counts(people["account_id"].combine_chunks()).field("counts").to_numpy()
    sizes = sizes[sizes >= LEAST]
    times = covert["created_at"].cast(pa.int64()).to_numpy()
    code = covert["account_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    middle = int(times[rng.integers(len(times))])
    kept = []
    for account in range(int(code.max()) + 1):
        mine = np.flatnonzero(code == account)
        fits = sizes[sizes <= len(mine)]
        if len(fits):
            nearest = np.argsort(np.abs(times[mine] - middle), kind="stable")[: int(rng.choice(fits))]
            kept.append(mine[nearest])
    rows = np.sort(np.concatenate(kept))
    theirs = people["created_at"].cast(pa.int64()).to_numpy()
    shift = (int(theirs.min()) + int(theirs.max())) // 2 - middle
    place = covert.schema.get_field_index("created_at")
    field = covert.schema.field(place)
    moved = pa.array(times[rows] + round(shift / MINUTE) * MINUTE).cast(field.type)
    table = covert.take(pa.array(rows))
    return Mix(table.set_column(place, field, moved), people)


def verdicts(mix: Mix, peer: Path | None) -> dict[str, tuple[Data, Verdict]]:
    """Method -> its verdict on the mix."""
    covert, people = (table.replace_schema_metadata(None) for table in (mix.covert, mix.people))
    data = Data(laid_under(covert, people))
    with tempfile.TemporaryDirectory(prefix="overt-mixed-") as aside:
        paths = [Path(aside) / "covert.parquet", Path(aside) / "people.parquet"]
        for path, table in zip(paths, (covert, people), strict=True):
            pq.write_table(table, path)
        found = {OVERT: (data, ranked(data, paths))}
    found[THRESHOLD] = data, threshold(data)
    found[PERCENTILE] = data, percentile(data)
    if peer:
        found[TOOLKIT] = data, toolkit(data, peer)
    found[EIGENVECTOR] = data, centrality(data)
    return found


def pooled(
    name: str, method: str, seeds: tuple[int, ...], several: Sequence[tuple[Data, Verdict]], covert: set[str]
) -> Outcome:
    """The accounts with two or more posts of all seeds together."""
    known: dict[tuple[str, str], int] = {}
    kinds: list[list[Kind]] = [[], []]
    for data, verdict in several:
        posts = np.bincount(data.numbers, minlength=len(data.accounts))
        ours = np.array([account in covert for _, account in data.accounts])
        whose = np.array([known.setdefault(account, len(known)) for account in data.accounts])
        for kind, chosen in zip(kinds, (ours, ~ours), strict=True):
            mine = chosen & (posts >= LEAST)
            kind.append(Kind(verdict.score[mine], verdict.flagged[mine], posts[mine], whose[mine]))
    seconds = sum(verdict.seconds for _, verdict in several)
    return Outcome(name, method, seeds, _joined(kinds[0]), _joined(kinds[1]), seconds)


def _joined(parts: Sequence[Kind]) -> Kind:
    """All of them, accounts numbered from 0 without gaps."""
    score, flagged, posts = (np.concatenate([getattr(p, n) for p in parts]) for n in ("score", "flagged", "posts"))
    _, whose = np.unique(np.concatenate([p.whose for p in parts]), return_inverse=True)
    return Kind(score, flagged, posts, whose)

"""overt on the same posts: a whole scan with default parameters, and its networks by class."""

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from overt.evaluate.adversarial.data import Data
from overt.evaluate.adversarial.verdict import Verdict
from overt.scan import Request, scan

OPEN = frozenset({"openly affiliated", "syndication or declared automation"})
"""Classes that say of a network that it coordinates in the open: its members are not accused."""
BELOW = frozenset({"shared interest", "insufficient evidence"})
"""Classes that accuse nobody who coordinates in the open, either; everybody else counts as accused all the same."""
SURE = 300.0
MEMBER = 1_000.0
"""Added to the score of members of networks, who stand before everybody else."""
LOOSE = 0.2
"""The q at which pairs that are no finding at the default q are still given a p."""


def overt_(data: Data, profiles: pa.Table | None = None, parameters: dict[str, float] | None = None) -> Verdict:
    """Flagged: members of networks that are not of a class in OPEN. Raises OvertError.

    An account's score is -log10 of the smallest p of its edges, as the scan states it. No registry is used: whoever is
    open about itself has to be seen to be so from `profiles` (model/account.py).
    """
    with tempfile.TemporaryDirectory(prefix="overt-adversarial-") as aside:
        home = Path(aside)
        paths = [home / "posts.parquet"]
        pq.write_table(data.posts, paths[0])
        if profiles is not None and profiles.num_rows:
            paths.append(home / "accounts.parquet")
            pq.write_table(profiles, paths[1])
        return scanned(data, paths, home, parameters or {})


def scanned(data: Data, paths: Sequence[Path], home: Path, parameters: dict[str, float]) -> Verdict:
    """The verdict of a scan of files that hold the posts."""
    began = time.process_time()
    found = scan(Request([*paths], home / "out", {**parameters}, registry=home / "no labels"))
    seconds = time.process_time() - began
    place = {name: i for i, name in enumerate(data.accounts)}
    flagged, accusing = np.zeros(len(place), bool), np.zeros(len(place), bool)
    for network in found["networks"]:
        members = [a for a in network["accounts"] if a["role"] == "member"]
        mine = [place[a["platform"], a["account_id"]] for a in members]
        if network["class"] not in OPEN:
            flagged[mine] = True
            accusing[mine] |= network["class"] not in BELOW
    classes = Counter(network["class"] for network in found["networks"])
    return Verdict(scores(home / "out" / "accounts.parquet", place), flagged, accusing, seconds, classes)


def ranked(data: Data, paths: Sequence[Path], home: Path) -> Verdict:
    """The same with a score for as many accounts as can be given one: members of networks first, then by smallest p.

    The p are those of a second scan with a laxer q, so that there is something to say of accounts beyond the findings.
    """
    strict = scanned(data, paths, home / "strict", {})
    loose = scanned(data, paths, home / "loose", {"q": LOOSE, "permutations": 0})
    return replace(strict, score=loose.score + MEMBER * strict.flagged)


def scores(path: Path, place: dict[tuple[str, str], int]) -> np.ndarray:
    """-log10 p of the accounts of accounts.parquet, 0 for those without an edge."""
    score = np.zeros(len(place))
    for row in pq.read_table(path, columns=["platform", "account_id", "p"]).to_pylist():
        if row["p"] is not None:
            score[place[row["platform"], row["account_id"]]] = min(-np.log10(max(row["p"], 1e-300)), SURE)
    return score

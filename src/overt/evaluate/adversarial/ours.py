"""overt on the same posts: a whole scan with default parameters, and its networks by class."""

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from overt.evaluate.adversarial.data import Data, Floats, Ints
from overt.evaluate.adversarial.verdict import Verdict
from overt.evaluate.bare import related
from overt.scan import Request, decide, scales_of, scan

OPEN = frozenset({"openly affiliated", "syndication or declared automation"})
"""Classes that say of a network that it coordinates in the open: its members are not accused."""
BELOW = frozenset({"shared interest", "insufficient evidence"})
"""Classes that accuse nobody who coordinates in the open, either; everybody else counts as accused all the same."""
SURE = 300.0
MEMBER, PAIRED = 10_000.0, 1_000.0
"""Added to the score of members of networks, and of the ends of synchronised pairs: findings stand before the rest."""


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


def ranked(data: Data, paths: Sequence[Path]) -> Verdict:
    """The stages of a scan up to its networks, with a score for every account that a test looked at.

    Members of networks stand first, then the ends of pairs outside networks, then everybody else; among them by the
    smallest p of their pairs in either family of tests, synchrony and structure.
    """
    began = time.process_time()
    with related(paths) as (made, run, settings):
        judged, networks = decide(made, scales_of(run), settings | {"permutations": 0}, run)
    number = made.accounts.num_rows
    p = np.minimum(*(smallest(f.pair, f.p, number) for f in (judged.synchrony, judged.structure)))
    paired = np.concatenate([judged.edges.a[judged.edges.sync()], judged.edges.b[judged.edges.sync()]])
    members = np.array(sorted({a for network in networks.networks for a in network.members}), np.int64)
    score, flagged = -np.log10(np.clip(2 * p, 1e-300, 1.0)), np.zeros(number, bool)
    score[np.unique(paired)] += PAIRED
    score[members] += MEMBER
    flagged[members] = True
    names = zip(made.accounts["platform"].to_pylist(), made.accounts["account_id"].to_pylist(), strict=True)
    place = {name: key for key, name in enumerate(names)}
    order = np.array([place[name] for name in data.accounts])
    return Verdict(score[order], flagged[order], flagged[order], time.process_time() - began)


def smallest(pair: Ints, p: Floats, accounts: int) -> Floats:
    """The smallest p of the pairs of each account, times the number of these; 1 without any."""
    least, ends = np.ones(accounts), np.concatenate([pair // accounts, pair % accounts])
    np.minimum.at(least, ends, np.concatenate([p, p]))
    found: Floats = np.minimum(least * np.maximum(np.bincount(ends, minlength=accounts), 1), 1.0)
    return found


def scores(path: Path, place: dict[tuple[str, str], int]) -> Floats:
    """-log10 p of the accounts of accounts.parquet, 0 for those without an edge."""
    score = np.zeros(len(place))
    for row in pq.read_table(path, columns=["platform", "account_id", "p"]).to_pylist():
        if row["p"] is not None:
            score[place[row["platform"], row["account_id"]]] = min(-np.log10(max(row["p"], 1e-300)), SURE)
    return score

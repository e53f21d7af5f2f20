"""What a network did on several platforms: which of them came first, and how soon the next one followed.

A thing is what stood in one post first: the link, the text and the tags of that post count once. Looked at are uses by
members that follow one another on different platforms within the widest window of the scan. Two times that the coarser
of their clocks cannot tell apart are a tie and count for nobody.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from overt.findings.namesakes import across, namesakes, sentence
from overt.findings.sentences import about, listed, some
from overt.model.co_use import CoUses, Ints
from overt.model.network import Network, Networks
from overt.model.scale import SECOND


@dataclass(frozen=True)
class Use:
    """The first use of an object on a platform: when (microseconds), by whom, in which post."""

    t: int
    account: int
    post: int


@dataclass(frozen=True)
class Crossing:
    """What findings.json says of a network on several platforms; `names_sentence` may be empty."""

    across_platforms: dict[str, Any] | None
    handles_across_platforms: list[dict[str, Any]]
    names_sentence: str


def crossings(co: CoUses, accounts: pa.Table, resolution: Ints, networks: Networks) -> dict[str, Crossing]:
    """Network id -> what crosses platforms. `accounts`: platform, account_id, handle, display_name, sorted by key."""
    if pa.compute.count_distinct(accounts["platform"]).as_py() < 2 or not networks.networks:
        return {}
    known = namesakes(accounts)
    return {
        network.id: Crossing(
            across_platforms(co, accounts, resolution, network),
            across(known, network.members),
            sentence(known, network.members),
        )
        for network in networks.networks
    }


def across_platforms(co: CoUses, accounts: pa.Table, resolution: Ints, network: Network) -> dict[str, Any] | None:
    """things, first {platform: things}, ties, lag_seconds {half, nine_in_ten}, sentence; None on a single platform.

    `resolution`: seconds, per account.
    """
    names = accounts["platform"].take(pa.array(network.members))
    if pa.compute.count_distinct(names).as_py() < 2:
        return None
    firsts = _firsts(co, accounts, network)
    things: dict[int, tuple[str, float | None]] = {}
    for uses in firsts.values():
        (platform, one), (_, other) = sorted(uses.items(), key=lambda item: (item[1].t, item[0]))[:2]
        lag = (other.t - one.t) / SECOND
        finest = int(max(resolution[one.account], resolution[other.account]))
        things.setdefault(one.post, (platform, lag if lag >= finest or (finest == 1 and lag > 0) else None))
    first = Counter(platform for platform, lag in things.values() if lag is not None)
    lags = sorted(lag for _, lag in things.values() if lag is not None)
    half, most = (float(np.quantile(lags, share, method="higher")) if lags else None for share in (0.5, 0.9))
    ranked = dict(sorted(first.items(), key=lambda item: (-item[1], item[0])))
    return {
        "things": len(things),
        "first": ranked,
        "ties": len(things) - len(lags),
        "lag_seconds": {"half": half, "nine_in_ten": most},
        "sentence": _sentence(len(things), ranked, len(things) - len(lags), half, most),
    }


def _firsts(co: CoUses, accounts: pa.Table, network: Network) -> dict[tuple[int, int], dict[str, Use]]:
    """(trace, object) -> platform -> its first use, for what members used on several platforms; in order of time."""
    member = np.zeros(accounts.num_rows, bool)
    member[list(network.members)] = True
    code = accounts["platform"].combine_chunks().dictionary_encode()
    platform = code.indices.to_numpy()
    rows = np.flatnonzero(member[co.first] & member[co.second] & (platform[co.first] != platform[co.second]))
    here, names = co.select(rows), code.dictionary.to_pylist()
    found: dict[tuple[int, int], dict[str, Use]] = {}
    columns = (here.trace, here.object, here.t_first, here.first, here.post_first, here.t_second, here.second)
    for trace, thing, t, who, post, *later in zip(*(c.tolist() for c in (*columns, here.post_second)), strict=True):
        uses = found.setdefault((trace, thing), {})
        for use in (Use(t, who, post), Use(*later)):
            name = names[platform[use.account]]
            if name not in uses or use.t < uses[name].t:
                uses[name] = use
    return dict(sorted(found.items(), key=lambda item: (min(use.t for use in item[1].values()), item[0])))


def _sentence(things: int, first: dict[str, int], ties: int, half: float | None, most: float | None) -> str:
    if not things:
        return "Members are on several platforms and used nothing on two of them within a day."
    said = f"{some(things, 'thing')} that members used on more than one platform within a day"
    parts = [f"{number:,} on {name} first" for name, number in first.items()]
    if ties:
        parts.append(f"{ties:,} too close together to tell")
    said += f": {listed(parts)}."
    if half is not None and most is not None:
        said += f" Half of those that can be told apart came to the next platform within {about(half)}"
        said += f", nine in ten within {about(most)}." if about(most) != about(half) else "."
    return said

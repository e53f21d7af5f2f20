"""The slow, obvious version of the relational stages: plain loops over plain rows.

Nothing in a scan runs this. Tests compare the relational stages with it on random tables.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

SECOND = 1_000_000
WEEK = 7 * 86_400 * SECOND
UNKNOWN = "?"


class Use(NamedTuple):
    """One row of the uses table: who used what, when (microseconds), in which post. source is -1 where unknown."""

    trace: str
    account: int
    object: int
    t: int
    post_key: int
    lang: str | None
    source: int


class CoUse(NamedTuple):
    """Two uses of one object. `first` acted no later than `second`; ties go to the lower account."""

    trace: str
    object: int
    t_first: int
    t_second: int
    first: int
    second: int
    post_first: int
    post_second: int


Key = tuple[str, int]
"""A trace and one of its objects."""
Pair = tuple[str, int, int]
"""A trace and two accounts, the lower first."""


def co_uses(uses: Sequence[Use], window_seconds: int, *, passed_on: bool = False) -> list[CoUse]:
    """Every two uses of one object by different accounts no further apart than the window, sorted.

    A post and its own repost are none, unless `passed_on` asks for them too.
    """
    found = []
    for one, other in combinations(uses, 2):
        if (one.trace, one.object) != (other.trace, other.object) or one.account == other.account:
            continue
        if not passed_on and (one.source == other.account or other.source == one.account):
            continue
        first, second = sorted((one, other), key=lambda use: (use.t, use.account))
        if second.t - first.t <= window_seconds * SECOND:
            posts = (first.post_key, second.post_key)
            found.append(CoUse(one.trace, one.object, first.t, second.t, first.account, second.account, *posts))
    return sorted(found)


def plain_counts(uses: Sequence[Use], interval: int, min_shared: int) -> dict[tuple[int, int], tuple[int, int]]:
    """(a, b) -> (shared, within), for pairs with at least `min_shared` objects used within `interval` seconds."""
    within: dict[tuple[int, int], set[int]] = {}
    for co_use in co_uses(uses, interval):
        pair = (min(co_use.first, co_use.second), max(co_use.first, co_use.second))
        within.setdefault(pair, set()).add(co_use.object)
    used: dict[int, set[int]] = {}
    for use in uses:
        used.setdefault(use.account, set()).add(use.object)
    return {
        (a, b): (len(used[a] & used[b]), len(objects))
        for (a, b), objects in within.items()
        if len(objects) >= min_shared
    }


def popularity(uses: Iterable[Use]) -> dict[Key, int]:
    """How many accounts used each object."""
    users: dict[Key, set[int]] = {}
    for use in uses:
        users.setdefault((use.trace, use.object), set()).add(use.account)
    return {key: len(accounts) for key, accounts in users.items()}


def strata(uses: Sequence[Use]) -> dict[Key, str]:
    """ "language|week" of each object: the language of most of its uses, the week of its first."""
    result = {}
    for key in popularity(uses):
        mine = [use for use in uses if (use.trace, use.object) == key]
        languages = Counter(use.lang or UNKNOWN for use in mine)
        language = min(languages, key=lambda name: (-languages[name], name))
        result[key] = f"{language}|{min(use.t for use in mine) // WEEK}"
    return result


def account_margins(uses: Sequence[Use], hub_cap: int) -> dict[tuple[str, str, int], int]:
    """(trace, stratum, account) -> distinct objects that no more than `hub_cap` accounts used."""
    stratum, users = strata(uses), popularity(uses)
    chosen = {(use.trace, use.object, use.account) for use in uses if users[use.trace, use.object] <= hub_cap}
    return dict(Counter((trace, stratum[trace, object_], account) for trace, object_, account in chosen))


def stratum_margins(uses: Sequence[Use], hub_cap: int) -> dict[tuple[str, str, int], int]:
    """(trace, stratum, d) -> number of objects that d accounts used, d up to the hub cap."""
    stratum = strata(uses)
    return dict(Counter((key[0], stratum[key], d) for key, d in popularity(uses).items() if d <= hub_cap))


def shared_objects(uses: Sequence[Use], hub_cap: int) -> dict[Pair, int]:
    """What two accounts share: the smallest of common objects, posts of the one, posts of the other.

    Only objects up to the hub cap count; each stands in the first post of the account that has it.
    """
    users = popularity(uses)
    first_post: dict[tuple[str, int], dict[int, int]] = {}
    for use in uses:
        if users[use.trace, use.object] <= hub_cap:
            mine = first_post.setdefault((use.trace, use.account), {})
            mine[use.object] = min(use.post_key, mine.get(use.object, use.post_key))
    result = {}
    for (trace, a), (other_trace, b) in combinations(sorted(first_post), 2):
        if trace != other_trace:
            continue
        mine, theirs = first_post[trace, a], first_post[trace, b]
        common = set(mine) & set(theirs)
        if common:
            result[trace, a, b] = min(len(common), len({mine[o] for o in common}), len({theirs[o] for o in common}))
    return result


def busy_pairs(uses: Sequence[Use], window_seconds: int, occasions: int) -> set[Pair]:
    """The pairs that no filter may lose: at least `occasions` different (object, window) with a co-use."""
    seen: dict[Pair, set[tuple[int, int]]] = {}
    for co_use in co_uses(uses, window_seconds, passed_on=True):
        pair = (co_use.trace, min(co_use.first, co_use.second), max(co_use.first, co_use.second))
        seen.setdefault(pair, set()).add((co_use.object, co_use.t_first // (window_seconds * SECOND)))
    return {pair for pair, items in seen.items() if len(items) >= occasions}


def frames(text: str, least: int) -> set[str]:
    """How a text begins and ends, numbers folded: both together if it is long enough for both, else each."""
    text = re.sub("[0-9]+", "0", text)
    head, tail = text[:least], text[-least:]
    return {f"{head} … {tail}"} if len(text) >= 2 * least else {f"{head} …", f"… {tail}"}


def left_out(
    uses: Sequence[Use],
    names: dict[Key, str],
    own: set[int],
    caps: dict[str, int],
    times: dict[str, int],
    worded: Sequence[str],
    least: int,
    cap: int,
) -> dict[Key, str]:
    """Object -> why it says nothing. `names`: of the objects; `own`: keys of posts that are no reposts."""
    users = popularity(uses)
    number = Counter((use.trace, use.object) for use in uses)
    why = {
        key: "phrase" if key[0] in worded else "common"
        for key in users
        if users[key] > caps.get(key[0], 2**62) or number[key] > times.get(key[0], 2**62)
    }
    filled: dict[tuple[str, str], list[Use]] = {}
    for use in uses:
        for frame in frames(names[use.trace, use.object], least) if use.trace in worded else ():
            filled.setdefault((use.trace, frame), []).append(use)
    for (trace, _), there in filled.items():
        if len({use.account for use in there}) > cap and len({use.object for use in there}) > 1:
            for use in there:
                why.setdefault((trace, use.object), "template")
    empty = {use.post_key for use in uses if why.get((use.trace, use.object)) in ("phrase", "template")} & own
    for key in users:
        mine = [use for use in uses if (use.trace, use.object) == key]
        here = [use for use in mine if use.post_key in empty]
        if key[0] not in worded and len({use.account for use in here}) > cap and 2 * len(here) >= len(mine):
            why.setdefault(key, "beside")
    return why

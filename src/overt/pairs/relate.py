"""The relational stages in order: from posts and actions to margins, shared objects and timed co-uses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from overt.engine import Session, Table
from overt.errors import OutputError
from overt.model.co_use import CoUses, Floats, Ints
from overt.model.hours import Hours
from overt.model.margins import Margins
from overt.pairs import co_use, generic, margins, uses, whose
from overt.pairs.arrays import numbered, sorted_columns
from overt.pairs.compared import trace_facts

START_BYTES, CO_USE_BYTES = 500_000_000, 400
"""Memory of a scan without any co-use, and of each co-use in the tests (measured: docs/scale.md)."""
MOST_CANDIDATES = 50_000_000
"""Twice the candidate pairs, at most, that are verified on popular objects."""

Step = Callable[[str, str], None]
"""Called as step(stage, detail) when a stage begins."""


@dataclass(frozen=True)
class Limits:
    """What the relational stages need. `widest`: the longest window, in seconds; `weak`: traces without co-uses;
    `worded`: those whose objects are texts, `min_text`: characters of the shortest.
    """

    hub_cap: int
    widest: int
    occasions: int
    rare: Sequence[str]
    rare_cap: int
    rare_uses: int
    generic: Sequence[str]
    generic_share: float
    generic_floor: int
    weak: Sequence[str] = ()
    worded: Sequence[str] = ()
    min_text: int = 20

    def phrase_cap(self, accounts: int) -> int:
        """How many accounts may use a text, or a template, before it is a generic phrase."""
        return max(self.generic_floor, int(self.generic_share * accounts))

    def caps(self, accounts: int) -> dict[str, int]:
        """Trace -> how many accounts may use an object of it before the object says nothing."""
        return dict.fromkeys(self.rare, self.rare_cap) | dict.fromkeys(self.generic, self.phrase_cap(accounts))


@dataclass(frozen=True)
class Related:
    """What the relational stages leave: whole numbers, sorted the same way by every engine.

    distinct: accounts x traces, how many distinct objects each account used. sources: per object, -1 unknown; authors:
    per post, the account whose post it passes on, -1 unknown.
    shared: trace, a, b, shared. hubs: trace, object, t, account of every use of a hub.
    weak: places of the traces without co-uses. traces: what was compared in each trace, and what was left out
    (compared.py).
    """

    accounts: pa.Table
    co_uses: CoUses
    hubs: dict[str, Ints]
    margins: list[Margins]
    shared: dict[str, Ints]
    hours: Hours
    distinct: Floats
    resolution: Ints
    sources: Ints
    authors: Ints
    weak: frozenset[int]
    trace_names: list[str]
    traces: list[dict[str, object]]
    posts: int
    exact_repeats: int
    plan: dict[str, str]
    notices: list[str]


def relate(session: Session, limits: Limits, resolutions: Sequence[int], step: Step) -> Related:
    """Runs every relational stage that is not there yet. `resolutions`: seconds, per input file."""
    step("uses", "who used what, and when")
    used = _uses(session, limits)
    step("margins", "how active each account is, how popular each object")
    _margins(session, used, limits)
    step("co-uses", "who used the same object within the widest window")
    plan, notices = _co_uses(session, used, limits)
    step("collect", "fetching counts")
    _fits(session)
    return _collect(session, limits, resolutions, plan, notices)


def _fits(session: Session) -> None:
    """Raises OutputError where the tests of all co-uses would take more memory than was allowed."""
    rows = sum(_count(session, session.table(s)) for s in ("co_uses", "hub_co_uses") if session.has(s))
    needed = START_BYTES + rows * CO_USE_BYTES
    if needed > session.memory:
        raise OutputError(
            f"testing {rows:,} co-uses takes about {needed / 1e9:.1f} GB; --memory allows {session.memory / 1e9:g} GB",
            mend="give more with --memory, name fewer traces with --trace, or scan a shorter period",
        )


def _uses(session: Session, limits: Limits) -> Table:
    posts, actions = session.table("posts"), session.table("actions")
    keys = session.materialise("post_keys", uses.post_keys(posts))
    accounts = session.materialise("accounts", uses.accounts(posts, keys))
    sites = session.materialise("sites", whose.sites(posts, actions))
    objects = session.materialise("objects", uses.objects(whose.objects(actions, sites)))
    origins = session.materialise("origins", uses.origins(posts, accounts))
    every = session.materialise("every_use", uses.uses(actions, keys, accounts, objects, origins))
    left_out = _generic(session, limits, every)
    return session.materialise("uses", every.anti_join(left_out, ["trace", "object"]))


def _generic(session: Session, limits: Limits, every: Table) -> Table:
    """Materialises which objects say nothing, and why."""
    objects, number = session.table("objects"), _count(session, session.table("accounts"))
    cap, times = limits.phrase_cap(number), dict.fromkeys(limits.rare, limits.rare_uses)
    popularity = session.materialise("popularity", margins.object_margins(every))
    common = generic.common(popularity, limits.caps(number), times, limits.worded)
    framed = session.materialise("frames", generic.frames(objects, limits.worded, limits.min_text))
    templates = session.materialise("templates", generic.templates(every, framed, cap))
    texts = session.materialise("generic_texts", generic.with_templates(common, templates))
    empty = texts.filter(texts.why != generic.COMMON)
    if not _count(session, empty):
        return session.materialise("left_out", texts)
    posts = session.table("posts")
    own = session.table("post_keys").semi_join(posts.filter(posts.kind != "repost"), "post").select(post_key="key")
    beside = generic.beside(every, empty, own, limits.worded, cap)
    return session.materialise("left_out", generic.also(texts, beside))


def _margins(session: Session, used: Table, limits: Limits) -> None:
    per_object = session.materialise("object_margins", margins.object_margins(used))
    strata = session.materialise("strata", margins.object_strata(used, per_object))
    tested = session.materialise("tested", margins.tested_objects(per_object, strata, limits.hub_cap))
    session.materialise("account_margins", margins.account_margins(used, tested))
    session.materialise("stratum_margins", margins.stratum_margins(tested))
    session.materialise("shared", margins.shared_objects(used, tested))


def _co_uses(session: Session, used: Table, limits: Limits) -> tuple[dict[str, str], list[str]]:
    """Materialises the co-uses. Returns which plan was taken for which objects and why, and what was left out."""
    notices = []
    per_object = session.table("object_margins")
    if limits.weak:
        per_object = per_object.filter(per_object.trace.notin(list(limits.weak)))
    ordinary = co_use.only(used, co_use.within(per_object, limits.hub_cap, hubs=False))
    listed = session.materialise("co_uses", co_use.co_uses(ordinary, limits.widest))
    plan = {f"objects of up to {limits.hub_cap} accounts": "bucketed join: every co-use is needed"}
    hubs = session.materialise("hubs", co_use.within(per_object, limits.hub_cap, hubs=True))
    hub_uses = session.materialise("hub_uses", co_use.only(used, hubs))
    if number := _count(session, hubs):
        kept, cap = _listable(session, used, per_object, limits)
        pairs = session.materialise("candidates", co_use.with_listed(co_use.candidates(kept), listed))
        below = per_object.filter(per_object.d <= cap).select("trace", "object")
        _hub_co_uses(session, co_use.only(hub_uses, below), pairs, limits)
        verified = "a merge of arrays in this process" if session.embedded else "joins on the engine"
        plan[f"{number:,} objects of more"] = f"prefix filter, verified by {verified}: their pairs are too many to list"
        if left_out := _count(session, per_object.filter(per_object.d > cap)):
            objects = f"{left_out:,} object{'s' if left_out > 1 else ''} used by more than {cap:,} accounts"
            notices.append(f"{objects} left out of the synchrony test: their pairs are too many")
    return plan, notices


def _listable(session: Session, used: Table, per_object: Table, limits: Limits) -> tuple[Table, int]:
    """What candidate pairs are made from, and the popularity (accounts) up to which objects take part.

    Several objects that the same tens of thousands of accounts used within a day make more pairs than any memory
    holds. Then the most popular ones are left out: a choice by popularity, never by timing, so no test is biased.
    """
    cap = int(session.fetch(per_object.agg(d=per_object.d.max()))["d"][0].as_py())
    while True:
        several = per_object.filter((per_object.d >= 2) & (per_object.d <= cap)).select("trace", "object")
        kept = co_use.kept_items(co_use.only(used, several), limits.widest, limits.occasions)
        cost = session.fetch(co_use.candidate_cost(kept))["cost"][0].as_py() or 0
        if cost <= MOST_CANDIDATES or cap <= limits.hub_cap:
            return kept, cap
        cap = max(cap // 2, limits.hub_cap)


def _hub_co_uses(session: Session, hub_uses: Table, candidates: Table, limits: Limits) -> None:
    """By merging arrays where the stages lie on this machine (pairs/hub_sweep.py), as expressions elsewhere."""
    from overt.pairs import hub_sweep  # loads a compiler, which scans without hubs can do without

    stage = "hub_co_uses"
    if session.embedded and not session.has(stage):
        close = hub_sweep.of_candidates(
            session.fetch(hub_uses), session.path("candidates"), limits.widest, limits.occasions
        )
        session.store(stage, close)
    elif not session.has(stage):
        session.materialise(stage, co_use.of_candidates(hub_uses, candidates, limits.widest, limits.occasions))


def _count(session: Session, table: Table) -> int:
    return int(session.fetch(table.count().as_table())[0][0].as_py())


def _collect(
    session: Session, limits: Limits, resolutions: Sequence[int], plan: dict[str, str], notices: list[str]
) -> Related:
    accounts = session.fetch(session.table("accounts")).sort_by("account")
    number = accounts.num_rows
    traces = trace_facts(session)
    names = [str(t["name"]) for t in traces]
    close = [session.fetch(session.table(s)) for s in ("co_uses", "hub_co_uses") if session.has(s)]
    posts, keyed = session.table("posts"), session.table("accounts")
    hours = sorted_columns(session.fetch(uses.account_hours(posts, keyed)), ("account", "hour", "posts"))
    files = sorted_columns(session.fetch(uses.account_files(posts, keyed)), ("account", "file"))
    resolution = np.ones(number, np.int64)
    np.maximum.at(resolution, files["account"], np.array(resolutions, np.int64)[files["file"]])
    repeats = session.fetch(uses.exact_repeats(posts))["repeats"][0].as_py()
    return Related(
        accounts=accounts,
        co_uses=CoUses.from_table(numbered(pa.concat_tables(close), "trace", names), number),
        hubs=sorted_columns(
            numbered(session.fetch(session.table("hub_uses")), "trace", names),
            ("trace", "object", "t", "account"),
        ),
        margins=_read_margins(session, names, number),
        shared=sorted_columns(
            numbered(session.fetch(session.table("shared")), "trace", names), ("trace", "a", "b", "shared")
        ),
        hours=Hours(**hours),
        distinct=_distinct(session, names, number),
        resolution=resolution,
        sources=sorted_columns(session.fetch(session.table("objects").select("id", "source")), ("id", "source"))[
            "source"
        ],
        authors=_authors(session),
        weak=frozenset(place for place, name in enumerate(names) if name in limits.weak),
        trace_names=names,
        traces=traces,
        posts=int(pa.compute.sum(accounts["posts"]).as_py() or 0),
        exact_repeats=int(repeats or 0),
        plan=plan,
        notices=notices,
    )


def _authors(session: Session) -> Ints:
    posts, keys = session.table("posts"), session.table("post_keys")
    passed = sorted_columns(session.fetch(uses.passed_on(posts, keys, session.table("sites"))), ("key", "author"))
    result = np.full(int(session.fetch(keys.agg(n=keys.key.max()))["n"][0].as_py()) + 1, -1, np.int64)
    result[passed["key"]] = passed["author"]
    return result


def _read_margins(session: Session, names: list[str], accounts: int) -> list[Margins]:
    """One Margins per trace; strata are numbered by name."""
    per_account = session.fetch(session.table("account_margins"))
    classes = session.fetch(session.table("stratum_margins"))
    strata = sorted(set(classes["stratum"].to_pylist()))
    a = sorted_columns(
        numbered(numbered(per_account, "trace", names), "stratum", strata),
        ("trace", "account", "stratum", "k"),
    )
    c = sorted_columns(
        numbered(numbered(classes, "trace", names), "stratum", strata), ("trace", "stratum", "d", "objects")
    )
    result = []
    for trace in range(len(names)):
        mine, theirs = a["trace"] == trace, c["trace"] == trace
        here, dense = np.unique(c["stratum"][theirs], return_inverse=True)
        result.append(
            Margins(
                a["account"][mine],
                np.searchsorted(here, a["stratum"][mine]),
                a["k"][mine],
                dense.astype(np.int64),
                c["d"][theirs],
                c["objects"][theirs],
                accounts,
                tuple(strata[s] for s in here),
            )
        )
    return result


def _distinct(session: Session, names: list[str], accounts: int) -> Floats:
    every = session.table("every_use")
    counted = every.group_by("trace", "account").agg(objects=every.object.nunique())
    rows = sorted_columns(numbered(session.fetch(counted), "trace", names), ("trace", "account", "objects"))
    result = np.zeros((accounts, max(len(names), 1)))
    result[rows["account"], rows["trace"]] = rows["objects"]
    return result

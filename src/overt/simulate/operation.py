"""OperationSpec: what a planted operation does. `plant` lays operations into a posts table, with the
answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

from overt.errors import UsageError
from overt.simulate.cover import Public, cover_rows
from overt.simulate.edits import EDITS, edited
from overt.simulate.merge import merged
from overt.simulate.rows import Rows, Said
from overt.simulate.table import account_ids, answers_of, roles_of, with_roles

TRACES = ("url", "text", "hashtag_sequence", "sound_id", "effect_id", "mention_set", "repost", "reply_target")
ALONE = {"repost", "reply_target"}
"""Traces that one post cannot carry beside others here."""
LAWS = ("uniform", "lognormal")


@dataclass(frozen=True)
class OperationSpec:
    """One operation: `accounts` members meet on `objects` joint occasions.

    A trace is one of TRACES, or some of them joined by "+" (such as "url+text": one post carries both), but for
    reposts and replies. Each occasion uses one of `traces`. `jitter` is in seconds: the width of the uniform law, the
    median of the lognormal one. `cover` is the number of organic-looking posts per covert post.
    """

    accounts: int = 20
    objects: int = 25
    jitter: float = 60.0
    jitter_law: str = "uniform"
    participation: float = 1.0
    cover: float = 1.0
    traces: tuple[str, ...] = ("url", "text")
    edits: tuple[str, ...] = ()
    name: str = ""
    seed: int = 0

    def checked(self) -> "OperationSpec":
        """Itself. Raises UsageError when a field is out of bounds."""
        bounds = {
            "accounts": (3, 200),
            "objects": (1, 10_000),
            "jitter": (0, 86_400),
            "participation": (0.3, 1),
            "cover": (0, 20),
            "seed": (0, 2**31 - 1),
        }
        for name, (least, most) in bounds.items():
            if not least <= getattr(self, name) <= most:
                raise UsageError(f"{name} is {getattr(self, name)}", mend=f"give a value from {least} to {most}")
        if self.jitter_law not in LAWS:
            raise UsageError(f"jitter_law is {self.jitter_law!r}", mend="give " + " or ".join(LAWS))
        for trace in self.traces:
            parts = trace.split("+")
            if not set(parts) <= set(TRACES) or (len(parts) > 1 and ALONE & set(parts)):
                raise UsageError(f"no trace is called {trace!r}", mend="give some of " + ", ".join(TRACES))
        if not self.traces:
            raise UsageError("traces is empty", mend="give some of " + ", ".join(TRACES))
        if not set(self.edits) <= set(EDITS):
            raise UsageError(f"edits is {self.edits}", mend="give some of " + ", ".join(EDITS))
        return self


def plant(posts: Any, operations: Sequence[OperationSpec], seed: int) -> tuple[Any, Any]:
    """The posts with the operations laid in, sorted by time, and the answers: one row per account that posts.

    Works on any table of the posts schema, simulated or real; accounts already there stay as they are, and
    rows are numbered anew. Raises UsageError when a spec is out of bounds or there is nothing to plant into.
    """
    if posts.num_rows == 0:
        raise UsageError("there are no posts to plant into", mend="give a posts table with rows")
    public = Public(posts)
    roles = dict(roles_of(posts))
    taken = frozenset(pc.unique(posts["account_id"]).to_pylist())
    made = []
    for number, operation in enumerate(operations):
        rng = np.random.default_rng([seed, number, operation.seed])
        members = account_ids(rng, operation.checked().accounts, taken).to_pylist()
        taken |= frozenset(members)
        group = operation.name or f"operation-{number + 1}"
        roles |= dict.fromkeys(members, ("operation", group))
        rows = _covert(rng, operation, members, public)
        made.append(cover_rows(rng, rows, operation.cover, public))
    table = merged(posts, made, public)
    table = with_roles(table, roles)
    return table, answers_of(table)


def _covert(rng: np.random.Generator, operation: OperationSpec, members: list[str], public: Public) -> Rows:
    """The joint occasions, one row for every member that takes part."""
    rows = Rows()
    language = public.language(rng)
    for _ in range(operation.objects):
        trace = operation.traces[int(rng.integers(len(operation.traces)))]
        reach = operation.jitter * 1_000_000
        original = public.original(rng, reach) if trace in ALONE else -1
        begin = public.moment(rng, reach) if original < 0 else public.seen(rng, original, reach)
        there = np.flatnonzero(rng.random(len(members)) < operation.participation)
        delay = rng.random(len(there)) if operation.jitter_law == "uniform" else rng.lognormal(0, 0.8, len(there))
        when = np.clip(begin + (delay * reach).astype(np.int64), public.start, public.end)
        text, tags, urls, mentions, fields = _shared(rng, public, trace, language)
        if trace == "reply_target" and original >= 0:
            fields |= {"kind": "reply", **public.answered(original)}
        for member, time in zip(there, when.tolist(), strict=True):
            if original >= 0 and trace == "repost":
                rows.repost(members[member], time, public, original)
                continue
            words = edited(rng, text, operation.edits) if text else public.words(rng, language)
            rows.post(members[member], time, Said(words, tags, urls, language, mentions))
            rows.fields[-1].update(fields)
    return rows


def _shared(
    rng: np.random.Generator, public: Public, trace: str, language: str | None
) -> tuple[str, list[str], list[str], tuple[str, ...], dict[str, Any]]:
    """What the members share on one occasion: text, tags, links, mentions, further fields; each only if asked."""
    parts = trace.split("+")
    text = public.words(rng, language, 8) if "text" in parts else ""
    tags = public.tags(rng) if "hashtag_sequence" in parts else []
    urls = [public.url(rng)] if "url" in parts else []
    mentions = tuple(f"office{n}" for n in rng.integers(0, 10**6, 3)) if "mention_set" in parts else ()
    fields: dict[str, Any] = {}
    if "sound_id" in parts:
        fields["sound_id"] = str(rng.integers(2**60, 2**62))
    if "effect_id" in parts:
        fields["effects"] = [str(rng.integers(2**40, 2**42))]
    return text, tags, urls, mentions, fields

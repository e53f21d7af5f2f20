"""A ring planted beside posts that were really read: its acts look like theirs, its cover like that of their accounts.

Only the planted posts are returned; the posts that they are made after are never changed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.errors import UsageError
from overt.model.post import ID_TRACE_PREFIX
from overt.simulate.cover import Public, cover_rows
from overt.simulate.rhythm import SECOND
from overt.simulate.rows import Rows, Said
from overt.simulate.table import account_ids, floored, new_post_ids

URL, TEXT, TAGS = "url", "text", "hashtag_sequence"
ENOUGH = 0.01
"""Share of posts that have a thing, from which a ring may share it unasked."""
_SAMPLE = 4_000


@dataclass(frozen=True)
class RingSpec:
    """`accounts` members, each of them `objects` times within `within` seconds of the others, on one thing each time.

    `cover`: posts made up around each of these. `through`: what is shared: url, text, hashtag_sequence or an id column.
    """

    accounts: int
    within: float
    objects: int
    cover: float
    through: str


class Around(Public):
    """What is public in the posts of the platform that has most of them. New links are pages of the sites there."""

    def __init__(self, posts: pa.Table) -> None:
        counts = pc.value_counts(posts["platform"].combine_chunks()).to_pylist()
        most = max(counts, key=lambda c: (c["counts"], c["values"] or ""))["values"]
        mine = posts.filter(pc.equal(posts["platform"], most)) if len(counts) > 1 else posts
        super().__init__(mine)
        self.taken = frozenset(pc.unique(mine["account_id"]).to_pylist())
        links = pc.list_flatten(mine["urls"])
        step = max(1, len(links) // _SAMPLE)
        self._sites = [site for link in links[::step].to_pylist() if (site := _site(link))]
        self._ids = mine["post_id"]

    def url(self, rng: np.random.Generator) -> str:
        """A new page of a site that is linked to; sites that many link to come up more often."""
        if not self._sites:
            return super().url(rng)
        return f"{self._sites[int(rng.integers(len(self._sites)))]}/{rng.integers(2**40, 2**48):x}"

    def new_ids(self, time: np.ndarray) -> Any:
        """Ids for posts at these times that no post has."""
        return new_post_ids(time, self._ids, len(self._ids))


def _site(link: str | None) -> str:
    """Scheme and host of a link; empty where it has none."""
    try:
        parts = urlsplit(link or "")
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""


def shared(posts: pa.Table, id_traces: Collection[str], asked: str) -> str:
    """What the rings share: what was asked for, else links, texts, tags or an id, whichever the posts have.

    Raises UsageError where no such thing is there.
    """
    known = (URL, TEXT, TAGS, *sorted(id_traces))
    if asked:
        if asked not in known:
            raise UsageError(f"--through {asked} is not there", mend="give one of " + ", ".join(known))
        return asked
    full = {
        URL: _any(posts["urls"]),
        TEXT: posts.num_rows - posts["text"].null_count,
        TAGS: _any(posts["hashtags"]),
        **{name: posts.num_rows - posts[ID_TRACE_PREFIX + name].null_count for name in sorted(id_traces)},
    }
    enough = [name for name, number in full.items() if number >= ENOUGH * posts.num_rows]
    if not enough:
        raise UsageError("the posts have no links, texts, tags or ids to share", mend="name columns with --map")
    return enough[0]


def _any(column: pa.ChunkedArray) -> int:
    """Rows whose list is not empty."""
    return int(pc.sum(pc.greater(pc.list_value_length(column), 0)).as_py() or 0)


def ring(around: Around, spec: RingSpec, posts: pa.Table, rng: np.random.Generator) -> pa.Table:
    """The posts of one ring and its cover, as rows of the posts table (without their number)."""
    members = account_ids(rng, spec.accounts, around.taken).to_pylist()
    rows, language, reach = Rows(), around.language(rng), spec.within * SECOND
    things: list[str | None] = []
    for _ in range(spec.objects):
        begin = around.moment(rng, reach)
        text = around.words(rng, language, 8) if spec.through == TEXT else ""
        tags = around.tags(rng) if spec.through == TAGS else []
        urls = [around.url(rng)] if spec.through == URL else []
        thing = f"{rng.integers(2**40, 2**48):x}"
        for member, delay in zip(members, rng.random(len(members)).tolist(), strict=True):
            when = int(np.clip(begin + int(delay * reach), around.start, around.end))
            rows.post(member, when, Said(text or around.words(rng, language), tags, urls, language))
            things.append(thing)
    made = cover_rows(rng, rows, spec.cover, around)
    time = floored(np.array(made.time, np.int64), around.resolution)
    table = made.table(around.platform, around.new_ids(time), time, posts.schema)
    if spec.through in (URL, TEXT, TAGS):
        return table
    name = ID_TRACE_PREFIX + spec.through
    going_round = posts[name].drop_null().combine_chunks()
    extra = len(made) - len(things)
    around_it = going_round.take(pa.array(rng.integers(0, len(going_round), extra))).to_pylist() if extra else []
    return table.append_column(name, pa.array([*things, *around_it], pa.string()))

"""Extras of an organic crowd: replies, mentions, sounds, effects and posting programs, laid over a finished one.

Everybody decides alone, as in the crowd itself: what two accounts share, and however close in time, comes from fashion,
habit, a favourite or a public call, never from agreement. What is taken from whom stands in docs/simulate.md.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.errors import UsageError
from overt.simulate.attention import Grouped, choose, heavy, reaction
from overt.simulate.rhythm import DAY, HOUR
from overt.simulate.table import floored

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_TRIES = 6
_FAVOURITES = 6
_PROGRAMS = 60


@dataclass(frozen=True)
class ExtrasSpec:
    """Shares of own posts: that are replies, name accounts, have a sound, have effects.

    `devoted`: share of accounts that answer one favourite within minutes, whenever it posts. Every field stands in the
    table of docs/simulate.md.
    """

    reply_share: float = 0.2
    devoted: float = 0.04
    mention_share: float = 0.15
    call_share: float = 0.03
    sound_share: float = 0.5
    effect_share: float = 0.2
    calls_per_week: float = 4.0
    seed: int = 0

    def checked(self) -> "ExtrasSpec":
        """Itself. Raises UsageError when a number makes no sense."""
        for name in ("reply_share", "devoted", "mention_share", "call_share", "sound_share", "effect_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise UsageError(f"{name} is {getattr(self, name)}", mend="give a share from 0 to 1")
        if not self.calls_per_week >= 0:
            raise UsageError(f"calls_per_week is {self.calls_per_week}", mend="give 0 or more")
        return self


@dataclass(frozen=True)
class _Scene:
    """The posts that get extras: time, account and language of each as numbers, and which are own posts."""

    rng: np.random.Generator
    time: Ints
    account: Ints
    language: Ints
    own: Flags

    @property
    def span(self) -> tuple[int, int]:
        return int(self.time.min()), int(self.time.max()) + 1

    def some(self, share: float, among: Flags | None = None) -> Ints:
        """Places of a share of the own posts."""
        drawn: Ints = np.flatnonzero((self.own if among is None else among) & (self.rng.random(len(self.time)) < share))
        return drawn


def with_extras(posts: Any, spec: ExtrasSpec) -> Any:
    """The same posts with extras, sorted by time anew since replies come after what they answer; rows renumbered.

    To be called before operations are planted: of these fields only mentions are kept. Raises UsageError when the spec
    makes no sense or there are no posts.
    """
    spec = spec.checked()
    if posts.num_rows == 0:
        raise UsageError("there are no posts to add to", mend="give a posts table with rows")
    posts = posts.combine_chunks()
    time = posts["created_at"].cast(pa.int64()).to_numpy()
    own = pc.equal(posts["kind"], "post").to_numpy(zero_copy_only=False)
    rng = np.random.default_rng([spec.seed, 41])
    scene = _Scene(rng, time, _codes(posts["account_id"]), _codes(posts["lang"]), own)
    passed_on = pc.is_in(posts["post_id"], value_set=pc.unique(posts["repost_of"])).to_numpy()
    target, when = _replies(scene, spec, own & ~passed_on)
    answering = target >= 0
    calm = _Scene(scene.rng, when, scene.account, scene.language, own & ~answering)
    columns: dict[str, Any] = {
        "created_at": pa.array(floored(when, _resolution(time))).cast(pa.timestamp("us", tz="UTC")),
        "kind": pc.if_else(pa.array(answering), "reply", posts["kind"]),
        "reply_to": posts["post_id"].take(pa.array(target, mask=~answering)),
        "reply_to_account": posts["account_id"].take(pa.array(target, mask=~answering)),
        "mentions": _mentions(calm, spec, posts["mentions"].to_pylist()),
        "sound_id": _fashion(calm, calm.some(spec.sound_share), 4.0, "7", own_share=0.4)[0],
        "effects": _effects(calm, spec),
        "client": _programs(scene),
    }
    return _in_order(posts, columns)


def _codes(column: Any) -> Ints:
    return np.asarray(pc.fill_null(column, "").combine_chunks().dictionary_encode().indices.to_numpy(), np.int64)


def _resolution(time: Ints) -> int:
    return next((s for s in (86_400, 3_600, 60) if (time % (s * 1_000_000) == 0).mean() >= 0.99), 1)


def _in_order(posts: Any, columns: dict[str, Any]) -> Any:
    metadata = posts.schema.metadata
    for name, values in columns.items():
        place = posts.schema.get_field_index(name)
        posts = posts.set_column(place, posts.schema.field(place), values)
    order = np.argsort(posts["created_at"].cast(pa.int64()).to_numpy(), kind="stable")
    posts = posts.take(pa.array(order))
    place = posts.schema.get_field_index("row")
    rows = pa.array(np.arange(1, posts.num_rows + 1))
    return posts.set_column(place, posts.schema.field(place), rows).replace_schema_metadata(metadata)


def _replies(scene: _Scene, spec: ExtrasSpec, free: Flags) -> tuple[Ints, Ints]:
    """For each post the place of the post that it answers, -1 if none, and its time. `free`: who may become a reply.

    People answer favourites of their language, popular ones more often, within minutes to hours. The devoted answer
    one of them, mostly within two minutes.
    """
    rng, accounts = scene.rng, int(scene.account.max()) + 1
    target, when = np.full(len(scene.time), -1, np.int64), scene.time.copy()
    mine = scene.some(spec.reply_share, free)
    said = np.flatnonzero(scene.own)
    if not len(mine):
        return target, when
    fame = heavy(rng, accounts, 1.1, 300.0)
    speaks = np.zeros(accounts, np.int64)
    speaks[scene.account] = scene.language
    authors = np.unique(scene.account[said])
    favourite = Grouped(speaks[authors], fame[authors], int(scene.language.max()) + 1).pick(
        rng, np.repeat(speaks[:, None], _FAVOURITES, axis=1)
    )
    favourite = authors[favourite]
    devoted = rng.random(accounts) < spec.devoted
    rank = (_FAVOURITES * rng.random((len(mine), _TRIES)) ** 2).astype(np.int64)
    who = scene.account[mine]
    author = favourite[who[:, None], np.where(devoted[who][:, None], 0, rank)]
    post = Grouped(scene.account[said], np.ones(len(said)), accounts).pick(rng, author)
    post = np.where(post >= 0, said[post], -1)
    quick = devoted[who][:, None] & (rng.random(post.shape) < 0.8)
    reply = scene.time[post] + reaction(rng, post.shape, 25.0, quick)
    fits = (post >= 0) & (scene.account[post] != who[:, None]) & (reply < scene.span[1])
    column, found = choose(rng, fits.astype(float))
    row = np.arange(len(mine))
    target[mine[found]] = post[row, column][found]
    when[mine[found]] = reply[row, column][found]
    # Who became a reply is no post any more that others could have answered.
    gone = target >= 0
    lost = gone & gone[np.maximum(target, 0)]
    target[lost], when[lost] = -1, scene.time[lost]
    return target, when


def _fashion(scene: _Scene, mine: Ints, life_days: float, prefix: str, own_share: float = 0.0) -> tuple[Any, Ints]:
    """An id for each of the posts `mine` (null elsewhere): things that come into fashion and go out of it.

    With chance `own_share` the thing is the author's own and nobody else's.
    """
    rng, (start, end) = scene.rng, scene.span
    number = max(30, len(mine) // 10)
    birth = rng.integers(start - 10 * DAY, end, number)
    life = rng.lognormal(np.log(life_days), 0.8, number) * DAY
    speaks = rng.integers(0, int(scene.language.max()) + 1, number)
    pick = Grouped(speaks, heavy(rng, number, 1.1, 300.0), int(scene.language.max()) + 1).pick(
        rng, np.repeat(scene.language[mine][:, None], _TRIES, axis=1)
    )
    age = np.maximum((scene.time[mine][:, None] - birth[pick]) / life[pick], 0)
    column, found = choose(rng, age * np.exp(-age) * (pick >= 0))
    row = np.arange(len(mine))
    thing = np.where(found, pick[row, column], -1)
    alone = (rng.random(len(mine)) < own_share) | (thing < 0)
    thing = np.where(alone, number + row, thing)
    names = np.full(len(scene.time), -1, np.int64)
    names[mine] = thing
    ids = pa.array([f"{prefix}{10**9 + n}" for n in range(number + len(mine))], pa.string())
    return ids.take(pa.array(names, mask=names < 0)), names


def _effects(scene: _Scene, spec: ExtrasSpec) -> Any:
    """One effect, for one post in three a second one."""
    first, _ = _fashion(scene, scene.some(spec.effect_share), 20.0, "3")
    _, places = _fashion(scene, scene.some(spec.effect_share / 3), 20.0, "3")
    second, _ = _fashion(scene, np.flatnonzero(places >= 0), 20.0, "3")
    pairs = zip(first.to_pylist(), second.to_pylist(), strict=True)
    return pa.array([[e for e in pair if e] for pair in pairs], pa.list_(pa.string()))


def _mentions(scene: _Scene, spec: ExtrasSpec, known: list[Any]) -> Any:
    """Public names, one to three of some hundred; and all recipients of a public call, while it lasts."""
    rng, (start, end) = scene.rng, scene.span
    names = [f"figure{n}" for n in range(300)]
    weight = heavy(rng, len(names), 1.0, 500.0)
    share = weight / weight.sum()
    for place in scene.some(spec.mention_share):
        some = rng.choice(len(names), int(rng.choice(3, p=[0.6, 0.3, 0.1])) + 1, replace=False, p=share)
        known[place] = known[place] or [names[n] for n in some]
    calls = rng.poisson(spec.calls_per_week * (end - start) / (7 * DAY))
    recipients = [rng.choice(len(names), int(rng.integers(3, 7)), replace=False) for _ in range(calls)]
    begin = rng.integers(start - DAY, end, calls)
    life = rng.lognormal(np.log(12), 0.8, calls) * HOUR
    mine = scene.some(spec.call_share)
    if calls and len(mine):
        age = (scene.time[mine][:, None] - begin[None, :]) / life[None, :]
        column, found = choose(rng, np.where(age > 0, age * np.exp(-np.maximum(age, 0)), 0.0))
        for place, call in zip(mine[found], column[found], strict=True):
            known[place] = [names[n] for n in rng.permutation(recipients[call])]
    return pa.array([m or [] for m in known], pa.list_(pa.string()))


def _programs(scene: _Scene) -> Any:
    """Each account has a program, half of them a second one; a few programs serve nearly everybody."""
    rng, accounts = scene.rng, int(scene.account.max()) + 1
    share = (1.0 + np.arange(_PROGRAMS)) ** -2.0
    share /= share.sum()
    usual, other = (rng.choice(_PROGRAMS, accounts, p=share) for _ in range(2))
    second = (rng.random(accounts) < 0.5)[scene.account] & (rng.random(len(scene.account)) < 0.3)
    program = np.where(second, other[scene.account], usual[scene.account])
    return pa.array([f"Program {n}" for n in range(_PROGRAMS)], pa.string()).take(pa.array(program))

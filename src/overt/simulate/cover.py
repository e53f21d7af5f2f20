"""Cover traffic: what members of an operation post in between, drawn from what is public around them.

A member has favourite sources and reacts to them within organic delays; it shares links that others share
while they live; the rest it says in words of its own, at the hours of the crowd.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.simulate.attention import REACTION_SPREAD
from overt.simulate.rhythm import DAY, MINUTE
from overt.simulate.rows import Rows, Said

Ints = npt.NDArray[np.int64]

_SAMPLE = 4000
_FAVOURITES = 12


class Public:
    """What anybody can see of a posts table: its period, words, tags, links, and posts that can be passed
    on."""

    def __init__(self, posts: Any) -> None:
        self._posts = posts
        self._time: Ints = posts["created_at"].cast(pa.int64()).to_numpy()
        self.start, self.end = int(self._time.min()), int(self._time.max())
        self.resolution = time_resolution(self._time)
        self.platform: str = posts["platform"][0].as_py()
        again = pc.equal(posts["kind"], "repost").to_numpy(zero_copy_only=False)
        self._own = np.flatnonzero(~again)
        self._again = np.flatnonzero(again)
        self.repost_share = len(self._again) / len(self._time)
        self._has_ids = posts["repost_of"].null_count < posts.num_rows
        self._known = self._sources()
        self._accounts: Ints = posts["account_id"].combine_chunks().dictionary_encode().indices.to_numpy()
        step = max(1, posts.num_rows // _SAMPLE)
        sample = posts.select(["text", "lang", "hashtags"]).take(pa.array(np.arange(0, posts.num_rows, step)))
        self._languages: list[str | None] = sample["lang"].to_pylist()
        self._words = _words_by_language(sample)
        self._tags = sorted({tag for tags in sample["hashtags"].to_pylist() for tag in tags or ()})

    def _sources(self) -> dict[str, Ints]:
        """Rows of reposts by the account whose posts they pass on."""
        names = self._posts["repost_of_account"].take(pa.array(self._again)).combine_chunks().dictionary_encode()
        codes = names.indices.fill_null(-1).to_numpy()
        order = np.argsort(codes, kind="stable")
        order = order[codes[order] >= 0]
        if len(order) == 0:  # sources unknown: all reposts count as one
            return {"": self._again} if len(self._again) else {}
        cuts = np.flatnonzero(np.diff(codes[order])) + 1
        groups = np.split(self._again[order], cuts)
        return {
            names.dictionary[int(codes[order[at]])].as_py(): group
            for at, group in zip([0, *cuts.tolist()], groups, strict=True)
        }

    def language(self, rng: np.random.Generator) -> str | None:
        """A language in proportion to its posts."""
        return self._languages[int(rng.integers(len(self._languages)))]

    def moment(self, rng: np.random.Generator, room: float) -> int:
        """A time at which the public is about, with `room` microseconds left before the end where
        possible."""
        time = int(self._time[int(rng.integers(len(self._time)))]) + int(rng.integers(0, self.resolution * 1_000_000))
        return max(self.start, min(time, self.end - int(room)))

    def times(self, account: str) -> Ints:
        """When an account acts, in microseconds; empty for one that is not in the table."""
        found: Ints = self._time[pc.equal(self._posts["account_id"], account).to_numpy(zero_copy_only=False)]
        return found

    def hours(self, rng: np.random.Generator) -> Ints:
        """Times of day, in microseconds, at which somebody in the table acts: a habit to borrow."""
        busy = self._accounts[rng.integers(0, len(self._accounts))]
        hours: Ints = self._time[self._accounts == busy] % DAY
        return hours

    def sometime(self, rng: np.random.Generator, hours: Ints) -> int:
        """A time on any day of the period, at about the borrowed hours."""
        day = int(rng.integers(self.start // DAY, self.end // DAY + 1)) * DAY
        around = int(rng.normal(0, 20) * MINUTE)
        return max(self.start, min(day + int(hours[int(rng.integers(len(hours)))]) + around, self.end))

    def original(self, rng: np.random.Generator, room: float) -> int:
        """The row of a public post that can be passed on, -1 if there is none."""
        if len(self._own) == 0:
            return -1
        pick = self._own[rng.integers(0, len(self._own), 20)]
        fits = pick[self._time[pick] <= self.end - room]
        return int(fits[0]) if len(fits) else int(pick[0])

    def seen(self, rng: np.random.Generator, original: int, room: float) -> int:
        """A time some minutes after a public post."""
        later = int(self._time[original]) + int(rng.lognormal(np.log(20), 1.0) * MINUTE)
        return max(int(self._time[original]), min(later, self.end - int(room)))

    def fields(self, original: int) -> dict[str, Any]:
        """What a repost of this row's post says; a row that is itself a repost is passed on as its
        original."""
        row = {
            name: self._posts[name][original].as_py()
            for name in ("text", "lang", "urls", "hashtags", "repost_of", "repost_of_account", "kind")
        }
        if row.pop("kind") != "repost":
            named = self._has_ids or len(self._again) == 0
            row["repost_of"] = self._posts["post_id"][original].as_py() if named else None
            row["repost_of_account"] = self._posts["account_id"][original].as_py() if named else None
        return row

    def answered(self, original: int) -> dict[str, Any]:
        """The fields of a reply to this row's post."""
        return {
            "reply_to": self._posts["post_id"][original].as_py(),
            "reply_to_account": self._posts["account_id"][original].as_py(),
        }

    def words(self, rng: np.random.Generator, language: str | None, least: int = 5) -> str:
        """A new text: words as frequent as in the table."""
        pool = self._words.get(language) or next(iter(self._words.values()))
        return " ".join(pool[place] for place in rng.integers(0, len(pool), int(rng.integers(least, 15))))

    def tags(self, rng: np.random.Generator) -> list[str]:
        """A new sequence of three to five tags."""
        pool = self._tags if len(self._tags) >= 5 else ["Alfa", "Bravu", "Cedo", "Dilka", "Efro"]
        return [pool[place] for place in rng.choice(len(pool), int(rng.integers(3, 6)), replace=False)]

    def url(self, rng: np.random.Generator) -> str:
        """A link that nobody else has."""
        return f"https://{rng.integers(16**5):05x}.example/{rng.integers(2**40, 2**48):x}"

    def favourites(self, rng: np.random.Generator) -> list[Ints]:
        """Reposts of some sources, by source: sources that many pass on come up more often."""
        if not self._known:
            return []
        names = list(self._known)
        weight = np.array([len(rows) for rows in self._known.values()], dtype=np.float64)
        count = min(_FAVOURITES, len(names))
        some = rng.choice(len(names), count, replace=False, p=weight / weight.sum())
        return [self._known[names[place]] for place in some]

    def first_seen(self, row: int) -> int:
        """The time of a row."""
        return int(self._time[row])

    def linked(self, rng: np.random.Generator) -> int:
        """The row of some own post."""
        return int(self._own[rng.integers(len(self._own))]) if len(self._own) else -1


def time_resolution(time: Ints) -> int:
    """Seconds: the largest of a day, an hour, a minute that divides 99% of the times; else 1."""
    for seconds in (86_400, 3_600, 60):
        if len(time) >= 30 and np.mean(time % (seconds * 1_000_000) == 0) >= 0.99:
            return seconds
    return 1


def _words_by_language(sample: Any) -> dict[str | None, list[str]]:
    pools: dict[str | None, list[str]] = {}
    for text, language in zip(sample["text"].to_pylist(), sample["lang"].to_pylist(), strict=True):
        words = [word for word in (text or "").split() if not word.startswith(("#", "@", "http"))]
        pools.setdefault(language, []).extend(words)
    full = {language: pool for language, pool in pools.items() if len(pool) >= 50}
    spare = [first + second for first in ("bado", "kemi", "zulu", "tarpo") for second in ("ra", "ni", "so")]
    return full or {None: spare}


@dataclass
class _Habits:
    """What one member does when it is not at work."""

    member: str
    favourites: list[Ints]  # rows of reposts, by source
    language: str | None
    hours: Ints
    done: set[int] = field(default_factory=set)


def cover_rows(rng: np.random.Generator, covert: Rows, cover: float, public: Public) -> Rows:
    """The covert rows and, for each member, `cover` times as many organic-looking ones."""
    together = Rows.joined([covert])
    for member, acts in Counter(covert.account).items():
        number = round(cover * acts)
        if number == 0:
            continue
        habits = _Habits(member, public.favourites(rng), public.language(rng), public.hours(rng))
        for _ in range(number):
            if not (rng.random() < public.repost_share and _passed_on(rng, together, public, habits)):
                _speak(rng, together, public, habits)
    return together


def _passed_on(rng: np.random.Generator, rows: Rows, public: Public, habits: _Habits) -> bool:
    """A repost of a favourite source, if one is found that is new and still to be passed on within the
    period."""
    if not habits.favourites:
        return False
    source = habits.favourites[int(len(habits.favourites) * rng.random() ** 2)]
    row = int(source[int(rng.integers(len(source)))])
    when = public.first_seen(row) + int(rng.lognormal(np.log(30), REACTION_SPREAD) * MINUTE)
    if row in habits.done or when > public.end:
        return False
    habits.done.add(row)
    rows.repost(habits.member, when, public, row)
    return True


def _speak(rng: np.random.Generator, rows: Rows, public: Public, habits: _Habits) -> None:
    """Own words at an hour of its habit; now and then under a link that is going round."""
    row = public.linked(rng)
    fields = public.fields(row) if row >= 0 and rng.random() < 0.3 else {}
    when = public.sometime(rng, habits.hours)
    if fields.get("urls"):
        when = public.first_seen(row) + int(rng.lognormal(np.log(60), REACTION_SPREAD) * MINUTE) % DAY
    words, urls = public.words(rng, habits.language), list(fields.get("urls") or [])
    rows.post(habits.member, min(when, public.end), Said(words, [], urls, habits.language))

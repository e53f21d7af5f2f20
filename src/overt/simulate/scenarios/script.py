"""Script: how a scenario is laid into a posts table, act by act, and what comes of it.

A scenario is a rule with parameters, drawn anew for every seed. Texts are made of the words around them and mean
nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.model.account import ACCOUNTS_SCHEMA
from overt.simulate.cover import Public, cover_rows
from overt.simulate.merge import merged
from overt.simulate.rhythm import SECOND
from overt.simulate.rows import Rows, Said
from overt.simulate.table import account_ids, answers_of, roles_of, with_roles

Ints = npt.NDArray[np.int64]

COVERT, OPEN, FRAMED, BAIT = "operation", "open", "framed", "decoy"
"""Roles: who is to be found; who coordinates openly; innocents that others want accused; helpers of an attack."""


@dataclass(frozen=True)
class Planted:
    """A posts table with a scenario in it, its answers (account, role, group) and what is known of accounts."""

    posts: pa.Table
    answers: pa.Table
    accounts: pa.Table

    def of(self, role: str) -> set[str]:
        """The accounts of a role."""
        rows = self.answers.filter(pc.equal(self.answers["role"], role))
        return set(rows["account_id"].to_pylist())


@dataclass(frozen=True)
class Scenario:
    """`id` as in the list of scenarios, `kind`: evasion, crowd or attack; `expect`: what a good detector does.

    `settings` are passed to `act`, which lays the scenario into the script. `cover`: organic posts per planted post.
    """

    id: str
    kind: str
    title: str
    expect: str
    act: Callable[..., None]
    settings: Mapping[str, Any] = field(default_factory=dict)
    cover: float = 1.0


class Script:
    """A scenario while it is being laid out."""

    def __init__(self, posts: pa.Table, seed: int, name: str) -> None:
        self.posts, self.name = posts, name
        self.public = Public(posts)
        self.rng = np.random.default_rng([seed, *name.encode()])
        self.rows, self.bare = Rows(), Rows()
        self.roles = dict(roles_of(posts))
        self._taken = frozenset(pc.unique(posts["account_id"]).to_pylist())
        self._profiles: dict[str, dict[str, Any]] = {}
        self.days = (self.public.end - self.public.start) / (86_400 * SECOND)

    def cast(self, number: int, role: str, group: str = "") -> list[str]:
        """New accounts."""
        found: list[str] = account_ids(self.rng, number, self._taken).to_pylist()
        self._taken |= frozenset(found)
        self.roles |= dict.fromkeys(found, (role, group or self.name))
        return found

    def bystanders(self, number: int, least: int = 5, role: str = "", group: str = "") -> list[str]:
        """Ordinary accounts of the table with some posts; they get a role only if one is given."""
        counts = pc.value_counts(self.posts["account_id"].combine_chunks())
        names = [c["values"] for c in counts.to_pylist() if c["counts"] >= least and c["values"] not in self.roles]
        if len(names) < number:
            names = [c["values"] for c in counts.to_pylist() if c["values"] not in self.roles]
        some = self.rng.permutation(len(names))[:number]
        found = [names[place] for place in sorted(some.tolist())]
        if role:
            self.roles |= dict.fromkeys(found, (role, group or self.name))
        return found

    def profile(self, account: str, **known: Any) -> None:
        """What the platform shows of an account."""
        self._profiles.setdefault(account, {}).update(known)

    def moment(self, room: float = 0) -> int:
        """A time at which people are about, with `room` seconds left before the end."""
        return self.public.moment(self.rng, room * SECOND)

    def delays(self, number: int, jitter: float, law: str = "uniform") -> Ints:
        """Delays in microseconds: uniform within `jitter` seconds, lognormal or exponential around it."""
        draws = {
            "uniform": lambda: self.rng.random(number),
            "lognormal": lambda: self.rng.lognormal(0, 0.8, number),
            "exponential": lambda: self.rng.exponential(1.0, number),
        }[law]()
        return (draws * jitter * SECOND).astype(np.int64)

    def words(self, least: int = 8, language: str | None = None) -> str:
        """A new text."""
        return self.public.words(self.rng, language, least)

    def url(self) -> str:
        """A new link."""
        return self.public.url(self.rng)

    def say(
        self,
        account: str,
        when: int,
        text: str = "",
        *,
        url: str | None = None,
        tags: Sequence[str] = (),
        covered: bool = True,
        **fields: Any,
    ) -> None:
        """An own post. `covered`: whether organic posts are made up around it; `fields`: further fields of posts."""
        rows = self.rows if covered else self.bare
        said = Said(text or self.words(), list(tags), [url] if url else [], self.public.language(self.rng))
        rows.post(account, int(np.clip(when, self.public.start, self.public.end)), said)
        rows.fields[-1].update(fields)

    def planted(self, cover: float) -> Planted:
        """What came of it."""
        made = [cover_rows(self.rng, self.rows, cover, self.public), self.bare]
        posts = with_roles(merged(self.posts, made, self.public), self.roles)
        rows = [{"platform": self.public.platform, "account_id": a, **known} for a, known in self._profiles.items()]
        return Planted(posts, answers_of(posts), pa.Table.from_pylist(rows, schema=ACCOUNTS_SCHEMA))


def play(scenario: Scenario, posts: pa.Table, seed: int) -> Planted:
    """The posts with the scenario in them."""
    script = Script(posts, seed, scenario.id)
    scenario.act(script, **scenario.settings)
    return script.planted(scenario.cover)

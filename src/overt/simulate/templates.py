"""Texts that a machine words: share buttons, petition mails, tools that post for their users. Innocents all.

Whoever uses one does so for himself: nobody looks at what another account does. But a mail, an alert or a tool
reaches many at one moment, and the same few words stand around what each of them fills in. The figures are plausible
and not fitted to any detector (docs/simulate.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from overt.errors import UsageError
from overt.simulate.cover import Public
from overt.simulate.merge import merged
from overt.simulate.rhythm import DAY, HOUR, MINUTE, SECOND
from overt.simulate.rows import Rows, Said
from overt.simulate.table import answers_of, roles_of, with_roles

Ints = npt.NDArray[np.int64]

KINDS = ("button", "petition", "tool")
LINKS = ("site", "short", "none")
_NIGHT = 0.1
"""How much rarer people act at hours at which they are never seen."""


@dataclass(frozen=True)
class TemplateSpec:
    """One machine that words posts, and the accounts that use it.

    `kind`: `button` (a site's "headline via @site", after an alert or a daily letter), `petition` ("I signed ...",
    after a mail to all), `tool` (posts numbers of its users' week or day at one moment, unasked).
    `accounts` of the table use it; `per_week` times a week there is something to fill in; `zeal` is the mean share of
    those times at which an account takes part (each its own); the share `alerted` hears of it at once. `links` are to
    the `site`, `short` ones that do not name it, or `none`.
    """

    kind: str = "petition"
    accounts: int = 300
    per_week: float = 2.0
    zeal: float = 0.35
    alerted: float = 0.2
    links: str = "site"
    seed: int = 0

    def checked(self) -> "TemplateSpec":
        """Itself. Raises UsageError when a field is out of bounds."""
        if self.kind not in KINDS:
            raise UsageError(f"kind is {self.kind!r}", mend="give one of " + ", ".join(KINDS))
        if self.links not in LINKS:
            raise UsageError(f"links is {self.links!r}", mend="give one of " + ", ".join(LINKS))
        for name, least, most in (
            ("accounts", 1, 100_000),
            ("per_week", 0, 500),
            ("zeal", 0, 1),
            ("alerted", 0, 1),
            ("seed", 0, 2**31 - 1),
        ):
            if not least <= getattr(self, name) <= most:
                raise UsageError(f"{name} is {getattr(self, name)}", mend=f"give a value from {least} to {most}")
        return self


@dataclass
class _User:
    """An account that uses the machine: when it is about, how eager it is, how it hears of things."""

    account: str
    zeal: float
    told: str  # alert | mail | sometime
    hours: npt.NDArray[np.float64] = field(repr=False)

    def about(self, time: int) -> float:
        """How ready it is to act at a time, 0.1 to 1."""
        return float(self.hours[time % DAY // HOUR])


def fill_in(posts: Any, templates: Sequence[TemplateSpec], seed: int) -> tuple[Any, Any]:
    """The posts with those that accounts of the table made by templates, and the answers.

    Users are drawn among ordinary accounts; their other posts stay as they are. Raises UsageError.
    """
    if posts.num_rows == 0:
        raise UsageError("there are no posts to add to", mend="give a posts table with rows")
    public, roles = Public(posts), dict(roles_of(posts))
    ordinary = [name for name in sorted(pc.unique(posts["account_id"]).to_pylist()) if name not in roles]
    made = []
    for number, template in enumerate(templates):
        rng = np.random.default_rng([seed, number, template.checked().seed, 7_041])
        count = min(template.accounts, len(ordinary))
        chosen = [ordinary[place] for place in sorted(rng.choice(len(ordinary), count, replace=False))]
        users = [_user(rng, name, template, public) for name in chosen]
        made.append(
            {"button": _button, "petition": _petition, "tool": _tool}[template.kind](rng, template, users, public)
        )
    table = with_roles(merged(posts, made, public), roles)
    return table, answers_of(table)


def _user(rng: np.random.Generator, account: str, template: TemplateSpec, public: Public) -> _User:
    times = public.times(account) % DAY // HOUR
    seen = np.bincount(times, minlength=24) + np.bincount((times + 1) % 24, minlength=24)
    seen = seen + np.bincount((times - 1) % 24, minlength=24)
    hours = np.maximum(np.minimum(seen, 1), _NIGHT).astype(np.float64)
    zeal = rng.beta(4 * template.zeal, 4 * (1 - template.zeal)) if 0 < template.zeal < 1 else template.zeal
    others = 1 - template.alerted
    told = ("alert", "mail", "sometime")[int(rng.choice(3, p=(template.alerted, 0.6 * others, 0.4 * others)))]
    return _User(account, float(zeal), told, hours)


def _moments(rng: np.random.Generator, template: TemplateSpec, public: Public) -> list[int]:
    """The times at which there is something new to fill in."""
    weeks = (public.end - public.start) / (7 * DAY)
    return sorted(public.moment(rng, HOUR) for _ in range(max(1, rng.poisson(template.per_week * weeks))))


def _when(rng: np.random.Generator, user: _User, moment: int) -> int:
    """When a user acts on news of a moment: minutes after an alert, the same half day after a mail, or some day."""
    if user.told == "alert":
        return moment + int(rng.exponential(8.0) * MINUTE)
    if user.told == "mail":
        return moment + int(rng.uniform(0, 10) * MINUTE + rng.lognormal(np.log(90), 1.3) * MINUTE)
    return moment + int(rng.exponential(1.5) * DAY)


def _taking_part(rng: np.random.Generator, users: list[_User], moment: int, public: Public) -> list[tuple[_User, int]]:
    found = []
    for user in users:
        when = _when(rng, user, moment)
        if rng.random() < user.zeal and rng.random() < user.about(when) and when <= public.end:
            found.append((user, when))
    return found


def _petition(rng: np.random.Generator, template: TemplateSpec, users: list[_User], public: Public) -> Rows:
    """ "I signed the petition TITLE, will you? LINK": one in eight puts words of his own before it."""
    rows, language, (name, site) = Rows(), public.language(rng), _site(rng, public)
    opening, closing = _words(rng, public, language, 4), _words(rng, public, language, 3)
    for moment in _moments(rng, template, public):
        title, link = _words(rng, public, language, 7), _link(rng, template, site)
        for user, when in _taking_part(rng, users, moment, public):
            own = _words(rng, public, language, 4) + " " if rng.random() < 1 / 8 else ""
            words = f"{own}{opening} {title} {closing} via @{name}"
            rows.post(
                user.account, when, Said(words, [], [f"{one}?utm_source=share" for one in link], language, (name,))
            )
    return rows


def _button(rng: np.random.Generator, template: TemplateSpec, users: list[_User], public: Public) -> Rows:
    """ "HEADLINE via @site LINK" for each of a site's articles; those that letters bring come once a day at seven."""
    rows, language, (name, site) = Rows(), public.language(rng), _site(rng, public)
    for moment in _moments(rng, template, public):
        headline, link = _words(rng, public, language, 8), _link(rng, template, site)
        letter = moment // DAY * DAY + 7 * HOUR
        letter += DAY if letter < moment else 0
        readers = _taking_part(rng, [u for u in users if u.told != "mail"], moment, public)
        readers += _taking_part(rng, [u for u in users if u.told == "mail"], letter, public)
        for user, when in readers:
            ending = ("", "?utm_source=share", "?utm_medium=social")[int(rng.integers(3))]
            words = f"{headline} via @{name}"
            rows.post(user.account, when, Said(words, [], [one + ending for one in link], language, (name,)))
    return rows


def _tool(rng: np.random.Generator, template: TemplateSpec, users: list[_User], public: Public) -> Rows:
    """ "My week: 3 followers, 1 gone, via tool": for all users at one time of the week, as fast as its queue goes."""
    rows, language, (_, site) = Rows(), public.language(rng), _site(rng, public)
    words = [_words(rng, public, language, count) for count in (3, 2, 2, 2)]
    every = int(7 * DAY / max(template.per_week, 0.1))
    first = public.start + int(rng.integers(0, every)) // HOUR * HOUR
    for moment in range(first, public.end, every):
        for user in users:
            when = moment + int(rng.uniform(0, 120) * SECOND)
            if when > public.end:
                continue
            a, b, c = (int(n) for n in rng.geometric((0.45, 0.6, 0.3)) - 1)
            text = f"{words[0]} {a} {words[1]} {b} {words[2]} {c} {words[3]}"
            rows.post(
                user.account,
                when,
                Said(text, [], _link(rng, template, site, "start"), language),
            )
    return rows


def _site(rng: np.random.Generator, public: Public) -> tuple[str, str]:
    """The handle of a site and its host."""
    name = f"{_words(rng, public, None, 1)}{int(rng.integers(10, 99))}"
    return name, f"{name}.example"


def _words(rng: np.random.Generator, public: Public, language: str | None, count: int) -> str:
    return " ".join(public.words(rng, language, count).split()[:count])


def _link(rng: np.random.Generator, template: TemplateSpec, site: str, page: str = "") -> list[str]:
    """A page of the site, or a short link to it; a new one where none is named."""
    page = page or f"{int(rng.integers(2**40)):x}"
    return {"site": [f"https://{site}/{page}"], "short": [f"https://bit.ly/{page}"], "none": []}[template.links]

"""Redirects: where links lead, by a stored graph, so that two shorteners of one page are one object."""

from collections.abc import Iterable

import pyarrow as pa

from overt.traces.canonical_url import canonical_url
from overt.traces.posts import Items

MOST_HOPS = 20
"""Redirects that are followed, as browsers do; a longer chain leads nowhere."""
WALLS = (
    "x.com/account/suspended",
    "x.com/account/access",
    "x.com/login",
    "x.com/i/flow",
    "facebook.com/login",
    "facebook.com/login.php",
    "facebook.com/unsupportedbrowser",
    "instagram.com/accounts/login",
    "instagram.com/challenge",
    "linkedin.com/authwall",
    "tiktok.com/login",
    "accounts.google.com",
    "consent.google.com",
    "consent.youtube.com",
    "google.com/sorry",
    "bitly.com/a/warning",
)
"""Pages that a site shows to those whom it does not let in: no page that anybody shared."""


class Redirects:
    """A graph of canonical links. Of several targets of a link the one that was fetched last counts."""

    def __init__(self, links: Iterable[tuple[str, str, int | None]] = ()) -> None:
        """`links`: from, to, time of fetching; among equal or unknown times the later row counts."""
        self._next: dict[str, str] = {}
        times: dict[str, int] = {}
        for start, target, when in links:
            here, there = canonical_url(start), canonical_url(target)
            if here and there and here != there and (when or 0) >= times.get(here, 0):
                self._next[here], times[here] = there, when or 0

    @classmethod
    def of(cls, links: pa.Table) -> "Redirects":
        """The graph of a table with the columns from, to and fetched_at."""
        columns = (links[name].to_pylist() for name in ("from", "to", "fetched_at"))
        return cls(zip(*columns, strict=True))

    def __len__(self) -> int:
        """Links that lead somewhere."""
        return len(self._next)

    def landing(self, link: str) -> str:
        """Where a canonical link leads in the end; itself where that is unknown, a loop, or too far away."""
        seen = [link]
        while (there := self._next.get(seen[-1])) and not _no_entry(seen[-1], there):
            if there in seen or len(seen) > MOST_HOPS:
                return link
            seen.append(there)
        return seen[-1]

    def landed(self, links: Items) -> Items:
        """The items with each link replaced by where it leads."""
        return links.mapped(pa.array([w and self.landing(w) for w in links.words.to_pylist()], pa.string()))


def _no_entry(here: str, there: str) -> bool:
    """Whether the target is a wall, or the front page to which a site sends those who ask for what is gone."""
    bare = there.partition("?")[0]
    if any(bare == wall or bare.startswith(wall + "/") for wall in WALLS):
        return True
    return "/" not in bare and "?" not in there and here != bare and here.partition("?")[0].startswith(bare + "/")

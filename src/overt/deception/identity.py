"""Identity: are the accounts who they say they are?"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from overt.deception.cue import Drawn, Flag
from overt.deception.group_test import Bools, Ints
from overt.deception.people import DAY, UNKNOWN, People

_MADE = re.compile(r"[a-z]{3,}_?[0-9]{5,}\Z")
"""Letters and then five digits or more: what platforms propose, and what tools make."""
BIO = 20
BURST_DAYS = 3


def folded(value: object) -> str:
    """A text without differences of case, width and blanks."""
    return " ".join(unicodedata.normalize("NFKC", str(value)).casefold().split()) if value else ""


def repeated(values: Iterable[str], least: int) -> tuple[Bools, Bools]:
    """Which values of some length another account has, too, and which are of that length."""
    held = list(values)
    counts = Counter(held)
    known = np.array([len(v) >= least for v in held], np.bool_)
    return np.array([counts[v] > 1 for v in held], np.bool_) & known, known


class HandleTemplate(Flag):
    """Handles of letters and many digits."""

    name = "handle_template"
    dimension = "identity"
    meaning = "a handle of letters and five or more digits"
    question = "whether the handles look as if a machine had made them"
    needs = "handles"
    cannot = "who chose the handle: platforms propose such names to everybody"
    innocent: ClassVar[tuple[str, ...]] = ("people who took the handle that the platform proposed",)
    disarm = ("T0150.008",)

    def flags(self, people: People) -> tuple[Bools, Bools]:
        """See Flag.flags."""
        handles = [folded(h).lstrip("@") for h in people.column("handle")]
        return (
            np.array([bool(_MADE.match(h)) for h in handles], np.bool_),
            np.array([bool(h) for h in handles], np.bool_),
        )


class SharedProfile(Flag):
    """Profile texts that another account has, too."""

    name = "shared_profile"
    dimension = "identity"
    meaning = "a profile text that another account has, too"
    question = "whether profile texts come again on other accounts"
    needs = f"profile texts of {BIO} characters or more"
    cannot = "who wrote it first; short or empty profile texts say nothing"
    innocent: ClassVar[tuple[str, ...]] = ("members of one club, school or fandom", "a quotation or a line of a song")
    disarm = ("T0144.002",)

    def flags(self, people: People) -> tuple[Bools, Bools]:
        """See Flag.flags."""
        return repeated([folded(b) for b in people.column("bio")], BIO)


class SharedAvatar(Flag):
    """Pictures that another account has, too."""

    name = "shared_avatar"
    dimension = "identity"
    meaning = "a profile picture that another account has, too"
    question = "whether profile pictures come again on other accounts"
    needs = "profile pictures"
    cannot = "whose picture it is; a platform's default picture is everybody's"
    innocent: ClassVar[tuple[str, ...]] = ("a picture that a campaign asks its supporters to take",)
    disarm = ("T0145.001",)

    def flags(self, people: People) -> tuple[Bools, Bools]:
        """See Flag.flags. A picture of more than one account in twenty is a default."""
        hashes, addresses = people.column("avatar_pdq"), people.column("avatar")
        pictures = [str(h or a or "") for h, a in zip(hashes, addresses, strict=True)]
        counts = Counter(pictures)
        most = max(20, len(people) // 20)
        cue, known = repeated(pictures, 1)
        usual = np.array([counts[p] > most for p in pictures], np.bool_)
        return cue & ~usual, known & ~usual


class Impersonation(Flag):
    """Names that look like that of somebody whom the registry lists."""

    name = "impersonation"
    dimension = "identity"
    meaning = "a name that looks like that of somebody listed in the registry, who is somebody else"
    question = "whether names look like those of somebody who is listed"
    needs = "handles, and a registry of labels of yours (overt label import)"
    cannot = "that anybody was taken in: names are short, and likenesses happen"
    innocent: ClassVar[tuple[str, ...]] = ("fans and parodies that say so", "people of similar names")
    disarm = ("T0143.003", "T0146.005")

    def flags(self, people: People) -> tuple[Bools, Bools]:
        """See Flag.flags. Known of accounts with a handle that are not listed themselves, where anybody is."""
        cue, known = np.zeros(len(people), np.bool_), np.zeros(len(people), np.bool_)
        if people.labels or people.lookalikes or people.state_sites:
            known = np.array([bool(h) for h in people.column("handle")], np.bool_)
            cue[sorted(people.lookalikes)] = True
        known[sorted(people.labels)] = False
        return cue & known, known


class CreationBurst(Drawn):
    """Accounts that were made within a few days of one another (a scan statistic)."""

    name = "creation_burst"
    dimension = "identity"
    meaning = "accounts made in a burst"
    question = "whether the accounts were made in one go"
    needs = "the days on which accounts were made"
    cannot = "why they were made then: an event brings new people to a platform, too"
    innocent: ClassVar[tuple[str, ...]] = ("people who joined for one event, or when another platform closed",)
    disarm = ("T0150.008",)

    def figure(self, people: People, group: Ints) -> float | None:
        """The largest share of the group that was made within BURST_DAYS days."""
        made = people.made[group]
        made = made[made != UNKNOWN]
        if len(made) < max(self.least, len(group) // 2):
            return None
        made = np.sort(made)
        within = np.searchsorted(made, made + BURST_DAYS * DAY, side="right") - np.arange(len(made))
        return float(within.max() / len(made))

    def words(self, figure: float, usual: float) -> str:
        """See Drawn.words."""
        return (
            f"{figure:.0%} of the members were made within {BURST_DAYS} days; "
            f"of comparable groups as a rule {usual:.0%}."
        )

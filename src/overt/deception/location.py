"""Location: are the accounts where they say they are?"""

import re
from functools import cache
from importlib.resources import files
from typing import ClassVar

import numpy as np

from overt.deception.cue import Drawn, Flag
from overt.deception.group_test import Bools, Ints
from overt.deception.identity import folded
from overt.deception.people import People
from overt.model.hours import HOURS

SHIFT_HOURS = 9
POSTS = 100
"""Posts of a group from which its week can be seen."""

SHIFTS = np.array(
    [[(h - start) % HOURS // 24 < 5 and (h - start) % 24 < SHIFT_HOURS for start in range(24)] for h in range(HOURS)],
    float,
)
"""Which hours of the week (rows) belong to the working week that begins at an hour of Monday, in UTC (columns)."""


class WorkShift(Drawn):
    """A working week: posts on Monday to Friday within nine hours of the day, always the same ones."""

    name = "work_shift"
    dimension = "location"
    meaning = "a common working week"
    question = "whether the accounts keep one working week"
    needs = f"{POSTS} posts of the members or more"
    cannot = "where the accounts are: shifts may be worked at night, and posts be scheduled; it names no place"
    innocent: ClassVar[tuple[str, ...]] = (
        "people who post at work, or newsrooms and press offices, keep office hours",
        "people of one time zone share their nights",
    )

    def figure(self, people: People, group: Ints) -> float | None:
        """The largest share of the group's posts that lie in one working week, in whatever time zone."""
        _, hour, posts = people.weeks.of(group)
        week = np.bincount(hour, weights=posts, minlength=HOURS)
        if week.sum() < POSTS:
            return None
        return float((week @ SHIFTS).max() / week.sum())

    def words(self, figure: float, usual: float) -> str:
        """See Drawn.words."""
        return (
            f"{figure:.0%} of the members' posts lie in one working week of {SHIFT_HOURS} hours a day; "
            f"of comparable groups' as a rule {usual:.0%}."
        )


class CountryMismatch(Flag):
    """The platform's own record of a country beside the country that the profile names."""

    name = "country_mismatch"
    dimension = "location"
    meaning = "a profile that names another country than the platform's record of the account"
    question = "whether profiles name another country than the platform's record"
    needs = "places in profiles, and the platform's record of countries"
    cannot = "who is right: people move, travel and write about places where they are not"
    innocent: ClassVar[tuple[str, ...]] = ("people who live abroad", "a wish or a joke in the place of a place")
    disarm = ("T0097.101",)

    def flags(self, people: People) -> tuple[Bools, Bools]:
        """See Flag.flags. Known only where both are, and the profile names one country by its English name."""
        recorded = [folded(c) for c in people.column("country")]
        claimed = [named_country(folded(c)) for c in people.column("claimed_location")]
        known = np.array([bool(len(r) == 2 and c) for r, c in zip(recorded, claimed, strict=True)], np.bool_)
        return np.array([r != c for r, c in zip(recorded, claimed, strict=True)], np.bool_) & known, known


@cache
def countries() -> dict[str, str]:
    """English names of countries, folded -> two letters, folded, as the time zone database lists them."""
    lines = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {folded(re.sub(r"\s*\(.*?\)", "", name)): folded(code) for code, name in pairs}


def named_country(place: str) -> str | None:
    """The country whose name ends a place ("Lyon, France"); None where there is none."""
    return countries().get(place.rsplit(",", 1)[-1].strip())

"""Popularity: are the accounts as liked as they look?"""

from typing import ClassVar

import pyarrow.compute as pc

from overt.deception.cue import Drawn
from overt.deception.group_test import Ints
from overt.deception.people import People
from overt.deception.relationships import pa_ints


class ReciprocalAmplification(Drawn):
    """Members who pass on one another's posts."""

    name = "reciprocal_amplification"
    dimension = "popularity"
    meaning = "passing on one another's posts"
    question = "whether the accounts pass on one another's posts"
    needs = "reposts that name whose post was passed on, of accounts in the data"
    cannot = "whether anybody was paid or told to: friends and colleagues do the same"
    innocent: ClassVar[tuple[str, ...]] = ("friends, colleagues and members of one fandom pass each other on",)

    def figure(self, people: People, group: Ints) -> float | None:
        """The share of the group's reposts that went to another account of the group."""
        keys = pa_ints(group)
        mine = people.deeds.filter(pc.is_valid(people.deeds["whom"]))
        mine = mine.filter(pc.is_in(mine["account"], value_set=keys))
        total = pc.sum(mine["n"]).as_py() or 0
        if total < len(group):
            return None
        within = mine.filter(
            pc.and_(pc.is_in(mine["whom"], value_set=keys), pc.not_equal(mine["whom"], mine["account"]))
        )
        return (pc.sum(within["n"]).as_py() or 0) / total

    def words(self, figure: float, usual: float) -> str:
        """See Drawn.words."""
        return (
            f"{figure:.0%} of the members' reposts of accounts in the data went to one another; "
            f"in comparable groups as a rule {usual:.0%}."
        )

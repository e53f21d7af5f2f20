"""Popularity: are the accounts as liked as they look?"""

from typing import ClassVar

import numpy as np

from overt.deception.cue import Drawn
from overt.deception.group_test import Ints
from overt.deception.people import People


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
        account, whom, n = people.reposts.of(group)
        total = int(n.sum())
        if total < len(group):
            return None
        return float(n[np.isin(whom, group) & (whom != account)].sum() / total)

    def words(self, figure: float, usual: float) -> str:
        """See Drawn.words."""
        return (
            f"{figure:.0%} of the members' reposts of accounts in the data went to one another; "
            f"in comparable groups as a rule {usual:.0%}."
        )

"""Relationships: do the accounts hide that they belong together?"""

from typing import ClassVar

import numpy as np

from overt.deception.cue import Drawn
from overt.deception.group_test import Ints
from overt.deception.people import People

RARE_SITE = 0.02
"""A site that no more than this share of all accounts linked to is rare."""


class SharedSites(Drawn):
    """Links to the same little-known sites, each to pages of its own: a page that several share is what they did
    together, and would be counted twice."""

    name = "shared_sites"
    dimension = "relationships"
    meaning = "links to different pages of the same little-known sites"
    question = "whether many of the accounts link to one little-known site, each to pages that nobody else links to"
    needs = "links that nobody else shared, of as many accounts as there are members or more"
    cannot = "who owns a site; a link does not say that its author runs it"
    innocent: ClassVar[tuple[str, ...]] = ("readers of a local paper or of one club's site",)
    disarm = ("T0152.004",)

    def figure(self, people: People, group: Ints) -> float | None:
        """The largest share of the group that linked to one rare site."""
        _, sites, _ = people.lone_links.of(group)
        if len(sites) < len(group):
            return None
        users = np.bincount(people.lone_links.what)
        rare = sites[users[sites] <= max(len(group), RARE_SITE * len(people))]
        return float(np.bincount(rare).max(initial=0) / len(group))

    def words(self, figure: float, usual: float) -> str:
        """See Drawn.words."""
        return (
            f"{figure:.0%} of the members linked to one and the same little-known site, to pages of their own; "
            f"of comparable groups as a rule {usual:.0%}."
        )

"""Relationships: do the accounts hide that they belong together?"""

from typing import ClassVar

import numpy as np
import pyarrow.compute as pc

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
        links = people.deeds.filter(pc.greater(pc.fill_null(people.deeds["alone"], 0), 0))
        names, counts = np.unique(links["domain"].to_numpy(zero_copy_only=False), return_counts=True)
        mine = links.filter(pc.is_in(links["account"], value_set=pa_ints(group)))
        if mine.num_rows < len(group):
            return None
        rare = set(names[counts <= max(len(group), RARE_SITE * len(people))].tolist())
        sites = [d for d in mine["domain"].to_pylist() if d in rare]
        return max((sites.count(d) for d in set(sites)), default=0) / len(group)

    def words(self, figure: float, usual: float) -> str:
        """See Drawn.words."""
        return (
            f"{figure:.0%} of the members linked to one and the same little-known site, to pages of their own; "
            f"of comparable groups as a rule {usual:.0%}."
        )


def pa_ints(values: Ints) -> object:
    """Keys as an Arrow array."""
    import pyarrow as pa

    return pa.array(values, pa.int64())

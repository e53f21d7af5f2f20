"""Purpose: is it said why the accounts speak?"""

from typing import ClassVar

import numpy as np
import pyarrow.compute as pc

from overt.deception.cue import Flag
from overt.deception.group_test import Bools
from overt.deception.people import People


class LabelledSites(Flag):
    """Links to sites that a registry lists as controlled by a state, from accounts that carry no label."""

    name = "labelled_sites"
    dimension = "purpose"
    meaning = "links to sites that the registry lists as state-controlled media, and no label of their own"
    question = "whether accounts without a label link to sites listed as state-controlled media"
    needs = "links, and a registry of labels of yours that lists such sites (overt label import)"
    cannot = "who asked for it: people read and share such media of their own accord"
    innocent: ClassVar[tuple[str, ...]] = (
        "readers, emigrants and students of a language follow its public media",
        "people who share a report in order to contradict it",
    )
    disarm = ("T0130.001",)

    def flags(self, people: People) -> tuple[Bools, Bools]:
        """See Flag.flags. Known of unlabelled accounts with links, where the registry lists any site."""
        links = people.deeds.filter(pc.is_valid(people.deeds["domain"]))
        cue, known = np.zeros(len(people), np.bool_), np.zeros(len(people), np.bool_)
        if people.state_sites:
            listed = np.array([_below(d, people.state_sites) for d in links["domain"].to_pylist()], np.bool_)
            accounts = links["account"].to_numpy()
            known[accounts] = True
            cue[accounts[listed]] = True
            labelled = np.fromiter(people.labels, np.int64, len(people.labels))
            known[labelled] = False
        return cue & known, known


def _below(domain: str, listed: frozenset[str]) -> bool:
    """Whether a site, or the site that it is a part of, is listed."""
    parts = domain.split(":", 1)[0].split(".")
    return any(".".join(parts[i:]) in listed for i in range(len(parts) - 1))

"""Which copies were found, and which groups are wrong: groups of edited texts against what is known of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from overt.simulate.edited_texts import LOOSE, EditedTexts
from overt.simulate.text_edits import EDITS
from overt.simulate.tongues import LANGUAGES

Ints = npt.NDArray[np.int64]

NEEDED = ("5% of words", "10% of words", "20% of words", "5% of characters")
"""The edits of which a method must find nineteen in twenty to be compared by its cost."""
LEAST_RECALL = 0.95
SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Judged:
    """How good groups are.

    `recall`: per edit the share of the copies that are in one group with their original. `by_language`: the same of
    the edits NEEDED, per language. `right`: the share of the texts in groups that are copies of the text their group
    is named after; `right_pairs`: the same of all pairs of texts in a group. Templates whose words are mostly fixed
    are left out of both. `templates`: by the share of fixed words, the share of a template's texts that are grouped
    with another.
    """

    recall: dict[str, float]
    by_language: dict[str, float]
    grouped: int
    right: float
    right_pairs: float
    templates: dict[str, float]

    @property
    def enough(self) -> bool:
        """Whether nineteen in twenty of the edits NEEDED are found."""
        return all(self.recall[name] >= LEAST_RECALL for name in NEEDED)

    def facts(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "recall": self.recall,
            "recall_by_language": self.by_language,
            "grouped_texts": self.grouped,
            "precision": self.right,
            "pair_precision": self.right_pairs,
            "templates_grouped": self.templates,
        }


def judged(made: EditedTexts, text: Ints, representative: Ints) -> Judged:
    """Judges groups. `text`: the text that each post became; `representative`: the text after which that one's
    group is named."""
    group = representative[text]
    original = np.full(len(made), -1, np.int64)
    copies = np.flatnonzero(made.edit >= 0)
    original[copies] = made.originals[made.family[copies]]
    found = group == group[original]
    kinds = {name: copies[made.edit[copies] == i] for i, name in enumerate(EDITS)}
    needed = np.concatenate([kinds[name] for name in NEEDED])
    grouped, right, right_pairs = _precision(made, text, representative)
    return Judged(
        {name: _share(found[rows]) for name, rows in kinds.items()},
        {name: _share(found[needed[made.language[needed] == i]]) for i, name in enumerate(LANGUAGES)},
        *(grouped, right, right_pairs),
        _templates(made, text, representative),
    )


def _share(found: npt.NDArray[np.bool_]) -> float:
    """nan of nothing."""
    return float(found.mean()) if len(found) else float("nan")


def _precision(made: EditedTexts, text: Ints, representative: Ints) -> tuple[int, float, float]:
    """Texts in groups, and the shares of them and of their pairs that are right."""
    family, template = _of_texts(made.family, text), _of_texts(made.template, text)
    template[_of_texts(made.fixed, text) <= LOOSE] = -1
    texts = np.arange(len(representative))
    members = np.flatnonzero(representative != texts)
    leader = representative[members]
    right = (family[members] == family[leader]) & (family[members] >= 0)
    loose = (template[members] == template[leader]) & (template[members] >= 0)
    pairs = _pairs(representative)
    alike = _pairs(representative[family >= 0], family[family >= 0])
    unjudged = _pairs(representative[template >= 0], template[template >= 0])
    return len(members) + len(np.unique(leader)), _of(right.sum(), (~loose | right).sum()), _of(alike, pairs - unjudged)


def _of(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


def _of_texts(values: npt.NDArray[Any], text: Ints) -> npt.NDArray[Any]:
    """A value per text from the values of its posts, one of them where posts differ."""
    found = np.full(int(text.max()) + 1, -1, values.dtype)
    found[text] = values
    return found


def _pairs(*keys: Ints) -> float:
    """Pairs of rows in which all keys agree."""
    _, numbers = np.unique(np.stack(keys), axis=1, return_counts=True)
    return float((numbers * (numbers - 1.0) / 2).sum())


def _templates(made: EditedTexts, text: Ints, representative: Ints) -> dict[str, float]:
    """By the share of fixed words, to the nearest of SHARES."""
    fixed, template = _of_texts(made.fixed, text), _of_texts(made.template, text)
    rows = np.flatnonzero(template >= 0)
    _, inverse, numbers = np.unique(
        np.stack([template[rows], representative[rows]]), axis=1, return_inverse=True, return_counts=True
    )
    together = numbers[inverse.ravel()] > 1
    nearest = np.abs(fixed[rows, None] - np.array(SHARES)).argmin(axis=1)
    return {f"{share:g}": _share(together[nearest == i]) for i, share in enumerate(SHARES)}

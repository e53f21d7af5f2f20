"""Likelihood: a share that was computed, in the words of ICD 203."""

BANDS = (
    (0.95, "almost certainly"),
    (0.80, "very likely"),
    (0.55, "probably"),
    (0.45, "with roughly even chances"),
    (0.20, "unlikely"),
    (0.05, "very unlikely"),
    (0.0, "almost certainly not"),
)
"""ICD 203: from this share on, in words."""


def likelihood(share: float) -> str:
    """The words for a share from 0 to 1."""
    return next(words for least, words in BANDS if share >= least)

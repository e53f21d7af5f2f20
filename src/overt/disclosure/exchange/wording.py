"""Sentences and words that go out with a record. None says who is behind a network: that is a claim of its author."""

from overt.disclosure.record import Attribution

_OPINIONS = ("strongly-disagree", "disagree", "neutral", "agree", "strongly-agree")
SURE = 85
"""Confidence from which an opinion is a strong one."""
LIKELIHOOD = (
    (5, "almost-no-chance"),
    (20, "very-unlikely"),
    (45, "unlikely"),
    (55, "roughly-even-chance"),
    (80, "likely"),
    (95, "very-likely"),
    (100, "almost-certain"),
)
"""Up to which per cent a word of estimative language goes (ICD 203, as MISP's taxonomy has it)."""


def attribution_sentence(claim: Attribution) -> str:
    """The claim with all that belongs to it, as said by its author."""
    sure = f"with confidence {claim.confidence} of 100" if claim.confidence is not None else "without stated confidence"
    others = "; ".join(claim.alternatives) or "none stated"
    return (
        f'{claim.author} claims, {sure}: "{claim.claim}"\nBasis: {claim.basis}\nAlternatives: {others}\n'
        "This is a claim of its author, not a finding of overt."
    )


def opinion_of(verdict: str, confidence: int | None) -> str:
    """A verdict on STIX's scale of opinions."""
    strong = confidence is not None and confidence >= SURE
    return {
        "positive": _OPINIONS[4 if strong else 3],
        "unsure": _OPINIONS[2],
        "negative": _OPINIONS[0 if strong else 1],
    }[verdict]


def verdict_of(opinion: str) -> str:
    """The verdict that an opinion of others comes to."""
    return {"a": "positive", "s": "positive", "d": "negative", "n": "unsure"}[
        opinion.removeprefix("strongly-")[0] if opinion in _OPINIONS else "n"
    ]


def likelihood_of(confidence: int) -> str:
    """The word of estimative language for a confidence in per cent."""
    return next(word for most, word in LIKELIHOOD if confidence <= most)


def confidence_of(word: str) -> int | None:
    """The middle of the range that a word of estimative language stands for; None for another word."""
    least = 0
    for most, known in LIKELIHOOD:
        if known == word:
            return (least + most) // 2
        least = most
    return None

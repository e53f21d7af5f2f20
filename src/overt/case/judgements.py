"""Judgements: what a named person thinks of an account or a network, one of each person on each."""

from typing import Any

from overt.case import policy
from overt.case.cases import case_about, case_behind, text_of
from overt.case.people import Who, human_of
from overt.case.store import Reading, Record, Store, Writing
from overt.case.tables import hypotheses, judgements
from overt.errors import UsageError

POSITIVE, NEGATIVE, UNSURE = VERDICTS = ("positive", "negative", "unsure")
"""It belongs to a coordinated and covert effort; it does not; it cannot be told."""
CONFIDENCES = ("low", "moderate", "high")
JUDGED = ("account", "network")
HYPOTHESIS = OPEN, FAVOURED, REJECTED = ("open", "favoured", "rejected")


def judge(store: Store, who: Who, about: str, verdict: str, because: str, confidence: str = "moderate") -> str:
    """Enters a judgement, or what this person thinks now in place of what he or she thought before.

    Raises Denied, UsageError.
    """
    if verdict not in VERDICTS:
        raise UsageError(f"no verdict is called {verdict[:40]!r}", mend=f"choose one of {', '.join(VERDICTS)}")
    if confidence not in CONFIDENCES:
        raise UsageError(f"no confidence is called {confidence[:40]!r}", mend=f"choose one of {', '.join(CONFIDENCES)}")

    def work(writing: Writing) -> str:
        thing = writing.get(about)
        if thing.root.partition("-")[0] not in JUDGED:
            raise UsageError(f"{about[:60]} is no account and no network of a case")
        person = policy.allowed(writing, who, "judge", policy.case(case_behind(writing, thing)))
        said: dict[str, Any] = {"verdict": verdict, "confidence": confidence}
        reason = text_of(because, "the reason")
        before = next((j for j in writing.all(judgements, about=thing.root, withdrawn=True)
                       if human_of(writing, j.person) == person.human), None)  # fmt: skip
        if before is not None:
            return writing.amend(before, person.acting, because=reason, **said)
        about_it = {"case": thing.case, "about": thing.root, "person": person.id}
        return writing.add(judgements, person.acting, because=reason, **about_it, **said)

    return store.write(work)


def of_thing(reading: Reading, about: str) -> list[Record]:
    """What people think of an account or a network."""
    return reading.all(judgements, about=reading.get(about).root)


def suppose(
    store: Store, who: Who, about: str, statement: str, *, alternative: bool = False, because: str | None = None
) -> str:
    """Enters a hypothesis on a case or network, or an alternative to it. Raises Denied, UsageError."""

    def work(writing: Writing) -> str:
        thing = writing.get(about)
        row = case_about(writing, about)
        person = policy.allowed(writing, who, "add_hypothesis", policy.case(row))
        network = thing.root if thing.root.startswith("network-") else None
        said: dict[str, Any] = {
            "statement": text_of(statement, "the statement"),
            "alternative": alternative,
            "standing": OPEN,
        }
        return writing.add(hypotheses, person.acting, because=because, case=row.root, network=network, **said)

    return store.write(work)


def weigh(store: Store, who: Who, hypothesis: str, standing: str, because: str) -> str:
    """Says how a hypothesis stands now. Raises Denied, UsageError."""
    if standing not in HYPOTHESIS:
        raise UsageError(f"a hypothesis cannot be {standing[:40]!r}", mend=f"choose one of {', '.join(HYPOTHESIS)}")

    def work(writing: Writing) -> str:
        row = writing.get(hypothesis)
        if not row.root.startswith("hypothesis-"):
            raise UsageError(f"{hypothesis[:60]} is no hypothesis")
        person = policy.allowed(writing, who, "add_hypothesis", policy.case(case_about(writing, hypothesis)))
        return writing.amend(row, person.acting, because=text_of(because, "the reason"), standing=standing)

    return store.write(work)

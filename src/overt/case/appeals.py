"""Appeals: somebody says that a network, an account or a request was judged wrongly; others than those who did
decide.
"""

from overt.case import decisions, policy
from overt.case.cases import case_about, text_of
from overt.case.decisions import AGREED, APPEAL
from overt.case.people import Who
from overt.case.store import Reading, Record, Store, Writing
from overt.case.tables import appeals
from overt.errors import UsageError

GRANTED, REFUSED, PENDING = "granted", "refused", "pending"


def appeal(store: Store, who: Who, about: str, appellant: str, grounds: str) -> str:
    """Enters an appeal for an appellant, who need not be a person of this database. Raises Denied, UsageError."""

    def work(writing: Writing) -> str:
        thing, row = writing.get(about), case_about(writing, about)
        if thing.root.partition("-")[0] not in ("network", "account"):
            raise UsageError(f"{about[:60]} is no network and no account of a case")
        person = policy.allowed(writing, who, "appeal", policy.case(row))
        said = {"appellant": text_of(appellant, "the appellant"), "grounds": text_of(grounds, "the grounds")}
        return writing.add(appeals, person.acting, case=row.root, about=thing.root, **said)

    return store.write(work)


def decide(store: Store, who: Who, appeal: str, outcome: str, because: str) -> str:
    """Proposes what to say to an appeal; two others than those who decided have to agree. Raises Denied, UsageError."""
    if outcome not in (GRANTED, REFUSED):
        raise UsageError(f"an appeal cannot be {outcome[:40]!r}", mend="it is granted or refused")
    return decisions.propose(store, who, appeal, APPEAL, {"outcome": outcome}, because)


def outcome_of(reading: Reading, appeal: str) -> str:
    """What was decided on it."""
    found = decisions.agreed(reading, appeal, APPEAL)
    return PENDING if found is None else str(decisions.terms_of(reading, found)["outcome"])


def on(reading: Reading, about: str) -> list[tuple[Record, str]]:
    """The appeals on a thing, and what became of each."""
    return [(row, outcome_of(reading, row.root)) for row in reading.all(appeals, about=about)]


def standing_class(reading: Reading, network: str) -> str:
    """The class of a network, `overturned` where an appeal was granted after it was classed."""
    classed = decisions.agreed(reading, network, decisions.CLASS)
    for row, outcome in on(reading, network):
        granted = decisions.agreed(reading, row.root, APPEAL)
        later = granted is not None and (classed is None or granted.at >= classed.at)
        if outcome == GRANTED and later and granted is not None and granted.outcome == AGREED:
            return decisions.OVERTURNED
    return decisions.class_of(reading, network)

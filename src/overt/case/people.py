"""People, their roles, and who is the same human being: an account is not a person, and a second account is no
second one.
"""

from dataclasses import dataclass
from typing import Any

from overt.case.store import BY_ITSELF, Acting, Reading, Record, Writing
from overt.case.tables import identities, people, roles, same_people
from overt.errors import UsageError

ANALYST, REVIEWER, PUBLISHER, OVERSEER, REGULATOR, ADMIN = ROLES = (
    "analyst", "reviewer", "publisher", "overseer", "regulator", "admin",
)  # fmt: skip
LONGEST_NAME = 100


@dataclass(frozen=True)
class Who:
    """Who says that he or she acts, by the name of the account, and in which role, where it matters."""

    name: str
    role: str | None = None


@dataclass(frozen=True)
class Person:
    """An account of a human being. `human` is the same for all accounts that are known to be of one."""

    id: str
    name: str
    human: str
    roles: frozenset[str]
    markets: frozenset[str]
    team: str | None
    region: str | None
    role: str | None = None

    @property
    def acting(self) -> Acting:
        """Who writes a record, and in which role."""
        return Acting(self.id, self.role)

    def ask(self) -> Acting:
        """The same, of a person who has to say in which role. Raises UsageError."""
        if self.role is None:
            raise UsageError(f"{self.name} has the roles {', '.join(sorted(self.roles))}", mend="say which one: --role")
        return self.acting


def humans(reading: Reading) -> dict[str, str]:
    """Each account that is known to be of the same human being as another one, and one of these accounts for all."""
    known: dict[str, str] | None = reading.seen.get("humans")
    if known is not None:
        return known
    leader: dict[str, str] = {}

    def find(one: str) -> str:
        while leader.get(one, one) != one:
            one = leader[one]
        return one

    pairs = reading.all(same_people)
    for pair in pairs:
        one, other = sorted((find(pair.one), find(pair.other)))
        leader[other] = one
    found = {one: find(one) for pair in pairs for one in (pair.one, pair.other)}
    reading.seen["humans"] = found
    return found


def person_of(reading: Reading, who: Who) -> Person:
    """The person of that name, acting in that role. Raises UsageError."""
    row = reading.first(people, name=who.name)
    if row is None:
        raise UsageError(
            f"nobody is called {who.name[:60]!r} here", mend="an administrator adds people: `overt db person`"
        )
    return _person(reading, row, who.role)


def person_by_id(reading: Reading, id: str) -> Person:
    """The person with that id. Raises UsageError."""
    return _person(reading, reading.get(id, withdrawn=True), None)


def _person(reading: Reading, row: Record, role: str | None) -> Person:
    held = frozenset(r.given for r in reading.all(roles, person=row.root))
    if role is not None and role not in held:
        has = f"the roles {', '.join(sorted(held))}" if held else "no role"
        raise UsageError(f"{row.name} is no {role} here", mend=f"{row.name} has {has}")
    if role is None and len(held) == 1:
        (role,) = held
    human = humans(reading).get(row.root, row.root)
    return Person(row.root, row.name, human, held, frozenset(row.markets), row.team, row.region, role)


def everybody(reading: Reading) -> list[Person]:
    """Everybody, in the order of their entry."""
    return [_person(reading, row, None) for row in reading.all(people)]


def human_of(reading: Reading, person: str) -> str:
    """The human being behind an account."""
    return person if person == BY_ITSELF else humans(reading).get(person, person)


@dataclass(frozen=True)
class Newcomer:
    """Somebody to be entered. issuer and subject: what the identity provider calls this human being."""

    name: str
    roles: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    team: str | None = None
    region: str | None = None
    issuer: str | None = None
    subject: str | None = None


def add(writing: Writing, by: Acting | None, new: Newcomer) -> str:
    """Enters a person and returns the id. The first one is entered by himself or herself. Raises UsageError."""
    name = new.name.strip()
    if not name or len(name) > LONGEST_NAME or name.startswith("system:"):
        raise UsageError(f"{new.name[:60]!r} is no name for a person")
    if writing.first(people, name=name) is not None:
        raise UsageError(f"somebody is called {name} already")
    if (new.issuer is None) != (new.subject is None):
        raise UsageError("an identity is an issuer and a subject", mend="give --issuer and --subject")
    if new.subject is not None:
        taken = writing.first(identities, issuer=new.issuer, subject=new.subject)
        if taken is not None:
            other = writing.get(taken.person, withdrawn=True)
            raise UsageError(
                f"the identity provider knows {name} and {other.name} as one person",
                mend="one person has one account; nobody can agree with himself or herself",
            )
    first = by or Acting("person-first")
    facts: dict[str, Any] = {"markets": sorted(new.markets), "team": new.team, "region": new.region}
    made = writing.add(people, first, name=name, **facts)
    if by is None:
        first = Acting(made)
    if new.subject is not None:
        writing.add(identities, first, person=made, issuer=new.issuer, subject=new.subject)
    for role in new.roles:
        give(writing, first, made, role)
    return made


def give(writing: Writing, by: Acting, person: str, role: str) -> str:
    """Gives a role. Raises UsageError."""
    if role not in ROLES:
        raise UsageError(f"no role is called {role[:40]!r}", mend=f"choose one of {', '.join(ROLES)}")
    before = writing.first(roles, person=person, given=role, withdrawn=True)
    if before is None:
        return writing.add(roles, by, person=person, given=role)
    return writing.amend(before, by, because="given again") if before.withdrawn else str(before.root)


def take(writing: Writing, by: Acting, person: str, role: str, because: str) -> str:
    """Takes a role away. What was done in it stays. Raises UsageError."""
    before = writing.first(roles, person=person, given=role)
    if before is None:
        raise UsageError(f"is no {role}", where=person)
    return writing.amend(before, by, because=because, withdrawn=True)


def same(writing: Writing, by: Acting, one: str, other: str, because: str) -> str:
    """Says that two accounts are of one human being: their votes never count as two, also those given before."""
    if one == other:
        raise UsageError("an account is the same as itself")
    one, other = sorted((one, other))
    return writing.add(same_people, by, one=one, other=other, because=because)

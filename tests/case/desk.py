"""People at a desk: everybody who appears in the tests of cases, and a clock."""

import datetime

from overt.case import cases, decisions, people, policy
from overt.case.people import Newcomer, Who

ADMIN = Who("ann", "admin")
ANALYST = Who("ann", "analyst")
OTHER_ANALYST = Who("ari", "analyst")
REVIEWER = Who("ben", "reviewer")
SECOND_REVIEWER = Who("bea", "reviewer")
PUBLISHER = Who("cas", "publisher")
OVERSEER = Who("dor", "overseer")
SECOND_OVERSEER = Who("dan", "overseer")
REGULATOR = Who("eve", "regulator")
NOBODY = Who("fay")
BOTH = "gil"
"""Has two roles."""

EVERYBODY = (
    Newcomer("ann", ("admin", "analyst"), ("north",), "desk", "region-1", "https://login.example", "subject-ann"),
    Newcomer("ari", ("analyst",), ("north",), "desk", "region-1"),
    Newcomer("ben", ("reviewer",), ("north",), "desk", "region-1", "https://login.example", "subject-ben"),
    Newcomer("bea", ("reviewer",), ("south",), "review", "region-2"),
    Newcomer("cas", ("publisher",), ("north",), "press", "region-1"),
    Newcomer("dor", ("overseer",), ("west",), "oversight", "region-1"),
    Newcomer("dan", ("overseer",), ("west",), "desk", "region-1"),
    Newcomer("eve", ("regulator",)),
    Newcomer("fay"),
    Newcomer("gil", ("reviewer", "publisher"), ("south",)),
)


def enter_people(store):
    """Everybody; the first one enters the others."""
    store.write(lambda writing: people.add(writing, None, EVERYBODY[0]))
    for new in EVERYBODY[1:]:
        enter(store, new)


def enter(store, new):
    """Somebody new, entered by the administrator."""

    def work(writing):
        person = policy.allowed(writing, ADMIN, "manage_people", policy.database())
        return people.add(writing, person.acting, new)

    return store.write(work)


class Desk:
    """A database of cases, and the time as tests have it."""

    def __init__(self, store, at):
        self.store = store
        self.at = at
        store.clock = lambda: self.at

    def later(self, **much):
        self.at += datetime.timedelta(**much)

    def reading(self):
        return self.store.reading()

    def case(self, title="A case", **facts):
        return cases.open_case(self.store, ANALYST, cases.Opening(title, **facts))

    def agree(self, proposal, *whos):
        """They vote for it; returns how it stands."""
        for who in whos:
            found = decisions.vote(self.store, who, proposal, True, "it fits the evidence")
        return found

    def records(self):
        """How many versions of records there are."""
        from sqlalchemy import func, select

        from overt.case.tables import RECORDS

        with self.reading() as reading:
            return sum(
                reading.connection.execute(select(func.count()).select_from(t)).scalar() for t in RECORDS.values()
            )

"""Many reviewers at once: what each did, how long it took, and whether anything was lost or done twice.

Run as a program, one process is one office of reviewers: `python reviewers.py DATABASE FIRST COUNT SECONDS THINK SEED`.
Each reviewer judges accounts and votes on proposals, with a pause in between as a person needs one.
"""

import json
import random
import sys
import threading
import time

from overt.case import decisions, judgements, people
from overt.case.people import Newcomer, Who
from overt.case.store import Store
from overt.case.tables import accounts, proposals
from overt.errors import OvertError


def name_of(number):
    return f"reviewer-{number:03d}"


def role_of(number):
    return ("analyst", "reviewer", "publisher", "overseer")[number % 4]


def enter_reviewers(store, count):
    """Everybody, by one transaction."""

    def work(writing):
        by = people.person_of(writing, Who("ann", "admin")).acting
        for number in range(count):
            people.add(writing, by, Newcomer(name_of(number), (role_of(number),)))

    store.write(work)


def review(store, number, seconds, think, seed, told):
    """What one reviewer does until the time is over."""
    chance = random.Random(seed * 1_000 + number)
    me = Who(name_of(number), role_of(number))
    with store.reading() as reading:
        things = [a.root for a in reading.all(accounts)]
        asked = [p.root for p in reading.all(proposals)]
    end = time.monotonic() + seconds
    time.sleep(chance.uniform(0, think))
    while time.monotonic() < end:
        judging = role_of(number) in ("analyst", "reviewer") and chance.random() < 0.5
        about = chance.choice(things if judging else asked)
        word = chance.choice(judgements.VERDICTS) if judging else chance.random() < 0.9
        begun = time.perf_counter()
        failed = None
        try:
            if judging:
                judgements.judge(store, me, about, word, "as far as it can be seen")
            else:
                decisions.vote(store, me, about, word, "as far as it can be seen")
        except OvertError as error:
            failed = str(error)
        told.append(
            {
                "who": number,
                "about": about,
                "word": word,
                "judging": judging,
                "failed": failed,
                "seconds": time.perf_counter() - begun,
            }
        )
        time.sleep(chance.expovariate(1 / think) if think else 0)


def main(database, first, count, seconds, think, seed):
    store = Store.open(database, pool=int(count))
    told = []
    working = [
        threading.Thread(target=review, args=(store, number, float(seconds), float(think), int(seed), told))
        for number in range(int(first), int(first) + int(count))
    ]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    store.engine.dispose()
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

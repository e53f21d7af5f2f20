"""Evasions: operations that try not to be found. All are to be found, or to be published as not found."""

from collections.abc import Sequence

import numpy as np

from overt.simulate.edits import edited
from overt.simulate.rhythm import DAY, HOUR, SECOND
from overt.simulate.scenarios.crowds import labelled
from overt.simulate.scenarios.script import COVERT, Scenario, Script

FIND = "the operation is found, nobody else is"


def jitter(s: Script, accounts: int, objects: int, seconds: float, law: str = "uniform", share: float = 1.0) -> None:
    """Links shared within a time of one another."""
    members = s.cast(accounts, COVERT)
    for _ in range(objects):
        start, link = s.moment(seconds), s.url()
        for member, delay in zip(members, s.delays(accounts, seconds, law).tolist(), strict=True):
            if s.rng.random() < share:
                s.say(member, start + delay, url=link)


def laundered(s: Script, accounts: int, objects: int) -> None:
    """One page behind trackers, ports, capitals and mobile hosts."""
    members = s.cast(accounts, COVERT)
    forms = (
        "https://www.{}?utm_source=a",
        "http://m.{}?fbclid=x1",
        "https://{}#top",
        "HTTPS://{}/?gclid=7",
        "https://{}:443",
    )
    for _ in range(objects):
        start, page = s.moment(300), s.url().removeprefix("https://")
        for member, delay in zip(members, s.delays(accounts, 300).tolist(), strict=True):
            s.say(member, start + delay, url=forms[int(s.rng.integers(len(forms)))].format(page))


def own_words(s: Script, accounts: int, posts: int) -> None:
    """The same stories, each time in words of its own (what a language model writes), no link."""
    members = s.cast(accounts, COVERT)
    for _ in range(posts):
        start = s.moment(1800)
        for member, delay in zip(members, s.delays(accounts, 1800).tolist(), strict=True):
            s.say(member, start + delay, s.words())


def copied(s: Script, accounts: int, objects: int, edits: Sequence[str], seconds: float = 300) -> None:
    """One text, lightly edited by each."""
    members = s.cast(accounts, COVERT)
    for _ in range(objects):
        start, text = s.moment(seconds), s.words(12)
        for member, delay in zip(members, s.delays(accounts, seconds).tolist(), strict=True):
            s.say(member, start + delay, edited(s.rng, text, tuple(edits)))


def translated(s: Script, languages: int, accounts: int, sources: int) -> None:
    """The same sources in several languages, a text for each, which the accounts of the language copy."""
    members = [s.cast(accounts, COVERT) for _ in range(languages)]
    for _ in range(sources):
        start = s.moment(1800)
        for of_language in members:
            text = s.words(10)
            for member, delay in zip(of_language, s.delays(accounts, 1800).tolist(), strict=True):
                s.say(member, start + delay, text)


def rotated_tags(s: Script, accounts: int, posts: int) -> None:
    """Three of forty tags at a time, shuffled, one anchor tag in ten posts."""
    members = s.cast(accounts, COVERT)
    pool = [f"tag{s.rng.integers(10**6):06}" for _ in range(40)]
    for _ in range(posts):
        start = s.moment(600)
        for member, delay in zip(members, s.delays(accounts, 600).tolist(), strict=True):
            tags = [pool[i] for i in s.rng.choice(40, 3, replace=False)]
            if s.rng.random() < 0.1:
                tags[0] = "anchor" + pool[0]
            s.say(member, start + delay, tags=tags)


def edited_pictures(s: Script, accounts: int, pictures: int) -> None:
    """The same pictures, encoded anew, framed or cropped by each, in own words; the export has their PDQ hashes.

    Half of the copies differ in a few of the 256 bits, a quarter in up to thirty, a quarter (crops) in far more.
    """
    members = s.cast(accounts, COVERT)
    for _ in range(pictures):
        start, bits = s.moment(300), s.rng.random(256) < 0.5
        for member, delay in zip(members, s.delays(accounts, 300).tolist(), strict=True):
            low, high = ((2, 10), (2, 10), (12, 30), (45, 80))[int(s.rng.integers(4))]
            mine = bits.copy()
            mine[s.rng.choice(256, int(s.rng.integers(low, high + 1)), replace=False)] ^= True
            shown = {"kind": "image", "pdq": np.packbits(mine).tobytes().hex()}
            s.say(member, start + delay, media=[{**shown, "url": None, "sha256": None}])


def rotated_accounts(s: Script, accounts: int, a_day: int) -> None:
    """Few of many accounts act on any day, and none for more than five days."""
    members = s.cast(accounts, COVERT)
    for day in range(max(1, int(s.days))):
        first = (day // 5 * a_day * 2) % accounts
        active = [members[(first + i) % accounts] for i in s.rng.choice(2 * a_day, a_day, replace=False).tolist()]
        for _ in range(4):
            start, link = s.public.start + day * DAY + int(s.rng.integers(DAY)), s.url()
            for member, delay in zip(active, s.delays(a_day, 600).tolist(), strict=True):
                s.say(member, start + delay, url=link)


def slow(s: Script, accounts: int) -> None:
    """One joint act a day."""
    members = s.cast(accounts, COVERT)
    for day in range(max(1, int(s.days))):
        start, link = s.public.start + day * DAY + int(s.rng.integers(DAY)), s.url()
        for member, delay in zip(members, s.delays(accounts, 600).tolist(), strict=True):
            s.say(member, start + delay, url=link)


def deleted(s: Script, accounts: int, objects: int, kept: float) -> None:
    """Most posts are gone before anybody collects them."""
    jitter(s, accounts, objects, 600, share=kept)


def replies(s: Script, accounts: int, targets: int, occasions: int) -> None:
    """Quick replies to the same few accounts, with nothing else in common."""
    members, victims = s.cast(accounts, COVERT), s.bystanders(targets)
    for _ in range(occasions):
        victim = victims[int(s.rng.integers(len(victims)))]
        times = s.public.times(victim)
        start = int(times[int(s.rng.integers(len(times)))])
        post = f"p{s.rng.integers(2**48):x}"
        some = s.rng.choice(accounts, max(3, accounts // 5), replace=False)
        for place, delay in zip(some.tolist(), s.delays(len(some), 600).tolist(), strict=True):
            s.say(members[place], start + delay, kind="reply", reply_to=post, reply_to_account=victim)


def mixed_page(s: Script, admins: int, activists: int, objects: int) -> None:
    """A few operators among many activists who pass things on hours later, if at all."""
    members, crowd = s.cast(admins, COVERT), s.bystanders(activists)
    for _ in range(objects):
        start, link = s.moment(HOUR / SECOND), s.url()
        for member, delay in zip(members, s.delays(admins, 120).tolist(), strict=True):
            s.say(member, start + delay, url=link)
        some = [a for a in crowd if s.rng.random() < 0.05]
        for account, delay in zip(some, s.delays(len(some), 6 * 3600, "lognormal").tolist(), strict=True):
            s.say(account, start + delay, url=link, covered=False)


def swarm(s: Script, agents: int, tags: int) -> None:
    """Agents that take up each other's tags about an hour later, in words of their own."""
    members = s.cast(agents, COVERT)
    for _ in range(tags):
        start, tag = s.moment(3600), f"topic{s.rng.integers(10**6):06}"
        for member, delay in zip(members, s.delays(agents, 3600, "lognormal").tolist(), strict=True):
            s.say(member, start + delay, tags=[tag])


def shift(s: Script, accounts: int) -> None:
    """Three bursts a day with breaks for meals, and nothing in common: no finding."""
    members = s.cast(accounts, "shift")
    for day in range(max(1, int(s.days))):
        for hour in (1, 5, 9):
            start = s.public.start // DAY * DAY + day * DAY + hour * HOUR
            for member in members:
                for delay in s.rng.integers(0, 2 * HOUR, 2).tolist():
                    s.say(member, start + int(delay), covered=False)


def split(s: Script, accounts: int, objects: int) -> None:
    """Never more than a few at a time share an object."""
    members = s.cast(accounts, COVERT)
    for _ in range(objects):
        start, link = s.moment(900), s.url()
        some = s.rng.choice(accounts, 10, replace=False)
        for place, delay in zip(some.tolist(), s.delays(10, 900).tolist(), strict=True):
            s.say(members[place], start + delay, url=link)


def _evasion(
    number: str, title: str, act: object, cover: float = 1.0, expect: str = FIND, **settings: object
) -> Scenario:
    return Scenario(f"E{number}", "evasion", title, expect, act, settings, cover)  # type: ignore[arg-type]


_JITTERS = (("30s", 30.0), ("5m", 300.0), ("15m", 900.0), ("1h", 3600.0), ("6h", 21_600.0), ("24h", 86_400.0))

EVASIONS: tuple[Scenario, ...] = (
    *(_evasion(f"1-{n}", f"links within {n}", jitter, accounts=20, objects=25, seconds=w) for n, w in _JITTERS),
    _evasion(
        "1-15m-ln",
        "links, lognormal delays of 15 minutes",
        jitter,
        accounts=20,
        objects=25,
        seconds=900.0,
        law="lognormal",
    ),
    *(
        _evasion(
            f"2-{k}x{m}-{p:g}",
            f"{k} accounts, {m} links, {p:.0%} take part",
            jitter,
            accounts=k,
            objects=m,
            seconds=300.0,
            share=p,
        )
        for k, m, p in ((3, 10, 1.0), (5, 10, 1.0), (10, 10, 0.6), (20, 25, 0.3), (50, 10, 0.3), (200, 5, 0.6))
    ),
    _evasion("3", "one page behind many links", laundered, accounts=20, objects=25),
    _evasion("4", "own words, no link", own_words, accounts=20, posts=30, expect="reported as it is"),
    _evasion("5", "sources in five languages", translated, languages=5, accounts=10, sources=12),
    _evasion(
        "6", "look-alike letters and invisible ones", copied, accounts=20, objects=25, edits=("homoglyph", "zero_width")
    ),
    _evasion("7", "rotated hashtags", rotated_tags, accounts=20, posts=30),
    _evasion("8", "pictures encoded anew, framed or cropped", edited_pictures, accounts=20, pictures=30),
    _evasion("9", "accounts that come and go", rotated_accounts, accounts=60, a_day=10),
    *(
        _evasion(
            f"10-{c}", f"{c} organic posts per covert one", jitter, float(c), accounts=20, objects=25, seconds=300.0
        )
        for c in (0, 1, 5, 20)
    ),
    _evasion("11", "few sharers per object", split, accounts=50, objects=120),
    _evasion("12", "one joint act a day", slow, accounts=20),
    _evasion("13", "nine posts in ten deleted", deleted, accounts=20, objects=60, kept=0.1),
    _evasion("14", "replies only", replies, accounts=60, targets=15, occasions=120),
    _evasion("15", "operators on a page of activists", mixed_page, admins=5, activists=300, objects=25),
    _evasion("16", "agents that take up tags", swarm, agents=20, tags=40),
    _evasion("18", "what labelled media do, without a label", labelled, accounts=12),
    _evasion("17", "a shift and nothing else", shift, accounts=50, expect="no finding"),
)

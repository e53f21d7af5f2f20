"""Random case records: every field, hostile texts, references that hold."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from overt.disclosure.record import (
    CREDIBILITY,
    HEXADECIMAL,
    KINDS,
    RELATIONS,
    RELIABILITY,
    RESPONSIBILITY,
    ROLES,
    STATUSES,
    VERDICTS,
    Account,
    Attribution,
    CaseRecord,
    Content,
    Cue,
    Indicator,
    Judgement,
    Member,
    Narrative,
    Network,
    Note,
    Sighting,
    Source,
)

HOSTILE = (
    '=HYPERLINK("http://a.example")',
    "'; DROP TABLE cases; --",
    "\x1b[31mred\x1b[0m",
    "\u202etxt.exe",
    "<script>alert(1)</script>",
    "\ud800half",
    "a\x00b",
    "line\nbreak\r\nand\ttab",
    "\\' OR [x:y = 'z']",
    "' ] FOLLOWEDBY [ 'a",
    "{{7*7}}",
    "\u2028\u2029",
    "null",
    "None",
    "0",
    "false",
    "@SUM(1)",
    "\u0130stanbul",
    "\U0001f600\u200d",
    "%00%0a",
    "${jndi:x}",
    '"',
    "\\",
    'misp-galaxy:x="y"',
    "]]>",
    "\ufeffbom",
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(), min_size=1, max_size=30),
    st.text("abc =+-@\t'\"\\", min_size=1, max_size=8),
)
FULL = TEXTS.filter(lambda t: t.strip())
MAYBE = st.none() | TEXTS
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda t: t.replace(tzinfo=UTC))
PERCENT = st.none() | st.integers(0, 100)


def _period(draw):
    first = draw(st.none() | TIMES)
    last = draw(st.none() | TIMES)
    if first and last and last < first:
        first, last = last, first
    return {"first_seen": first, "last_seen": last}


def indicator(draw, i):
    """An indicator of any kind."""
    kind = draw(st.sampled_from(KINDS))
    digits = HEXADECIMAL.get(kind)
    value = draw(st.text("0123456789abcdefABCDEF", min_size=digits, max_size=digits) if digits else FULL)
    return Indicator(f"i{i}", kind, value, draw(st.sampled_from(RELATIONS)), draw(MAYBE), draw(MAYBE), **_period(draw))


def _many(draw, most, make):
    return tuple(make(i) for i in range(draw(st.integers(0, most))))


def accounts_of(draw):
    """Accounts, no two of which are the same."""
    kept = {}
    for i in range(draw(st.integers(0, 4))):
        shown = {n: draw(MAYBE) for n in ("display_name", "url", "pseudonym", "handle")}
        known = draw(st.sampled_from(("account_id", "handle", "pseudonym")))
        shown[known] = draw(FULL)
        account = Account(f"a{i}", draw(st.sampled_from(("x", "tiktok", "vk")) | FULL), **shown)
        kept[account.same()] = account
    return tuple(kept.values())


@st.composite
def records(draw):
    """Any case record."""
    accounts = accounts_of(draw)
    member = lambda a: Member(a.id, draw(st.sampled_from(ROLES)))  # noqa: E731
    networks = _many(
        draw,
        3,
        lambda i: Network(
            f"n{i}",
            draw(st.sampled_from(("covert", "coordinated")) | MAYBE),
            draw(MAYBE),
            draw(MAYBE),
            members=tuple(member(a) for a in accounts if draw(st.booleans())),
            **_period(draw),
        ),
    )
    indicators = _many(draw, 5, lambda i: indicator(draw, i))
    about = st.sampled_from(("case", *(a.id for a in accounts), *(n.id for n in networks)))
    created = draw(TIMES)
    return CaseRecord(
        draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,20}", fullmatch=True).filter(lambda t: t != "case")),
        draw(FULL),
        draw(st.sampled_from(STATUSES)),
        created,
        created + timedelta(seconds=draw(st.integers(0, 10**8))),
        draw(MAYBE),
        tuple(draw(st.lists(TEXTS, max_size=3))),
        accounts,
        networks,
        indicators,
        _many(
            draw,
            3,
            lambda i: Judgement(
                f"j{i}",
                draw(FULL),
                draw(st.sampled_from(VERDICTS)),
                draw(TIMES),
                draw(about),
                draw(PERCENT),
                draw(MAYBE),
            ),
        ),
        _many(
            draw,
            3,
            lambda i: Cue(
                f"c{i}",
                draw(FULL),
                draw(about),
                draw(MAYBE),
                tuple(draw(st.lists(st.sampled_from(("T0097.101", "T0002", "T9999", "T0152.004")), max_size=3))),
            ),
        ),
        _many(
            draw,
            3,
            lambda i: Attribution(
                f"t{i}",
                draw(FULL),
                draw(FULL),
                draw(FULL),
                draw(TIMES),
                draw(about),
                draw(PERCENT),
                tuple(draw(st.lists(TEXTS, max_size=3))),
                draw(st.none() | st.sampled_from(RESPONSIBILITY)),
            ),
        ),
        _many(
            draw,
            3,
            lambda i: Source(
                f"s{i}",
                draw(FULL),
                draw(MAYBE),
                draw(MAYBE),
                draw(st.none() | TIMES),
                draw(st.none() | st.sampled_from(RELIABILITY)),
                draw(st.none() | st.sampled_from(CREDIBILITY)),
            ),
        ),
        tuple(
            Sighting(f"g{i.id}", i.id, draw(FULL), draw(st.integers(0, 999)), **_period(draw))
            for i in indicators
            if draw(st.booleans())
        ),
        _many(draw, 2, lambda i: Note(f"o{i}", draw(FULL), draw(FULL), draw(TIMES), draw(about))),
        _many(draw, 2, lambda i: Narrative(f"v{i}", draw(FULL), draw(MAYBE))),
        _many(
            draw,
            2,
            lambda i: Content(f"p{i}", draw(FULL), draw(MAYBE), draw(MAYBE), draw(MAYBE), draw(st.none() | TIMES)),
        ),
    )


def example(status: str = "covert", **more: object) -> CaseRecord:
    """A dull record with something of everything."""
    day = datetime(2026, 3, 1, tzinfo=UTC)
    classification = "covert" if status in ("covert", "overturned") else "suspected covert"
    known = {
        "aliases": ("Weather pages",),
        "accounts": (
            Account(
                "a1",
                "tiktok",
                "6812345678901234567",
                "weather.one",
                "Weather One",
                "https://www.tiktok.com/@weather.one",
            ),
            Account("a2", "x", None, "weather_two", pseudonym="P-2"),
            Account("a3", "x", pseudonym="P-3"),
        ),
        "networks": (
            Network(
                "n1",
                classification,
                "Weather pages",
                "Same texts within seconds",
                day,
                day,
                (Member("a1"), Member("a2"), Member("a3", "target")),
            ),
        ),
        "indicators": (
            Indicator("i1", "domain", "weather.example", technique="0.6.2"),
            Indicator("i2", "url", "https://victim.example/a", "target"),
            Indicator("i3", "hashtag", "sunny"),
        ),
        "judgements": (
            Judgement("j1", "person-1", "positive", day, "n1", 90, "Same texts"),
            Judgement("j2", "person-2", "unsure", day, "n1", 40),
        ),
        "cues": (Cue("c1", "own site named by many", "n1", "All name one site", ("T0152.004", "T0097.101")),),
        "attributions": (
            Attribution(
                "t1",
                "Run by an agency for a client in Exampleland",
                "A. Laboratory",
                "Payment records",
                day,
                "n1",
                60,
                ("A fan club",),
                "state-encouraged",
            ),
        ),
        "sources": (
            Source("s1", "Report on weather pages", "https://lab.example/report", "A. Laboratory", day, "B", "2"),
        ),
        "sightings": (Sighting("g1", "i1", "tiktok", 12, day, day),),
        "notes": (Note("o1", "Seen again in spring.", "person-1", day, "n1"),),
        "narratives": (Narrative("v1", "The weather is fine", "Posts that say so"),),
        "contents": (Content("p1", "https://www.tiktok.com/@weather.one/video/1", "Sun", "It is sunny", "video", day),),
    }
    return CaseRecord("case-7", "Weather pages", status, day, day, "Pages that post one text", **(known | more))

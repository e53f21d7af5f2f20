"""Report formats: what a reporter publishes becomes operations, and what is emitted is read again."""

import contextlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.disclosure.operation import DETECTION, MOTIVES, Count, Operation, Report, fact
from overt.disclosure.reports import google_tag, meta_report, openai_case, plain_csv, tiktok_eu_code, tiktok_report
from overt.disclosure.reports.base import in_words, joined, listed, span
from overt.disclosure.reports.reading import FORMATS, files_in, format_of, read_report
from overt.errors import InputError

from .made import FULL, MAYBE

TIKTOK = """Terminology
This report contains information about the covert influence operations disrupted between December 1-31, 2024. In addition
to these new network disruptions, we removed 2,313 accounts associated with previously disrupted networks attempting to.
Detection Source | Accounts in network | Followers of Network | Description |
Internal | 1,217 | 70,892 | Accounts targeting discourse in Exampleland We assess that this network was operated via a fake engagement vendor and targeted an Exampleland audience. The individuals behind this network used inauthentic accounts in order to promote a weather app. |
External | 323 | 41,584 | Accounts targeting discourse in Otherland We assess that this network operated from Otherland and Thirdland and targeted an Otherland audience. The individuals behind this network created inauthentic accounts in order to praise the sun, attempting to change talk of the weather. |
Internal | many | 2 | Accounts |
"""  # noqa: E501
TAG = """TAG Bulletin: Q2 2022
This bulletin includes coordinated influence operation campaigns terminated on our platforms in Q2 2022.
April
We terminated 138 YouTube channels and 2 Ads accounts as part of our investigation into coordinated influence operations linked to Exampleland. The campaign was linked to an Exampleland consulting firm and was sharing content in Examplish that was supportive of sunshine and critical of rain, snow, and wind.
We terminated 3 YouTube channels and 1 AdSense account and blocked 1 domain from eligibility to appear on Google News surfaces and Discover as part of our investigation into coordinated influence operations linked to Otherland and Thirdland. The campaign was sharing content in Examplish, Otheric, and Thirdic that was supportive of sunshine. We believe this operation was financially motivated. We received leads from A. Laboratory that supported us in this investigation.We terminated 37 YouTube channels and 4 blogs as part of our investigation into coordinated influence operations linked to Fourthland. Our findings are similar to findings reported by Facebook.
May
We terminated 3,311 YouTube channels as part of our ongoing investigation into coordinated influence operations linked to Exampleland. These channels mostly uploaded spammy content in Examplish about music.
"""  # noqa: E501
CASE = """# Disrupting deceptive uses

## Sunny Days

**Actor**: An operation originating in Exampleland, linked to Agency Weather.

**Behavior**: It used our models for short comments. The operation was targeting Otherland and Thirdland.

**Completions**: Comments about the sun.

**Distribution**: TikTok, X (formerly Twitter) and Telegram.

**Impact**: We assess this as Category Two on the Breakout Scale.

## Rainy Days
Actor: People based in Otherland.
Behavior: They wrote articles.
Impact: No category.
"""


def test_tiktok_report():
    report = tiktok_report.parse("cio.txt", TIKTOK)
    assert (report.period_start, report.period_end) == (date(2024, 12, 1), date(2024, 12, 31))
    assert report.recidivist_accounts_removed == 2313
    vendor, placed = report.operations
    assert (vendor.origins, vendor.entities, vendor.audiences) == ((), ("a fake engagement vendor",), ("Exampleland",))
    assert (vendor.accounts("tiktok"), vendor.followers, vendor.detection) == (
        1217,
        (Count("tiktok accounts", 70892),),
        "internal",
    )
    assert (placed.origins, placed.audiences, placed.detection) == (
        ("Otherland", "Thirdland"),
        ("Otherland",),
        "external",
    )
    assert placed.goal == "praise the sun, attempting to change talk of the weather"
    assert vendor.name == "Accounts targeting discourse in Exampleland"
    assert report.left == ("cio.txt, row 3: 'many' is no count; a count has digits and commas only",)
    again = tiktok_report.parse("cio.txt", tiktok_report.emit(report))
    assert again.operations == report.operations
    assert again.recidivist_accounts_removed == 2313


@pytest.mark.parametrize(
    ("text", "origins", "audiences"),
    [
        ("We assess that this network operated from A and targeted B audiences.", ("A",), ("B",)),
        (
            "We assess that this network operated from A, B and C and targeted audiences in D and E.",
            ("A", "B", "C"),
            ("D", "E"),
        ),
        ("We assess that this network was operated by an agency and targeted the B audience", (), ("B",)),
        ("Accounts that posted something.", None, None),
    ],
)
def test_the_fixed_prose(text, origins, audiences):
    said = tiktok_report.read_description(text)
    assert (said.get("origins"), said.get("audiences")) == (origins, audiences)


def test_tiktok_under_the_eu_code():
    text = "Network origin,Accounts in network,Removed accounts,Number of followers at removal,"
    text += "Views or impressions after action,Interaction after action,Trends on targeted audiences\r\n"
    text += '"Exampleland","27,217","27,217","70,892",not collected,not collected,'
    text += '"Operated from Exampleland, targeted an Otherland audience"\r\n,1,,,,,\r\n'
    report = tiktok_eu_code.parse("H2 2024.csv", text)
    first, second = report.operations
    assert (first.origins, first.audiences, first.accounts("tiktok")) == (("Exampleland",), ("Otherland",), 27217)
    assert (second.origins, second.followers, second.surfaces) == ((), (), (Count("tiktok accounts", 1),))
    assert report.period_end == date(2024, 12, 31)
    assert tiktok_eu_code.parse("H2 2024.csv", tiktok_eu_code.emit(report)).operations == report.operations


def test_google_bulletin():
    report = google_tag.parse("tag.txt", TAG)
    firm, mixed, similar, ongoing = report.operations
    assert not report.left
    assert all(op.origins == () for op in report.operations)
    assert firm.surfaces == (Count("youtube channels", 138), Count("google-ads accounts", 2))
    assert (firm.linked_to, firm.entities) == (("Exampleland",), ("an Exampleland consulting firm",))
    assert (firm.languages, firm.supportive_of, firm.critical_of) == (
        ("Examplish",),
        "sunshine",
        "rain, snow, and wind",
    )
    assert (firm.period_start, firm.period_end) == (date(2022, 4, 1), date(2022, 4, 30))
    assert mixed.surfaces[-1] == Count("google-news domains blocked", 1)
    assert (mixed.linked_to, mixed.motive) == (("Otherland", "Thirdland"), "financial")
    assert (mixed.lead_sources, mixed.detection) == (("A. Laboratory",), "external")
    assert (similar.corroborated_by, similar.accounts("youtube")) == (("Facebook",), 37)
    assert (ongoing.accounts("youtube"), ongoing.period_start) == (3311, date(2022, 5, 1))
    assert [
        fact(o) | {"id": 0, "source": 0} for o in google_tag.parse("tag.txt", google_tag.emit(report)).operations
    ] == [fact(o) | {"id": 0, "source": 0} for o in report.operations]


def test_google_names_with_dots():
    text = (
        "We terminated 4 YouTube channels as part of our investigation into coordinated influence operations linked to "
    )
    text += "the U.S. The campaign was linked to a U.S.-based firm, A. B. Strategies, and posted content in Spanish."
    operation = google_tag.parse("TAG Q3 2020", text).operations[0]
    assert (operation.linked_to, operation.entities) == (("U.S.",), ("a U.S.-based firm, A. B. Strategies",))
    assert operation.languages == ("Spanish",)


def test_openai_case_studies():
    report = openai_case.parse("case.md", CASE)
    sunny, rainy = report.operations
    assert (sunny.name, sunny.origins, sunny.linked_to) == ("Sunny Days", ("Exampleland",), ("Agency Weather",))
    assert (sunny.breakout, sunny.audiences) == (2, ("Otherland", "Thirdland"))
    assert set(sunny.touched) == {"x", "tiktok", "telegram"}
    assert (rainy.origins, rainy.breakout, rainy.touched) == (("Otherland",), None, ())
    assert report.left == ("case.md:16: the impact names no category of the Breakout Scale",)
    again = openai_case.parse("case.md", openai_case.emit(report))
    assert [replace(o, source=None) for o in again.operations] == [replace(o, source=None) for o in report.operations]


def test_every_file_of_meta_is_an_operation(shared_data):
    found = {}
    for path in files_in(shared_data("meta_cib/raw")):
        if path.name == "LICENSE":
            continue
        report = read_report(path)
        assert report.format == "meta", path
        assert not report.left, path
        found[path] = report
    single = [
        r
        for p, r in found.items()
        if p.suffix in (".csv", ".md") and p.name not in ("README.md", "Online_Operations_Killchain-TTPs.csv")
    ]
    assert all(len(r.operations) == 1 for r in single)
    assert len(single) == 62 + 6
    tables = [
        r.operations[0] for p, r in found.items() if p.suffix == ".csv" and len(p.parent.name) > 3 and r.operations
    ]
    assert len(tables) == 51
    assert sum(op.touches("tiktok") for op in tables) == 17
    spamouflage = next(op for op in tables if "Spamouflage" in op.aliases)
    assert (spamouflage.origins, spamouflage.period_end) == (("China",), date(2023, 6, 30))
    assert spamouflage.accounts("facebook") == 7704 + 954 + 15
    listed_reports = next(r for p, r in found.items() if p.name == "README.md")
    assert len(listed_reports.operations) == 12
    assert all(op.origins and op.audiences and op.period_start for op in listed_reports.operations)


def test_meta_counts_come_back():
    operation = Operation(
        "Meta:x:1",
        "Meta",
        surfaces=(
            Count("facebook accounts", 7704),
            Count("facebook pages", 954, True),
            Count("instagram accounts", 15),
        ),
        followers=(Count("facebook pages", 1200, True),),
        spend_usd=3600,
        indicators=("sun.example", "https://sun.example/a"),
    )
    text = meta_report.emit(Report("Meta", "meta", (operation,)))
    again = meta_report.parse("x.csv", text).operations[0]
    for name in ("surfaces", "followers", "spend_usd", "indicators"):
        assert getattr(again, name) == getattr(operation, name)


COUNTS = st.lists(
    st.builds(Count, st.from_regex(r"[a-z]{1,8} [a-z]{1,8}", fullmatch=True), st.integers(0, 10**9), st.booleans()),
    max_size=3,
).map(tuple)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1))
LISTS = st.lists(FULL, max_size=3).map(tuple)


@st.composite
def operations(draw, place):
    first, last = sorted(
        (draw(st.dates(date(2000, 1, 1), date(2099, 1, 1))), draw(st.dates(date(2000, 1, 1), date(2099, 1, 1))))
    )
    lists = (
        "aliases",
        "origins",
        "linked_to",
        "entities",
        "audiences",
        "languages",
        "lead_sources",
        "corroborated_by",
        "touched",
        "indicators",
    )
    texts = (
        "name",
        "attribution_confidence",
        "attribution_basis",
        "goal",
        "supportive_of",
        "critical_of",
        "summary",
        "source",
    )
    return Operation(
        f"o{place}",
        draw(FULL),
        surfaces=draw(COUNTS),
        followers=draw(COUNTS),
        spend_usd=draw(st.none() | st.integers(0, 10**9)),
        detection=draw(st.none() | st.sampled_from(DETECTION)),
        period_start=draw(st.sampled_from((None, first))),
        period_end=draw(st.sampled_from((None, last))),
        reported_on=draw(DAYS),
        motive=draw(st.none() | st.sampled_from(MOTIVES)),
        recidivist=draw(st.none() | st.booleans()),
        breakout=draw(st.none() | st.integers(1, 6)),
        **{name: draw(LISTS) for name in lists},
        **{name: draw(MAYBE) for name in texts},
    )


@given(st.data(), st.integers(0, 4))
@settings(max_examples=120, deadline=None)
def test_plain_csv_loses_nothing(data, many):
    held = tuple(data.draw(operations(place)) for place in range(many))
    report = plain_csv.parse("x.csv", plain_csv.emit(Report("r", "csv", held)))
    assert not report.left
    assert report.operations == held


def test_plain_csv_of_others():
    text = "Platform,Operation,Country of origin,Targets,Accounts,Start,Colour\n"
    text += "TikTok,Sunny,Exampleland,Otherland;Thirdland,tiktok accounts=16,2024-02-01,red\n"
    text += "TikTok,Rainy,,,many,,\n"
    report = plain_csv.parse("x.csv", text)
    sunny = report.operations[0]
    assert (report.reporter, sunny.name, sunny.origins, sunny.audiences) == (
        "TikTok",
        "Sunny",
        ("Exampleland",),
        ("Otherland", "Thirdland"),
    )
    assert (sunny.accounts("tiktok"), sunny.period_start) == (16, date(2024, 2, 1))
    assert len(report.left) == 1 and report.left[0].startswith("x.csv, row 2: ")


@given(
    st.lists(
        st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True).filter(lambda w: w not in ("The", "And")),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
@settings(max_examples=100, deadline=None)
def test_lists_in_prose(words):
    assert listed(joined(tuple(words))) == tuple(words)
    assert listed(", ".join(words[:-1]) + (", and " if words[:-1] else "") + words[-1]) == tuple(words)


@given(st.dates(date(2001, 1, 1), date(2099, 1, 1)), st.integers(0, 500))
@settings(max_examples=200, deadline=None)
def test_periods_in_words(start, days):
    end = date.fromordinal(start.toordinal() + days)
    assert span(f"between {in_words(start, end)}. And more") == (start, end)


FIXED = st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True).filter(
    lambda w: w.lower() not in ("the", "and", "via", "from", "was")
)


@given(
    st.lists(FIXED, max_size=3, unique=True),
    FIXED,
    st.integers(0, 10**6),
    st.none() | st.integers(0, 10**6),
    st.sampled_from((None, "internal", "external")),
)
@settings(max_examples=100, deadline=None)
def test_tiktok_prose_made_from_fields(origins, audience, accounts, followers, detection):
    operation = Operation(
        "TikTok:x:1",
        "TikTok",
        name=f"Accounts targeting discourse in {audience}",
        origins=tuple(origins),
        audiences=(audience,),
        entities=() if origins else ("an agency",),
        surfaces=(Count("tiktok accounts", accounts),),
        detection=detection,
        followers=() if followers is None else (Count("tiktok accounts", followers),),
        goal="praise the sun",
    )
    again = tiktok_report.parse("x", tiktok_report.emit(Report("TikTok", "tiktok-report", (operation,)))).operations[0]
    assert replace(again, summary=None, source=None) == operation


@given(
    st.lists(FIXED, min_size=1, max_size=3, unique=True),
    st.lists(FIXED, max_size=2, unique=True),
    st.integers(1, 9999),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_google_sentence_made_from_fields(countries, languages, channels, paid):
    operation = Operation(
        "Google:x:1",
        "Google",
        linked_to=tuple(countries),
        languages=tuple(languages),
        surfaces=(Count("youtube channels", channels),),
        supportive_of="sunshine" if languages else None,
        motive="financial" if paid else None,
    )
    again = google_tag.parse("x", google_tag.emit(Report("Google", "google-tag", (operation,)))).operations[0]
    assert replace(again, summary=None, source=None) == operation


def test_formats_are_told_apart():
    samples = {
        "tiktok-report": TIKTOK,
        "google-tag": TAG,
        "openai-case": CASE,
        "meta": "Tactic,Technique,Procedure,Indicator\n",
        "csv": "reporter,name\n",
    }
    samples["tiktok-eu-code"] = "network_origin,accounts_in_network\n"
    assert set(samples) == set(FORMATS)
    for name, text in samples.items():
        assert name == format_of("a.txt", text).NAME


@pytest.mark.parametrize("text", ["", "hello", "a,b\n1,2", "{}", "# Title\n"])
def test_other_files_are_refused(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, "utf-8")
    with pytest.raises(InputError, match="is no report of a known format"):
        read_report(tmp_path / "a.txt")


@given(st.text(max_size=400), st.sampled_from(sorted(FORMATS)))
@settings(max_examples=200, deadline=None)
def test_any_text_is_parsed_or_refused(text, name):
    starts = {
        "tiktok-report": "\n".join((TIKTOK[:500], "Internal | 1 | 2 | ")),
        "google-tag": TAG[:300] + "We terminated ",
        "openai-case": CASE[:300],
        "meta": "Tactic,Technique,Procedure,Indicator\n",
        "csv": "reporter,name\n",
        "tiktok-eu-code": "network_origin,accounts_in_network\n",
    }
    for whole in (text, starts[name] + text):
        with contextlib.suppress(InputError):
            FORMATS[name].parse("x", whole)


def test_a_page_is_read_as_its_reader_sees_it(tmp_path):
    cells = [line.rstrip(" |").split(" | ") for line in TIKTOK.splitlines() if line.count(" | ") >= 3]
    rows = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in cells)
    prose = " ".join(TIKTOK.split("Detection Source", maxsplit=1)[0].split())
    page = "<!DOCTYPE html><html><head><title>x | y</title></head><script>if (a < b) {}</script>"
    page += f"<p>{prose}</p><table>{rows}</table>"
    path = tmp_path / "page.html"
    path.write_text(page, "utf-8")
    report = read_report(path)
    plain = tiktok_report.parse("page.html", TIKTOK)
    assert report.operations == plain.operations
    assert report.recidivist_accounts_removed == 2313


@pytest.mark.parametrize(
    "piece",
    [
        "-",
        "a.",
        "@a",
        "1,",
        "a@",
        "+1 ",
        "We terminated ",
        "linked to A",
        "and targeted ",
        "|",
        "<td>",
        "A based ",
        "[.]",
        "9.9.9.9",
    ],
)
def test_long_rubbish_is_read_to_its_end(piece, tmp_path):
    from overt.disclosure.exchange.defang import value_of, values_in
    from overt.disclosure.exchange.dsa_rules import faults
    from overt.disclosure.exchange.meta_names import named
    from overt.disclosure.exchange.meta_quantities import quantities_in

    text = piece * (200_000 // len(piece))
    for read in (value_of, values_in, named, quantities_in, tiktok_report.read_description, openai_case.platforms_in):
        read(text)
    assert faults({"decision_facts": text})
    for name, each in FORMATS.items():
        with contextlib.suppress(InputError):
            each.parse(
                "x",
                {"tiktok-report": TIKTOK, "google-tag": TAG, "openai-case": CASE}.get(name, "reporter,name\n") + text,
            )
    (tmp_path / "a.html").write_text("<html>" + text, "utf-8")
    with contextlib.suppress(InputError):
        read_report(tmp_path / "a.html")

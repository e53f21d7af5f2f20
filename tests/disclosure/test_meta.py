"""Meta's published files: every row is there, the counts are those of the files, and nothing breaks on hostile ones."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.disclosure.exchange.defang import defanged, refanged, value_of, values_in
from overt.disclosure.exchange.documents import text_of
from overt.disclosure.exchange.meta_cells import account_in, row_of
from overt.disclosure.exchange.meta_indicators import COLUMNS, INDEX, KILL_CHAIN, LIST, MARKDOWN, parse
from overt.disclosure.exchange.meta_names import named
from overt.disclosure.exchange.meta_quantities import Quantity, quantities_in, quantity_of
from overt.disclosure.exchange.meta_record import meta_record
from overt.errors import InputError


@pytest.fixture(scope="module")
def files(shared_data) -> list[Path]:
    folder = shared_data("meta_cib/raw")
    return sorted(p for p in folder.rglob("*") if p.suffix in (".csv", ".json", ".md"))


def read(path: Path):
    return parse(path.name, text_of(path.read_bytes()))


def test_every_csv_has_every_row(files):
    tables = [p for p in files if p.suffix == ".csv"]
    forms = Counter()
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        filled = [r for r in rows if any(c.strip() for c in r)]
        found = read(path)
        forms[found.form] += 1
        assert len(found.rows) == len(filled), path.name
        assert found.blank == len(rows) - len(filled), path.name
        names = [COLUMNS[h.strip().lower()] for h in header]
        if "text" in names:
            assert [r.text for r in found.rows] == [r[names.index("text")] for r in filled]
        for what in ("tactic", "technique", "procedure", "note"):
            if what in names:
                said = [r[names.index(what)].strip() or None for r in filled]
                assert [getattr(r, what) for r in found.rows] == said, (path.name, what)
    assert forms == {LIST: 11, KILL_CHAIN: 51, "kill chain": 1}


def test_json_says_what_its_csv_says(files):
    lists = [p for p in files if p.suffix == ".json" and p.name != "index.json"]
    assert len(lists) == 11
    for path in lists:
        twin = read(path.parents[1] / "csv" / (path.stem + ".csv"))
        mine = read(path)
        assert [(r.kind, r.value, r.text, r.note) for r in mine.rows] == [
            (r.kind, r.value, r.text, r.note) for r in twin.rows
        ]
        assert len(mine.rows) == len(json.loads(path.read_text("utf-8")))


def test_the_index_and_the_disclosures(files):
    index = next(read(p) for p in files if p.name == "index.json")
    assert (index.form, len(index.rows)) == (INDEX, 11)
    pages = {p.name: read(p) for p in files if p.suffix == ".md" and p.name != "README.md"}
    assert {f.form for f in pages.values()} == {MARKDOWN}
    for path in (p for p in files if p.name in pages):
        bars = [x for x in path.read_text("utf-8").splitlines() if x.startswith("|")]
        assert len(pages[path.name].rows) == max(0, len(bars) - 2)
    belarus = pages["meta-h2-2025-belarus-based-cib-network.md"]
    assert (belarus.named.origins, belarus.named.targets) == (("Belarus", "Russia"), ("Poland",))
    assert (belarus.named.period, [r.kind for r in belarus.rows]) == ("H2 2025", ["domain", *["account"] * 5])
    assert Quantity("assets", "facebook pages", 12) in belarus.quantities
    reports = next(read(p) for p in files if p.name == "README.md")
    assert len(reports.rows) == 12


def test_what_the_files_say(files):
    spamouflage = next(read(p) for p in files if "Spamouflage" in p.name)
    assert len(spamouflage.rows) == 528
    counts = {r.quantity.surface: r.quantity.number for r in spamouflage.rows if r.quantity}
    assert counts == {"facebook accounts": 7704, "facebook pages": 954, "facebook groups": 15, "instagram accounts": 15}
    handles = {r.account.handle for r in spamouflage.rows if r.account and r.account.platform == "tiktok"}
    assert handles == {"deandrela3", "cecilia1256", "miajames840", "tmottruth", "gulzarazat1"}
    tables = [f for p in files if p.suffix == ".csv" if (f := read(p)).form == KILL_CHAIN]
    tiktok = {
        f.name: n for f in tables if (n := sum(bool(r.account) and r.account.platform == "tiktok" for r in f.rows))
    }
    assert (len(tiktok), sum(tiktok.values())) == (17, 38)


def test_every_row_is_somewhere_in_the_record(files):
    for path in files:
        found = read(path)
        done = meta_record(found)
        assert not done.left_out, path.name
        record = done.record
        assert record.status == "unconfirmed"
        places = {part.id: part for part in record.parts()}
        for number, row in enumerate(found.rows, 1):
            if row.account is None:
                assert f"row{number}" in places, (path.name, row)
        named_accounts = {(r.account.platform, r.account.account_id, r.account.handle) for r in found.rows if r.account}
        assert {a.same() for a in record.accounts} == named_accounts
        assert sum(done.found.values()) == len(found.rows)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("example[.]com", "domain", "example.com"),
        ("hxxps://example[.]com/a", "url", "https://example.com/a"),
        ("hxxp[:]//example[.]com/a", "url", "http://example.com/a"),
        ("https{:}//t[.]me/abc", "url", "https://t.me/abc"),
        ("https[:]//t[.]me/abc", "url", "https://t.me/abc"),
        ("hXXps://example(.)com/A", "url", "https://example.com/A"),
        ("example[dot]com", "domain", "example.com"),
        ("example {.} com", "domain", "example.com"),
        ("example[.com", "domain", "example.com"),
        ("name[at]example[.]com", "email", "name@example.com"),
        ("`45[.]141[.]152[.]19`", "ip", "45.141.152.19"),
        ("999.1.1.1", None, None),
        ("weather[.]pro (Hosted a spoof)", "domain", "weather.pro"),
        ("https://a[.]example/why-boyc ott-2022/", "url", "https://a.example/why-boycott-2022/"),
        ("A" * 64, "sha256", "a" * 64),
        ("*.example.com", "domain", "*.example.com"),
        ("film.mp4", None, None),
        ("Using bit[.]ly to hide links", None, None),
        ("63 accounts", None, None),
        ("", None, None),
    ],
)
def test_defanged_values(text, kind, value):
    found = value_of(text)
    assert (found.kind, found.text) == (kind, value) if kind else found is None


@given(st.from_regex(r"(https?://)?[a-z0-9-]{1,20}\.(com|org|co\.uk)(/[a-zA-Z0-9_@%-]{0,20}){0,3}", fullmatch=True))
@settings(max_examples=300, deadline=None)
def test_refanging_undoes_defanging(address):
    assert refanged(defanged(address)) == address
    assert refanged(refanged(defanged(address))) == address
    assert value_of(defanged(address)).text in (address, address.lower())


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_cell_is_read(text):
    row = row_of(1, text, procedure="0.9.6 Acquiring TikTok accounts")
    assert row.text == text
    assert row.kind
    values_in(text)


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("7,704 Facebook accounts", None, Quantity("assets", "facebook accounts", 7704)),
        ("63 accounts", "facebook", Quantity("assets", "facebook accounts", 63)),
        ("15 acounts", "facebook", Quantity("assets", "facebook accounts", 15)),
        ("1 group", "facebook", Quantity("assets", "facebook groups", 1)),
        (
            "About 110 accounts on Facebook and Instagram",
            None,
            Quantity("assets", "facebook and instagram accounts", 110, True),
        ),
        (
            "About 1.9 million accounts followed one or more of these Pages",
            None,
            Quantity("followers", "facebook pages", 1_900_000, True),
        ),
        ("less than 100 accounts joined this Group", None, Quantity("followers", "facebook groups", 100, True)),
        ("No accounts followed these Instagram accounts.", None, Quantity("followers", "instagram accounts", 0)),
        ("About $33,540 in spending for ads on Facebook", None, Quantity("spend", "ads", 33540, True, "USD")),
        ("Around $1.2 million in spending for ads", None, Quantity("spend", "ads", 1_200_000, True, "USD")),
        ("About 20 USD in spending for ads", None, Quantity("spend", "ads", 20, True, "USD")),
        ("Around $xx in spending for ads", None, None),
        ("Posing as activists", None, None),
    ],
)
def test_quantities(text, place, expected):
    assert quantity_of(text, place) == expected


def test_quantities_in_prose():
    text = "We removed 67 Facebook accounts, 70 Pages, and 2 Groups. About 621,400 accounts followed one of them."
    text = text.replace("one of them", "one or more of these Pages")
    assert [q.number for q in quantities_in(text)] == [67, 70, 2, 621400]


@pytest.mark.parametrize(
    ("name", "period", "origins", "targets"),
    [
        ("Q1_2023_ Togo _ Burkina Faso-based_CIB_network.csv", "Q1 2023", ("Togo", "Burkina Faso"), ()),
        ("Q1_2023_Venezuela_US-based_CIB_network.csv", "Q1 2023", ("Venezuela", "US"), ()),
        ("Q2 2023_ Türkiye _ Iran-based CIB network.csv", "Q2 2023", ("Türkiye", "Iran"), ()),
        ("Q1_2024_MOLDOVA_&_MADAGASCAR_TARGETING_CIB_NETWORK.csv", "Q1 2024", (), ("Moldova", "Madagascar")),
        ("Q2-3_2025_GithubIOCs - Q2-3_2025_POLAND_BASED_CIB_NETWORK.csv", "Q2-3 2025", ("Poland",), ()),
        ("Q2_2023_Spamouflage_China_based_CIB_updated.csv", "Q2 2023", ("China",), ()),
        ("2021_03_taking_action_against_hackers_in_china.csv", "2021-03", (), ()),
        (
            "Indicators of Compromise: Iran-Based Influence Operation Network Targeting United States, France",
            None,
            ("Iran",),
            ("United States", "France"),
        ),
    ],
)
def test_names_say_period_and_places(name, period, origins, targets):
    found = named(name)
    assert (found.period, found.origins, found.targets) == (period, origins, targets)


@pytest.mark.parametrize(
    ("address", "platform", "name"),
    [
        ("https://www.tiktok.com/@some.one", "tiktok", "some.one"),
        ("x.com/someone", "x", "someone"),
        ("https://t.me/s/someone", "telegram", "someone"),
        ("https://medium.com/@someone", "medium", "someone"),
        ("https://www.youtube.com/watch?v=1", None, None),
        ("https://www.reddit.com/r/place/", None, None),
        ("https://example.com/", None, None),
    ],
)
def test_accounts_in_addresses(address, platform, name):
    found = account_in(address)
    assert (found.platform, found.handle) == (platform, name) if platform else found is None


HEADERS = [
    "Tactic,Technique,Procedure,Indicator",
    "Tactic ,Technique,Procedure,Indicator,Notes",
    "Tactic,Technique,Procedure,Indicator,Commernts",
    "indicator_type,indicator_value,comment,ds",
]


@given(
    st.sampled_from(HEADERS),
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\r\n\0"), max_size=20), min_size=1, max_size=7), max_size=8
    ),
)
@settings(max_examples=200, deadline=None)
def test_any_rows_are_kept(header, rows):
    made = io.StringIO()
    csv.writer(made).writerows([header.split(","), *rows])
    found = parse("any.csv", made.getvalue())
    filled = [r for r in rows if any(c.strip() for c in r)]
    assert len(found.rows) == len(filled)
    assert found.blank == len(rows) - len(filled)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", ""),
        ("a.csv", "a,b\n1,2\n"),
        ("a.json", "{}"),
        ("a.json", "[1]"),
        ("a.json", "[{}]"),
        ("a.md", "# Hello\n"),
    ],
)
def test_other_files_are_refused(name, text):
    with pytest.raises(InputError):
        parse(name, text)

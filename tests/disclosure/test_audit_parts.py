"""What the audit is made of: places, which operations are one, verdicts, waits, disagreements, and hostile files."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.disclosure.audit.audit import Given, audit
from overt.disclosure.audit.entries import Entry, gather
from overt.disclosure.audit.places import elsewhere, place, places
from overt.disclosure.audit.reconciliation import COUNT, ORIGIN, ORIGIN_IN_ONE, PERIOD, disagreements
from overt.disclosure.audit.same import groups, joins, judgements
from overt.disclosure.operation import Count, Operation
from overt.errors import InputError, UsageError

from .test_audit import write

META = {"reporter": "Meta", "touched": "tiktok", "period_start": "2023-04-01", "period_end": "2023-06-30"}
TIKTOK = {"reporter": "TikTok", "period_start": "2023-01-01", "period_end": "2023-12-31"}


def entry(**told):
    file = told.pop("file", "a.csv")
    return Entry(Operation(id=told.pop("id", "x:1"), reporter=told.pop("reporter", "Meta"), **told), file, "csv")


@pytest.fixture
def run(tmp_path):
    """An audit of TikTok on rows of others and rows of its own."""

    def audited(reported, disclosed, **more):
        paths = (
            [write(tmp_path / "others.csv", reported)],
            [write(tmp_path / "own.csv", disclosed)] if disclosed else [],
        )
        return audit(Given("tiktok", *paths, **more))

    return audited


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Russian", "russia"),
        (" the Russian  Federation ", "russia"),
        ("PRC", "china"),
        ("China-based", "china"),
        ("Turkey", "türkiye"),
        ("TÜRKİYE".replace("İ", "I"), "türkiye"),
        ("Atlantis", "atlantis"),
    ],
)
def test_one_place(text, wanted):
    assert place(text) == wanted


def test_elsewhere_is_no_place():
    texts = ("other than China", "not from Iran", "Northern Ireland", "Notland", "any country other than the PRC")
    assert elsewhere(texts) == {"china", "iran"}
    assert places(texts) == {"northern ireland", "notland"}


@given(st.text(max_size=60))
def test_any_text_is_a_place_or_not(text):
    assert place(place(text)) == place(text)
    assert not (places([text]) and elsewhere([text]))


def test_names_indicators_and_counts_join():
    count = (Count("facebook accounts", 658), Count("facebook pages", 14), Count("instagram accounts", 2))
    held = [
        entry(aliases=("Spamouflage",)),
        entry(reporter="Google", name="DRAGONBRIDGE activity"),
        entry(indicators=("https://www.x.com/a1", "b.example", "c.example")),
        entry(reporter="Google", indicators=("http://x.com/A1/", "b.example")),
        entry(origins=("Romania",), surfaces=count, file="b.csv"),
        entry(surfaces=count, file="c.csv"),
        entry(indicators=("https://x.com/a1", "z.example", "y.example")),
        entry(name="China-based network"),
        entry(reporter="Google", name="China-based network"),
    ]
    found = joins(held)
    assert groups(len(held), found) == [[0, 1], [2, 3], [4, 5], [6], [7], [8]]
    assert [join.why.split(",")[0] for join in found] == [
        "both are called Spamouflage",
        "they share 2 indicators",
        "Meta states the same 3 counts of both",
    ]


def test_a_person_goes_first(tmp_path):
    held = [entry(aliases=("Spamouflage",)), entry(reporter="Google", aliases=("Dragonbridge",)), entry(id="lab:7")]
    rows = [
        {"one": "Spamouflage", "other": "lab:7", "verdict": "same", "by": "R. Reader", "why": "the same pictures"},
    ]
    assert groups(3, joins(held, judgements(write(tmp_path / "j.csv", rows)))) == [[0, 1, 2]]
    apart = [rows[0] | {"other": "Dragonbridge", "verdict": "different"}]
    named = [replace(held[0].operation, id="m:1"), replace(held[1].operation, id="g:1")]
    two = [Entry(one, "a", "csv") for one in named]
    by_id = [rows[0] | {"one": "m:1", "other": "g:1", "verdict": "different"}]
    assert joins(two, judgements(write(tmp_path / "k.csv", by_id))) == []
    assert joins(two, judgements(write(tmp_path / "l.csv", apart))) == []
    with pytest.raises(InputError, match="no judgement"):
        judgements(write(tmp_path / "m.csv", [rows[0] | {"by": ""}]))


@given(st.integers(1, 12), st.data())
def test_groups_against_walking(number, data):
    from overt.disclosure.audit.same import Join

    pairs = data.draw(st.lists(st.tuples(st.integers(0, number - 1), st.integers(0, number - 1)), max_size=15))
    found = groups(number, [Join(a, b, "") for a, b in pairs])
    assert sorted(place for group in found for place in group) == list(range(number))
    for group in found:
        reached, todo = {group[0]}, [group[0]]
        while todo:
            here = todo.pop()
            for a, b in [*pairs, *((b, a) for a, b in pairs)]:
                if a == here and b not in reached:
                    reached.add(b)
                    todo.append(b)
        assert reached == set(group)


@pytest.mark.parametrize(
    ("reported", "disclosed", "verdict"),
    [
        ({"origins": "China"}, {"origins": "Russia"}, "not disclosed"),
        ({"origins": "China"}, {"origins": "other than China"}, "not disclosed"),
        ({"origins": "China;Iran"}, {"origins": "other than China"}, "undecidable"),
        ({"origins": "China"}, {"origins": "Chinese"}, "undecidable"),
        ({"origins": "China"}, {}, "undecidable"),
        ({}, {"origins": "Russia"}, "undecidable"),
        ({"origins": "China", "aliases": "Spamouflage"}, {"name": "Dragonbridge", "origins": "Russia"}, "disclosed"),
        ({"origins": "China", "indicators": "a.example;b.example"}, {"indicators": "b.example;a.example"}, "disclosed"),
        ({"origins": "China", "period_start": "", "period_end": ""}, {"origins": "Russia"}, "undecidable"),
        (
            {"origins": "China", "period_start": "2022-01-01", "period_end": "2022-02-01"},
            {"origins": "Russia"},
            "undecidable",
        ),
        ({"origins": "China"}, {"origins": "Russia", "period_start": "", "period_end": ""}, "undecidable"),
        ({"origins": "China"}, {"origins": "Russia", "period_end": "2023-05-31"}, "undecidable"),
        ({"origins": "China"}, {"origins": "Russia", "period_end": "", "reported_on": "2023-12-31"}, "not disclosed"),
    ],
)
def test_verdicts(run, reported, disclosed, verdict):
    result = run([META | reported], [TIKTOK | disclosed])
    (found,) = result["omission"]
    assert found["verdict"] == verdict
    assert found["sources"] == ["others.csv, row 1"]
    assert [f["sources"][0] for f in result["flags"]] == (["others.csv, row 1"] if verdict == "not disclosed" else [])


def test_nothing_is_said_of_what_nobody_reports_there(run):
    assert run([META | {"touched": "x", "origins": "China"}], [TIKTOK | {"origins": "Russia"}])["omission"] == []
    result = run([META | {"origins": "China"}], [])
    assert [v["verdict"] for v in result["omission"]] == ["undecidable"]
    assert result["flags"] == [] and "period" not in result


def test_a_later_disclosure_is_named(run):
    own = [TIKTOK | {"origins": "Russia"}, {"reporter": "TikTok", "name": "Spamouflage", "period_start": "2024-02-01",
                                            "period_end": "2024-02-29"}]  # fmt: skip
    reported = [META | {"origins": "China", "aliases": "Dragonbridge", "reported_on": "2023-08-29"}]
    until = {"start": date(2023, 1, 1), "end": date(2023, 12, 31)}
    (found,) = run(reported, own, **until)["omission"]
    assert found["verdict"] == "not disclosed"
    assert found["told"].endswith("It is among those disclosed later, dated 2024-02-29")
    assert found["waited"] == {"notice": "2023-08-29", "least": 156, "most": 184, "open": False}
    (found,) = run(reported, own)["omission"]
    assert found["verdict"] == "disclosed"
    assert found["disclosed_by"] == ["own.csv, row 2"]


def test_a_wait_that_is_open_and_one_that_is_negative(run):
    reported = [META | {"origins": "China", "reported_on": "2023-08-29"}]
    (found,) = run(reported, [TIKTOK | {"origins": "Russia"}])["omission"]
    assert found["waited"] == {"notice": "2023-08-29", "least": 124, "open": True}
    named = [reported[0] | {"aliases": "Spamouflage"}]
    own = [{"reporter": "TikTok", "aliases": "Spamouflage", "reported_on": "2023-08-01"}]
    (found,) = run(named, own, start=date(2023, 1, 1), end=date(2023, 12, 31))["omission"]
    assert found["waited"]["least"] == found["waited"]["most"] == -28


def test_days_of_which_no_disclosure_speaks(run):
    own = [TIKTOK | {"origins": "Russia", "period_end": "2023-03-31"}]
    (found,) = run([META | {"origins": "China"}], own, end=date(2023, 12, 31))["omission"]
    assert found["verdict"] == "undecidable"
    assert "no disclosure that is given speaks of that day" in found["told"]


def test_a_period_that_ends_before_it_begins(run):
    with pytest.raises(UsageError, match="before it begins"):
        run([META], [TIKTOK], start=date(2024, 1, 1), end=date(2023, 1, 1))


def test_the_same_networks_in_two_reports_of_one_company(tmp_path):
    """The shape of a published pair: the page names no origin where the table under the EU Code does."""
    page = tmp_path / "page.txt"
    page.write_text(
        "operations disrupted between December 1-31, 2024\n"
        "Detection Source | Accounts in network | Followers of Network | Description |\n"
        "Internal | 27,217 | 70,892 | Accounts targeting discourse in Exampleland We assess that this network was "
        "operated via a fake engagement vendor and targeted an Exampleland audience. |\n"
        "Internal | 323 | 41,584 | Accounts targeting discourse in Otherland We assess that this network operated from "
        "Otherland and targeted an Otherland audience. |\n",
        encoding="utf-8",
    )
    rows = [("Exampleland", "27217", "70892"), ("Thirdland", "323", "41584")]
    code = [{"network_origin": o, "accounts_in_network": n, "number_of_followers_at_removal": f} for o, n, f in rows]
    table = write(tmp_path / "sli H2 2024.csv", code)
    result = audit(Given("tiktok", [write(tmp_path / "o.csv", [META])], [page, table]))
    assert [(d["what"], d["own"]) for d in result["reconciliation"]] == [(ORIGIN_IN_ONE, True), (ORIGIN, True)]
    assert [f["check"] for f in result["flags"]] == ["reconciliation"] * 2
    assert result["flags"][0]["sources"] == ["page.txt, row 1", "sli H2 2024.csv, row 1"]
    assert "from Otherland, the other from Thirdland" in result["flags"][1]["told"]


def test_what_disagrees():
    def one(**told):
        return entry(**{"period_start": date(2025, 4, 1), "period_end": date(2025, 9, 30)} | told)

    accounts = (Count("facebook accounts", 10),)
    later = {"period_start": date(2025, 7, 1), "period_end": date(2025, 12, 31)}

    def what(mine, yours, *others):
        return [d.what for d in disagreements([mine, yours, *others], [(0, 1, "why")])]

    assert what(one(), one()) == []
    assert what(one(surfaces=accounts), one(surfaces=(Count("facebook accounts", 77),))) == [COUNT]
    assert what(one(surfaces=accounts), one(surfaces=(Count("facebook accounts", 77, about=True),))) == []
    assert what(one(followers=accounts), one(followers=(Count("facebook accounts", 77),))) == [COUNT]
    assert what(one(), one(**later)) == [PERIOD]
    assert what(one(), one(period_start=date(2025, 7, 1))) == []
    assert what(one(origins=("Belarus",)), one(origins=("Belarus", "Russia"))) == [ORIGIN]
    assert what(one(origins=("Belarus",)), one(reporter="Google", origins=("Russia",))) == []
    later = {"period_start": date(2026, 1, 1), "period_end": date(2026, 3, 31)}
    assert what(one(surfaces=accounts), one(surfaces=(Count("facebook accounts", 77),), **later)) == []
    mine = one(surfaces=accounts, origins=("Russia",))
    both = one(surfaces=(Count("facebook accounts", 77),), origins=("Russia",))
    rest = one(surfaces=(Count("facebook accounts", 67),), origins=("Russia",))
    assert what(mine, both) == [COUNT]
    assert what(mine, both, rest) == []


def test_the_files_of_meta_are_one_operation_for_each_network(shared_data):
    """53 tables of networks, and what else is there; 17 of the operations name accounts on TikTok."""
    entries = gather([shared_data("meta_cib/raw")], "tiktok").entries
    operations = groups(len(entries), joins(entries))
    touching = [g for g in operations if any(entries[i].operation.touches("tiktok") for i in g)]
    assert (len(entries), len(operations), len(touching)) == (91, 68, 17)
    tables = [e for e in entries if "/csv/Q" in e.file]
    assert len({e.file for e in tables}) == len(tables) >= 40
    named = [line for e in entries for line, _ in e.rows]
    assert len(named) >= 38
    moldova = next(
        g for g in operations if any("MOLDOVA_BASED_CIB" in entries[i].file and "2025" in entries[i].file for i in g)
    )
    assert sorted(Path(entries[i].file).suffix for i in moldova) == [".csv", ".md", ".md"]


def test_own_reports_of_meta_against_each_other(overt, shared_data, tmp_path):
    others = write(tmp_path / "o.csv", [META | {"touched": "facebook"}])
    raw = shared_data("meta_cib/raw")
    done = overt("report", "audit", "--platform", "facebook", "--reported", others, "--disclosed", raw)
    assert done.code == 1
    assert "one report says that it is from Belarus, the other from Belarus and Russia" in done.out


def test_no_flags_is_exit_0(overt, tmp_path):
    others = write(tmp_path / "o.csv", [META | {"origins": "Russia"}])
    own = write(tmp_path / "own.csv", [TIKTOK | {"origins": "Russia"}])
    done = overt("report", "audit", "--platform", "tiktok", "--reported", others, "--disclosed", own, "--json")
    assert (done.code, json.loads(done.out)["flags"]) == (0, [])


def test_hostile_files(overt, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bomb.json").write_text("[" * 5_000, encoding="utf-8")
    (folder / "zero.csv").write_bytes(b"\x00\xff" * 500)
    (folder / "s.json").write_text('{"decision_ground": [], "puid": {"a": []}, "statements": 7}', encoding="utf-8")
    write(folder / "x.csv", [META | {"name": "\x1b[31m\u202eevil", "origins": ";;;"}])
    own = write(tmp_path / "own.csv", [TIKTOK | {"origins": "Russia"}])
    done = overt("report", "audit", "--platform", "tiktok", "--reported", folder, "--disclosed", own)
    assert done.code == 0, done.err
    assert "\x1b" not in done.out and "\u202e" not in done.out
    done = overt("report", "audit", "--platform", "tiktok", "--reported", own, "--disclosed", folder)
    assert done.code in (1, 2) and "mistake in overt" not in done.err
    gone = overt("report", "audit", "--platform", "tiktok", "--reported", tmp_path / "gone")
    assert gone.code == 2 and "does not exist" in gone.line

"""Every importer against its own examples; then what each makes of the odd rows of its list."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.errors import InputError, UsageError
from overt.registry import Registry, Source
from overt.registry.importers import IMPORTERS
from overt.registry.importers.rows import listing
from overt.registry.imports import AUTO, Options, recognised
from overt.registry.label import checked

from .made import accounts

SOURCE = Source("A list")


def drafts(importer, rows=None):
    given_ = importer.examples() if rows is None else rows
    return importer().drafts(enumerate(given_, 1), importer.source or SOURCE)


def written(path, rows):
    """Rows as a file: CSV, Parquet or NDJSON by its name."""
    columns = list(dict.fromkeys(k for row in rows for k in row))
    if path.suffix == ".parquet":
        pq.write_table(pa.table({c: [r.get(c) for r in rows] for c in columns}), path)
    elif path.suffix == ".ndjson":
        path.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    else:
        cells = [columns, *([r.get(c) or "" for c in columns] for r in rows)]
        quoted = ["\t".join('"' + str(c).replace('"', '""') + '"' for c in line) for line in cells]
        path.write_text("\n".join(quoted) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda i: i.name)
class TestContract:
    """What holds for every importer."""

    def test_it_is_told_by_its_columns(self, importer, tmp_path):
        rows = importer.examples()
        columns = list(dict.fromkeys(k for row in rows for k in row))
        assert importer.recognises(columns)
        assert next(i for i in IMPORTERS if i.recognises(columns)) is importer
        assert not importer.recognises(["id", "text", "created_at"])

    def test_its_labels_are_right_and_name_their_source(self, importer):
        found = drafts(importer)
        assert found.rows == len(importer.examples())
        for draft in found.made:
            assert checked(draft.label) == draft.label
            assert draft.label.source.title
            assert draft.keys
        keys = [k for d in found.made for k in d.keys]
        assert len(keys) == len(set(keys))

    def test_an_empty_row_is_rejected(self, importer):
        found = drafts(importer, [{}, dict.fromkeys(importer.examples()[0])])
        assert found.made == []
        assert [n for n, _ in found.rejected] == [1, 2]

    @pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".ndjson"])
    def test_any_container(self, importer, suffix, tmp_path):
        if importer.name == "overt-labels" and suffix != ".ndjson":
            pytest.skip("labels are objects")
        path = written(tmp_path / f"list{suffix}", importer.examples())
        held = Registry.open(tmp_path / "labels.ndjson")
        (done,) = held.import_lists(path, "a tester", Options(source="A list"))
        assert done.format == importer.name
        assert (done.rows, done.labels, done.added) == (
            len(importer.examples()),
            len(drafts(importer).made),
            done.labels,
        )
        size = held.path.stat().st_size
        (again,) = held.import_lists(path, "another tester", Options(source="A list"))
        assert (again.added, again.corrected, again.unchanged, again.missing) == (0, 0, done.labels, [])
        assert held.path.stat().st_size == size

    @settings(max_examples=40, deadline=None)
    @given(data=st.data())
    def test_hostile_cells(self, importer, data):
        columns = list(dict.fromkeys(k for row in importer.examples() for k in row))
        cell = st.one_of(st.none(), st.text(max_size=30), st.integers(), st.floats(), st.just("x" * 5_000))
        rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(columns, cell)), max_size=4))
        found = drafts(importer, rows)
        assert len(found.made) + len(found.rejected) <= len(rows)
        assert all("\n" not in why for _, why in (*found.rejected, *found.remarks))


def by_name(name):
    return next(i for i in IMPORTERS if i.name == name)


def test_state_media_matrix():
    found = drafts(by_name("state-media-matrix"))
    one, two = (d.label for d in found.made)
    assert (one.kind, one.country, one.organisation) == ("state_controlled_media", "Atlantis", "Atlantis Broadcasting")
    assert one.domains == ("one.example", "news.one.example")  # two rows of one outlet
    assert one.handles == {"x": ("atlantis_one",)}
    assert one.ids == {"youtube": ("UC0123456789abcdefghijkl",)}
    assert (one.typology.funding, one.typology.governance, one.typology.editorial) == (True, True, True)
    assert (two.kind, two.typology.code, two.typology.editorial) == ("public_service_media", "ISFM?", False)
    assert found.rejected == [(4, "the row is empty")]


def test_a_typology_that_is_missing_or_unknown_makes_no_label():
    rows = [
        {"Country": "Atlantis", "Main assets": "A", "Media company": "A", "URL": "", "Typology": t} for t in ("", "XX")
    ]
    found = drafts(by_name("state-media-matrix"), rows)
    assert found.made == []
    assert [why.split(";")[0] for _, why in found.rejected] == [
        "the list gives no typology",
        "no model of the typology is called XX",
    ]


def test_an_address_on_a_platform_is_no_domain():
    rows = [{"Main assets": "A", "URL": "https://www.facebook.com/somebody", "Typology": "SC", "Media company": "A"}]
    found = drafts(by_name("state-media-matrix"), rows)
    assert found.made[0].label.domains == ()
    assert "is no site of its own" in found.remarks[0][1]


def test_hamilton():
    found = drafts(by_name("hamilton-accounts"))
    media, office = (d.label for d in found.made)
    assert (media.kind, media.name, media.other_names) == (
        "state_affiliated_media", "Atlantis Daily", ("The Atlantis Daily",)
    )  # fmt: skip
    assert media.handles == {"x": ("atlantis_daily",), "instagram": ("a.daily", "a.daily.en")}
    assert media.ids == {"facebook": ("100012345678901",)}
    assert (office.kind, office.organisation, office.handles) == (
        "government_official", "Foreign Office", {"telegram": ("atlantis_abroad",)}
    )  # fmt: skip
    assert found.rejected == [(4, "the list gives no account of Atlantis Radio")]


def test_one_handle_of_media_and_of_an_office_is_two_labels():
    rows = [
        {"Category": "Atlantis", "Account Type": t, "Name": "A", "Twitter ID": "a_1"}
        for t in ("Media", "Diplomatic/Government")
    ]
    assert len(drafts(by_name("hamilton-accounts"), rows).made) == 2


@pytest.mark.parametrize("text", ["1.00076E+14", "A Name", "Parody account", "https://"])
def test_what_is_no_account_is_remarked_on(text):
    row = {"Category": "Atlantis", "Account Type": "Media", "Name": "A", "Twitter ID": "a_1", "Facebook ID": text}
    found = drafts(by_name("hamilton-accounts"), [row])
    assert found.made[0].label.handles == {"x": ("a_1",)}
    assert len(found.remarks) == 1


def test_politicians():
    found = drafts(by_name("us-politicians"))
    one, other = (d.label for d in found.made)
    assert one.handles == {"x": ("candidate_one", "rep_candidate1"), "facebook": ("candidate.one",)}
    assert one.ids == {"x": ("1001", "1002")}
    assert one.organisation == "A Party"
    assert "1960" not in str(one.facts())
    assert (other.name, other.handles, other.ids) == ("Candidate One", {"x": ("another_one",)}, {})  # a namesake
    assert found.remarks == [(4, "t1009 is no account id on x")]


def test_laundromat(tmp_path):
    found = drafts(by_name("laundromat-sites"))
    assert [(d.label.kind, d.label.domains, d.label.statement) for d in found.made] == [
        ("indicator", ("daily.example",), "A List"),
        ("indicator", ("daily.example",), "Another List"),
    ]
    assert all(d.label.openness is None for d in found.made)
    assert found.rejected == [(4, "https://medium.com is a host that everybody shares")]
    path = written(tmp_path / "list.csv", by_name("laundromat-sites").examples())
    held = Registry.open(tmp_path / "labels.ndjson")
    held.import_lists(path)
    rows = held.match(accounts({"handle": "s", "domain": "daily.example"})).to_pylist()
    assert {(r["means"], r["openness"]) for r in rows} == {("indicator", None)}


def test_technical_indicators_are_not_taken():
    found = drafts(by_name("laundromat-indicators"))
    assert found.made == []
    assert found.rejected == [(1, "a technical indicator of a site names nobody")]


def test_a_list_of_ones_own():
    found = drafts(by_name("own-list"))
    daily, weather, one = (d.label for d in found.made)
    assert daily.handles == {"x": ("daily", "daily_en")}
    assert (daily.source.title, daily.source.url) == ("The outlet's own imprint", "https://daily.example/imprint")
    assert (weather.kind, weather.ids) == ("declared_bot", {"mastodon": ("1234",)})
    assert (one.typology.code, one.typology.editorial) == ("SC", True)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"kind": "newsroom", "name": "A"}, "a label names its source"),
        ({"kind": "news room", "name": "A", "source": "S"}, "no kind of label is called news room"),
        ({"kind": "newsroom", "source": "S"}, "a label names somebody"),
        ({"kind": "newsroom", "name": "A", "source": "S", "handle_x": "two words"}, "two words is no handle on x"),
        ({"kind": "newsroom", "name": "A", "source": "S", "id_x": "1.0E+14"}, "1.0E+14 is no account id on x"),
        ({"kind": "newsroom", "name": "A", "source": "S", "editorial": "perhaps"}, "editorial is perhaps"),
        ({"kind": "newsroom", "name": "A", "source": "S", "profile_urls": "https://a.example"}, "names no account"),
        ({"kind": "newsroom", "name": "A", "source": "S", "valid_from": "1/2/24"}, "valid from is 1/2/24"),
    ],
)
def test_rows_of_ones_own_that_cannot_be(row, why):
    found = by_name("own-list")().drafts([(1, row)], Source(""))
    assert found.made == []
    assert why in found.rejected[0][1]


def test_more_cells_than_columns(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("kind,name,source\nnewsroom,A,S,more\nnewsroom,B,S\n")
    (done,) = Registry.open(tmp_path / "labels.ndjson").import_lists(path)
    assert (done.added, done.rejected) == (1, [(1, "the row has more cells than there are columns")])


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"id,text\n1,a\n", "is no list that is known; its columns are id, text"),
        ("a.csv", b"", "is no list that is known"),
        ("a.csv", b"kind,name\n\xff\xfe,a\n", "cannot be read as a list"),
        ("a.csv", b'kind,name\n"newsroom,a\n', "cannot be read as a list"),
        ("a.csv", b"kind,name\x00\n", "it is neither Parquet nor text"),
        ("a.parquet", b"PAR1 and nothing more", "cannot be read as a list"),
        ("a.ndjson", b'{"a": 1}\n[1]\n', "line 2 is no object of a list"),
        ("a.ndjson", b'{"a": ' + b"[" * 50_000, "cannot be read as a list"),
        ("a.csv", b",".join(b"c%d" % n for n in range(600)) + b"\n", "600 columns are too many"),
    ],
)
def test_files_that_are_no_list(tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as error:
        Registry.open(tmp_path / "labels.ndjson").import_lists(tmp_path / name)
    assert why in str(error.value)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "labels.ndjson").exists()


def test_places_without_lists(tmp_path):
    held = Registry.open(tmp_path / "labels.ndjson")
    with pytest.raises(InputError, match="is not there"):
        held.import_lists(tmp_path / "none.csv")
    with pytest.raises(InputError, match="holds no list"):
        held.import_lists(tmp_path)
    written(tmp_path / "list.csv", by_name("own-list").examples())
    with pytest.raises(UsageError, match="no list is called nope"):
        held.import_lists(tmp_path / "list.csv", options=Options(format="nope"))


def test_a_folder(tmp_path):
    folder = tmp_path / "lists"
    folder.mkdir()
    for importer in IMPORTERS[:-1]:
        written(folder / f"{importer.name}.ndjson", importer.examples())
    done = Registry.open(tmp_path / "labels.ndjson").import_lists(folder)
    assert sorted(d.format for d in done) == sorted(i.name for i in IMPORTERS[:-1])


def test_caps(tmp_path, monkeypatch):
    path = written(tmp_path / "list.csv", by_name("own-list").examples())
    monkeypatch.setattr("overt.registry.importers.rows.MAX_FILE", 100)
    with pytest.raises(InputError, match="too much for a list"):
        listing(path)
    monkeypatch.undo()
    for suffix in (".csv", ".parquet", ".ndjson"):
        path = written(tmp_path / f"list{suffix}", by_name("own-list").examples())
        monkeypatch.setattr("overt.registry.importers.rows.MAX_ROWS", 2)
        with pytest.raises(InputError, match="cannot be read as a list"):
            listing(path)


def test_formats_may_be_named(tmp_path):
    opened = listing(written(tmp_path / "list.csv", by_name("own-list").examples()))
    assert recognised(opened, AUTO).name == recognised(opened, "own-list").name == "own-list"


@pytest.mark.long
def test_the_public_lists(shared_data, tmp_path):
    """Where they are at hand: every row is a label or told why not, twice adds nothing, and accounts are found."""
    folder = Path(shared_data("state_media/README.md")).parent
    held = Registry.open(tmp_path / "labels.ndjson")
    done = {d.format: d for d in held.import_lists(folder)}
    assert {f: d.rows for f, d in done.items()} == {
        "state-media-matrix": 1_157,
        "hamilton-accounts": 2_546,
        "us-politicians": 2_962,
        "laundromat-sites": 7_747,
        "laundromat-indicators": 482,
    }
    assert [len(done[f].rejected) for f in ("state-media-matrix", "hamilton-accounts", "us-politicians")] == [1, 5, 0]
    records = held.verify()["records"]
    assert all(d.added == d.corrected == 0 and not d.missing for d in held.import_lists(folder))
    assert held.verify()["records"] == records
    listed = pq.read_table(folder / "hamilton_accounts_2024.parquet")["Twitter ID"].drop_null().to_pylist()
    handles = sorted({h for h in listed if h.replace("_", "").isalnum()})
    table = pa.table(
        {"platform": ["x"] * len(handles), "account_id": [f"9{n:017}" for n in range(len(handles))], "handle": handles}
    )
    found = held.match(table)
    matched = set(found.filter(pa.compute.equal(found["means"], "match"))["account_id"].to_pylist())
    assert matched == set(table["account_id"].to_pylist())
    assert all(e.label.openness is None for e in held.labels() if e.label.source.title.startswith("Information Laund"))

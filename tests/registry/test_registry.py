"""What is entered, corrected, withdrawn and appealed, and what the registry says as of a day."""

import datetime

import pytest

from overt.errors import UsageError
from overt.registry import Registry
from overt.registry.record import Record
from overt.registry.registry import default_path, somebody
from overt.registry.replay import moment

from .made import SOURCE, label, registry


@pytest.fixture
def days(monkeypatch):
    """Sets the day on which records are entered."""
    real = datetime.datetime

    class Clock(real):
        today_ = real(2026, 1, 1, 12, tzinfo=datetime.UTC)

        @classmethod
        def now(cls, zone=None):
            return cls.today_

    def set_(day):
        Clock.today_ = real.fromisoformat(day + "T12:00:00+00:00")

    monkeypatch.setattr("overt.registry.store.datetime.datetime", Clock)
    return set_


def test_as_of(tmp_path, days):
    days("2026-01-10")
    held = registry(tmp_path, label(country="Atlantis"))
    (entry,) = held.labels(on="2026-01-10")
    days("2026-02-10")
    held.correct(entry.id, {"country": "Lemuria", "handles": {"x": ["daily"]}}, "the source changed", "ann")
    days("2026-03-10")
    held.appeal(entry.id, "it is no newsroom", "the outlet")
    days("2026-04-10")
    held.decide(entry.id, "granted", "evidence came", "ben")
    again = Registry.open(held.path)
    for day, country, appealed in (
        ("2026-01-10", "Atlantis", False),
        ("2026-02-09", "Atlantis", False),
        ("2026-02-10", "Lemuria", False),
        ("2026-03-10", "Lemuria", True),
        ("2026-04-09", "Lemuria", True),
    ):
        (found,) = again.labels(day)
        assert (found.label.country, found.appeal is not None) == (country, appealed), day
    assert again.labels("2026-01-09") == []
    assert again.labels("2026-04-10") == []
    assert again.labels("2026-02-10T11:59:59Z")[0].label.country == "Atlantis"
    assert again.lookup("daily", as_of="2026-01-31") == []
    assert [f.entry.id for f in again.lookup("daily", as_of="2026-02-28")] == [entry.id]
    assert [(r.type, r.by) for r in again.history(entry.id)] == [
        ("label", "a tester"),
        ("correction", "ann"),
        ("appeal", "the outlet"),
        ("decision", "ben"),
    ]
    of = [r.body.get("of") for r in again.history(entry.id)]
    assert of == [None, 2, 3, 4]


def test_a_label_holds_on_its_days(tmp_path):
    held = registry(tmp_path, label(valid_from="2020-01-01", valid_to="2020-12-31"))
    assert held.labels() == []
    assert held.lookup("The Daily Example") == []
    assert len(held.labels(on="2020-06-30")) == 1
    assert held.labels(on="2021-01-01") == []


def test_an_appeal_that_is_not_granted(tmp_path):
    held = registry(tmp_path, label())
    (entry,) = held.labels()
    with pytest.raises(UsageError, match="is not under appeal"):
        held.decide(entry.id, "upheld", "no reason", "ben")
    held.appeal(entry.id, "it is no newsroom", "the outlet")
    with pytest.raises(UsageError, match="is under appeal already"):
        held.appeal(entry.id, "it is no newsroom", "the outlet")
    with pytest.raises(UsageError, match="it is upheld or granted"):
        held.decide(entry.id, "perhaps", "?", "ben")
    held.decide(entry.id, "upheld", "its imprint says so", "ben")
    (entry,) = held.labels()
    assert entry.appeal is None
    held.appeal(entry.id, "there is new evidence", "the outlet")  # one may appeal again
    assert held.labels()[0].appeal


def test_nothing_is_done_to_what_is_withdrawn(tmp_path):
    held = registry(tmp_path, label())
    (entry,) = held.labels()
    held.withdraw(entry.id, "a mistake", "ann")
    for act in (
        lambda: held.withdraw(entry.id, "again", "ann"),
        lambda: held.correct(entry.id, {"country": "Atlantis"}, "again", "ann"),
        lambda: held.appeal(entry.id, "again", "ann"),
    ):
        with pytest.raises(UsageError, match=f"{entry.id} is withdrawn"):
            act()
    assert held.labels() == []
    assert held.entry(entry.id).status == "withdrawn"
    assert [f.entry.id for f in held.lookup(entry.id)] == [entry.id]  # by its id alone
    assert held.add(label(), "ann") != entry.id


def test_every_change_has_a_reason_and_changes_something(tmp_path):
    held = registry(tmp_path, label())
    (entry,) = held.labels()
    with pytest.raises(UsageError, match="gives its reason"):
        held.withdraw(entry.id, "  ", "ann")
    with pytest.raises(UsageError, match="says that already"):
        held.correct(entry.id, {"name": "The Daily Example"}, "?", "ann")
    with pytest.raises(UsageError, match="has no field colour"):
        held.correct(entry.id, {"colour": "red"}, "?", "ann")
    with pytest.raises(UsageError, match="names its source"):
        held.correct(entry.id, {"source": None}, "?", "ann")
    with pytest.raises(UsageError, match="is listed already"):
        held.add(label(), "ann")
    assert held.verify()["records"] == 2
    held.correct(entry.id, {"name": None, "domains": ["daily.example"]}, "only the site is known", "ann")
    assert held.labels()[0].label.title == "daily.example"


def test_ids(tmp_path):
    held = registry(tmp_path, *(label(name=f"Outlet {n}") for n in range(20)))
    ids = [e.id for e in held.labels()]
    assert len(set(ids)) == 20
    assert held.entry(ids[0][:8]).id == ids[0]
    for wrong in ("L", "Lffffffffffff", "", "L' OR 1=1"):
        with pytest.raises(UsageError, match="no label of the id"):
            held.entry(wrong)


def test_where_it_lies(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_path() == tmp_path / "overt" / "labels.ndjson"
    monkeypatch.setenv("XDG_DATA_HOME", "not/absolute")  # has to be passed over, says the XDG specification
    monkeypatch.setenv("HOME", "/home/somebody")
    assert str(default_path()) == "/home/somebody/.local/share/overt/labels.ndjson"


def test_who(monkeypatch):
    assert somebody("  Ann  A. ") == "Ann A."
    monkeypatch.setattr("getpass.getuser", lambda: "ann")
    assert somebody(None) == "ann"
    for wrong in ("", "x" * 101):
        with pytest.raises(UsageError, match="--by"):
            somebody(wrong)


def test_moments():
    assert moment("2024-02-29").isoformat() == "2024-02-29T23:59:59.999999+00:00"
    assert moment("2024-02-29T12:00:00+02:00").isoformat() == "2024-02-29T10:00:00+00:00"
    assert moment("2024-02-29T12:00").isoformat() == "2024-02-29T12:00:00+00:00"
    assert moment(None) is None
    for wrong in ("2024-02-30", "soon", "", "0"):
        with pytest.raises(UsageError, match="is no day"):
            moment(wrong)


def test_two_that_have_it_open(tmp_path):
    one, other = registry(tmp_path, label()), Registry.open(tmp_path / "labels.ndjson")
    other.add(label(name="Another"), "ben")
    one.add(label(name="A Third"), "ann")
    assert sorted(e.label.title for e in one.labels()) == ["A Third", "Another", "The Daily Example"]
    (entry,) = [e for e in one.labels() if e.label.title == "Another"]
    one.withdraw(entry.id, "a mistake", "ann")
    with pytest.raises(UsageError, match="is withdrawn"):
        other.correct(entry.id, {"country": "Atlantis"}, "?", "ben")


def test_the_source_is_in_every_record(tmp_path):
    held = registry(tmp_path, label())
    (entry,) = held.labels()
    held.correct(entry.id, {"country": "Atlantis"}, "the source says so", "ann")
    for record in held.history(entry.id):
        assert isinstance(record, Record)
        assert record.body["says"]["source"]["title"] == SOURCE.title

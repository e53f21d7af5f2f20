"""Items that were captured again, and what goes to raw: on a reader made for these tests."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from overt.sources.exports.base import Record, RecordExport, Row, ident, whole

from ..conftest import Files


class Toy(RecordExport):
    name = "toy"
    reads = cannot = "-"
    supplies: ClassVar[frozenset[str]] = frozenset("post_id account_id created_at text likes".split())
    known: ClassVar[frozenset[str]] = frozenset("toy who at likes tag fans".split())
    keeps: ClassVar[frozenset[str]] = frozenset({"tag"})
    unique = True

    def recognise(self, document: Record) -> bool:
        return "toy" in document

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        post = {"post_id": ident(record.get("toy")), "account_id": record.get("who"), "created_at": record.get("at")}
        yield Row({**post, "likes": whole(record.get("likes"))}, {"followers": whole(record.get("fans"))})

    def examples(self) -> dict[str, bytes]:
        return {}


@pytest.fixture(autouse=True)
def only_toys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overt.sources.reading.EXPORTS", (Toy(),))


def toys(*records: dict[str, Any]) -> str:
    return "\n".join(json.dumps({"toy": None, "at": 1700000000, **r}) for r in records)


def test_the_first_capture_counts_and_the_newest_profile(files: Files) -> None:
    text = toys(
        {"toy": 7, "who": "a", "likes": 1, "fans": 1},
        {"toy": "8", "who": "b"},
        {"toy": "7", "who": "a", "likes": 5, "fans": 2},
    )
    reading = files.open(files.write("t.ndjson", text))
    rows = files.rows(reading)
    assert [(r["post_id"], r["likes"]) for r in rows] == [("7", 1), ("8", None)]
    assert "t.ndjson: passed over: 1 items that were captured before" in reading.notices
    accounts = {a["account_id"]: a["followers"] for a in reading.profiles.table().to_pylist()}
    assert accounts == {"a": 2}


def test_posts_without_an_id_are_not_one_another(files: Files) -> None:
    assert len(files.read("t.ndjson", toys({"who": "a"}, {"who": "b"}, {"who": "a"}))) == 3


def test_what_is_kept_on_purpose_is_in_raw_without_a_notice(files: Files) -> None:
    reading = files.open(files.write("t.ndjson", toys({"toy": 1, "who": "a", "tag": {"n": 1}}, {"toy": 2, "who": "a"})))
    assert [r["raw"] for r in files.rows(reading)] == ['{"tag": {"n": 1}}', None]
    assert not reading.notices

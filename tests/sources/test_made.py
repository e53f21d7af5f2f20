"""Fields that are made of several columns: the cells of the row and nothing else, missing ones as None."""

from typing import Any, ClassVar

import pytest

from overt.sources import exports
from overt.sources.columns import Made, Plan
from overt.sources.exports.base import ColumnExport, signed

from .conftest import Files


def both(chat: Any, number: Any) -> Any:
    return f"{chat}-{number}" if chat and number else None


class Chat(ColumnExport):
    name = "chat"
    reads = cannot = "-"
    signature = signed("chat", "number", "writer", "at")
    fields: ClassVar[dict[str, str]] = {"created_at": "at"}
    made: ClassVar[dict[str, Made]] = {
        "post_id": Made(("chat", "number"), both),
        "account_id": Made(("writer", "chat"), lambda writer, chat: writer or chat),
        "reply_to": Made(("chat", "answers"), both),
        "quote_of": Made(("nowhere",), lambda cell: cell),
        "kind": Made(("is_repost",), lambda cell: "repost" if cell == "y" else None),
    }

    def examples(self) -> dict[str, bytes]:
        return {}


TEXT = """chat,number,writer,at,answers,is_repost,id
c,1,a,2024-01-01,,,x
c,2,,2024-01-02,1,,x
c,,b,2024-01-03,2,y,x
,,,2024-01-04,,,x
"""


@pytest.fixture(autouse=True)
def only_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overt.sources.reading.EXPORTS", (Chat(), *exports.EXPORTS))


def test_fields_are_made_of_the_cells_of_their_row(files: Files) -> None:
    rows = files.read("chat.csv", TEXT)
    seen = [(r["post_id"], r["account_id"], r["reply_to"], r["kind"]) for r in rows]
    assert seen == [("c-1", "a", None, "post"), ("c-2", "c", "c-1", "reply"), (None, "b", "c-2", "repost")]
    assert files.reasons() == ["5: no account id"]


def test_what_the_user_says_stays(files: Files) -> None:
    rows = files.read("chat.csv", TEXT, mapping={"post_id": "id", "reply_to": ""})
    assert [r["post_id"] for r in rows] == ["x"] * 3
    assert [r["reply_to"] for r in rows] == [None] * 3


def test_a_column_that_the_file_lacks_is_missing() -> None:
    plan = Plan()
    Chat().adapt(plan, ["chat", "number", "writer", "at"], "chat.csv")
    assert plan.made["reply_to"].columns == ("chat", None)
    assert "quote_of" not in plan.made
    assert plan.read_from()["post_id"] == "chat + number"
    assert set(plan.wanted()) == {"chat", "number", "writer", "at"}

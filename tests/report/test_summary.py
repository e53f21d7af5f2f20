import json
from pathlib import Path

from overt import report


def test_rows(made: dict[str, Path]) -> None:
    rows = report.summary(json.loads((made["small"] / "findings.json").read_text()))
    assert [row["network"] for row in rows] == ["N1", "N2", "N3"]
    assert rows[0] | {"sentence": ""} == {
        "network": "N1", "class": "coordinated", "members": 9, "targets": 1, "platforms": ["x"],
        "traces": rows[0]["traces"], "p": 0.0199, "sentence": "",
    }  # fmt: skip
    assert rows[1]["platforms"] == ["facebook", "x"] and set(rows[0]["traces"]) <= {
        "url",
        "text",
        "hashtag_sequence",
        "repost",
    }
    assert rows[0]["sentence"].startswith("9 accounts used the same")


def test_nothing_found_gives_no_row() -> None:
    assert report.summary({"networks": []}) == [] and report.summary({}) == []


def test_texts_are_safe_on_a_terminal(made: dict[str, Path]) -> None:
    rows = report.summary(json.loads((made["hostile"] / "findings.json").read_text()))
    text = repr([list(row.values()) for row in rows])
    assert "\\x1b" not in text and "\\x00" not in text and "\\u202e" not in text and "\\n" not in text

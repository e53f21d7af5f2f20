"""The audit of what a platform disclosed, end to end: flags are computed from the records given, for a period."""

import csv
import json

import pytest

NAMED = ("Russia", "Azerbaijan", "Ireland", "Georgia", "Kenya", "Taiwan")
"""Origins that the commentary of 18 September 2023 names; it counts 22 operations, none of them from China."""


def write(path, rows):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows(rows)
    return path


@pytest.fixture
def until_september(tmp_path):
    """The state of September 2023 as the press tells it."""
    origins = [*NAMED, *["other than China"] * (22 - len(NAMED))]
    days = {"period_start": "2022-01-01", "period_end": "2023-09-18"}
    return write(tmp_path / "press.csv", [{"reporter": "TikTok", "origins": o, **days} for o in origins])


def test_september_2023(overt, shared_data, until_september):
    raw = shared_data("meta_cib/raw")
    done = overt("report", "audit", "--platform", "tiktok", "--reported", raw, "--disclosed", until_september, "--json")
    assert done.code == 1, done.err
    result = json.loads(done.out)
    assert result["touching"] == {"not disclosed": 1, "undecidable": 16, "disclosed": 0, "none named": 51}
    assert result["disclosed"]["entries"] == 22
    operation, origin = result["flags"]
    assert operation["told"].startswith("Spamouflage is not among the 22 operations that tiktok disclosed")
    assert "it may be covered by" in operation["told"]
    handles = [s.rpartition("@")[2] for s in operation["sources"] if "@" in s]
    assert handles == ["deandrela3", "cecilia1256", "miajames840", "tmottruth", "gulzarazat1"]
    assert all("Spamouflage" in s for s in operation["sources"])
    assert "22 operations" in origin["told"] and "none from China" in origin["told"]
    assert operation["p"] == origin["p"] == pytest.approx(11 * 10 * 9 / (33 * 32 * 31))
    assert "never" not in done.out


def test_2024_with_a_disclosed_network_does_not_say_never(overt, shared_data, until_september, tmp_path):
    network = {"reporter": "TikTok", "origins": "China", "audiences": "United States", "surfaces": "tiktok accounts=16"}
    days = {"period_start": "2024-01-01", "period_end": "2024-04-30"}
    later = write(tmp_path / "2024.csv", [network | days])
    given = ["--reported", shared_data("meta_cib/raw"), "--disclosed", until_september, "--disclosed", later]
    for period in (["--from", "2024-01-01", "--until", "2024-12-31"], []):
        done = overt("report", "audit", "--platform", "tiktok", *given, *period)
        assert "never" not in done.out
        assert "none from China" not in done.out and "1 from China" in done.out
        assert "said to be from China" not in done.out


def test_operations_are_listed_once(overt, shared_data, tmp_path):
    done = overt("report", "read", shared_data("meta_cib/raw"), "--platform", "tiktok", "--json")
    assert done.code == 0, done.err
    result = json.loads(done.out)
    assert (result["entries"], len(result["operations"])) == (91, 17)
    belarus = next(o for o in result["operations"] if "Belarus" in o["origins"])
    assert len(belarus["entries"]) == 3 and len(belarus["why_one"]) == 2
    assert belarus["origins"] == ["Belarus", "Russia"]
    row = {"reporter": "Lab", "name": "\x1b[2JRain", "origins": "Exampleland", "touched": "x"}
    plain = overt("report", "read", write(tmp_path / "lab.csv", [row]))
    assert plain.code == 0 and "1 operations" in plain.out and "\x1b" not in plain.out

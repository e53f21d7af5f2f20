"""What is written can be read, and the posts do not give the answers away."""

import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from overt.errors import OutputError
from overt.simulate import CrowdSpec, OperationSpec, crowd, plant, write


def test_round_trip(tmp_path):
    posts, answers = plant(crowd(CrowdSpec(accounts=100, days=3)), [OperationSpec(accounts=3, objects=3)], 0)
    write(posts, answers, tmp_path / "new" / "folder")
    folder = tmp_path / "new" / "folder"
    read = pq.read_table(folder / "posts.parquet")
    assert read.equals(posts, check_metadata=False)
    assert not any(b"overt.simulate" in key for key in (read.schema.metadata or {}))
    assert pq.read_table(folder / "answers.parquet").equals(answers)
    assert csv.read_csv(folder / "answers.csv").num_rows == answers.num_rows


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError):
        write(*plant(crowd(CrowdSpec(accounts=20, days=3)), [], 0), tmp_path / "taken")


def test_formulas_are_defused(tmp_path):
    operation = OperationSpec(accounts=3, objects=3, name="=HYPERLINK(1)")
    posts, answers = plant(crowd(CrowdSpec(accounts=20, days=3)), [operation], 0)
    write(posts, answers, tmp_path)
    assert "'=HYPERLINK(1)" in (tmp_path / "answers.csv").read_text()
    assert "=HYPERLINK(1)" in pq.read_table(tmp_path / "answers.parquet")["group"].to_pylist()

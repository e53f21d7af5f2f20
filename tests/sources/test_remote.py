"""Files on a store are read like files here; what goes wrong is one line."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.errors import InputError
from overt.sources import ReadOptions, open_posts
from overt.sources.remote import is_remote


@pytest.fixture
def here(tmp_path: Path) -> Path:
    path = tmp_path / "posts.parquet"
    pq.write_table(
        pa.table({"account_id": ["a", "b"], "created_at": [1_600_000_000, 1_600_000_060], "text": ["x", "y"]}), path
    )
    return path


def test_a_file_of_a_store_is_read_like_one_here(here: Path, tmp_path: Path) -> None:
    one, other = (open_posts([p], ReadOptions(), tmp_path / "r.csv") for p in (here, here.as_uri()))
    assert pa.Table.from_batches(one.batches()) == pa.Table.from_batches(other.batches())
    assert other.files[0].name == "posts.parquet"
    assert other.files[0].sha256 == one.files[0].sha256
    assert other.files[0].path == here.as_uri()


def test_what_was_fetched_goes_with_the_reading(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    reading = open_posts([here.as_uri()], ReadOptions(), tmp_path / "r.csv")
    assert len(list((tmp_path / "t").iterdir())) == 1
    del reading
    assert not list((tmp_path / "t").iterdir())


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("file:///no/such/file.csv", "no such file"),
        ("hdfs://nowhere.invalid:1/x.csv", "cannot be opened"),
        ("{folder}", "is a directory"),
    ],
)
def test_what_cannot_be_fetched(path: str, line: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=line):
        open_posts([path.format(folder=tmp_path.as_uri())], ReadOptions(), tmp_path / "r.csv")


def test_other_paths_are_paths() -> None:
    assert not is_remote("https://example.org/x.csv"), "nothing is fetched from a web address"
    assert not is_remote("s3:/x")
    assert is_remote("hdfs://namenode:8020/x.parquet")

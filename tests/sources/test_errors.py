"""The one line that people read, for every way in which a file or an option cannot be used."""

import gzip
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.errors import InputError, OutputError, OvertError
from overt.sources import ReadOptions, open_posts

GOLDEN = Path(__file__).with_name("golden_errors.txt")
HEADER = "user_id,created_at,text\n"
GOOD = HEADER + "a,2020-01-01,x\n"


def parquet(**columns: list[Any]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue().to_pybytes()


WHOLE = parquet(user_id=["a"] * 1000, created_at=["2020-01-01"] * 1000)

CASES: dict[str, tuple[str, bytes | str, dict[str, Any]]] = {
    "empty": ("empty.csv", b"", {}),
    "blank": ("blank.csv", "\n \n", {}),
    "header only": ("header.csv", HEADER, {}),
    "no time": ("notime.csv", "user_id,text\na,x\n", {}),
    "no account": ("noaccount.csv", "created_at,text\n2020-01-01,x\n", {}),
    "no time in Parquet": ("notime.parquet", parquet(user_id=["a"], text=["x"]), {}),
    "no rows in Parquet": ("norows.parquet", parquet(user_id=[], created_at=[]), {}),
    "truncated Parquet": ("cut.parquet", WHOLE[: len(WHOLE) // 2], {}),
    "Parquet without end": ("noend.parquet", WHOLE[:-4], {}),
    "Parquet in name only": ("name.parquet", GOOD, {}),
    "binary junk": ("junk.csv", bytes(range(256)) * 40, {}),
    "zeros": ("zeros.csv", bytes(5_000), {}),
    "truncated gzip": ("posts.csv.gz", gzip.compress(GOOD.encode())[:-10], {}),
    "gzip in gzip": ("twice.csv.gz", gzip.compress(gzip.compress(GOOD.encode())), {}),
    "truncated zip": ("posts.zip", b"PK\x03\x04 and so on", {}),
    "zip of nothing": ("nothing.zip", b"PK\x05\x06" + bytes(18), {}),
    "UTF-32": ("wide.csv", GOOD.encode("utf-32"), {}),
    "broken header": ("quote.csv", '"user_id,created_at\na,2020-01-01\n', {}),
    "no header": ("nohead.csv", "a,2020-01-01,x\n", {}),
    "truncated JSON": ("cut.json", '[{"user_id": "a", "created_at": "2020-01-01"}, {"user', {}),
    "two arrays": ("two.json", '[{"user_id": "a"}]\n[{"user_id": "b"}]', {}),
    "object without posts": ("object.json", '{"a": 1}', {}),
    "object with two lists": ("lists.json", '{"a": [{"x": 1}], "b": [{"x": 1}]}', {}),
    "empty array": ("array.json", "[]", {}),
    "deep JSON": ("deep.json", "[" * 100_000, {}),
    "NDJSON of nothing": ("nothing.ndjson", "nope\nnope\n", {}),
    "unknown field": ("posts.csv", GOOD, {"mapping": {"author": "user_id"}}),
    "unknown column": ("posts.csv", GOOD, {"mapping": {"text": "body"}}),
    "unknown time column": ("posts.csv", "who,when\na,b\n", {"mapping": {"created_at": "wann"}}),
    "unknown trace column": ("posts.csv", GOOD, {"trace_columns": {"sound": "music"}}),
    "trace name": ("posts.csv", GOOD, {"trace_columns": {"a b": "text"}}),
    "time zone": ("posts.csv", GOOD, {"timezone": "Mars/Base"}),
}


def line(folder: Path, name: str, options: dict[str, Any]) -> str:
    with pytest.raises(OvertError) as caught:
        open_posts([folder / name], ReadOptions(**options), folder / "rejected.csv")
    assert caught.value.exit_code == 2
    text = str(caught.value)
    assert "\n" not in text
    return f"{type(caught.value).__name__}: {text}".replace(f"{folder}{os.sep}", "")


def test_golden(tmp_path: Path) -> None:
    found = []
    for case, (name, data, options) in CASES.items():
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        found.append(f"{case} | {line(tmp_path, name, options)}")
    (tmp_path / "folder").mkdir()
    found.append(f"directory | {line(tmp_path, 'folder', {})}")
    found.append(f"no such file | {line(tmp_path, 'missing.csv', {})}")
    os.mkfifo(tmp_path / "pipe")
    found.append(f"pipe | {line(tmp_path, 'pipe', {})}")
    text = "\n".join(found) + "\n"
    if os.environ.get("OVERT_WRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_path_stands_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"^\./x/\.\./missing\.csv: no such file"):
        open_posts(["./x/../missing.csv"], ReadOptions(), tmp_path / "rejected.csv")
    with pytest.raises(InputError):
        open_posts(["a\0b"], ReadOptions(), tmp_path / "rejected.csv")


def test_no_file_given(tmp_path: Path) -> None:
    with pytest.raises(OvertError, match="no file was given"):
        open_posts([], ReadOptions(), tmp_path / "rejected.csv")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here to stand for a full disk")
def test_full_disk(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text(GOOD)
    reading = open_posts([tmp_path / "posts.csv"], ReadOptions(), Path("/dev/full"))
    with pytest.raises(OutputError, match="cannot be written: the disk is full; free some space"):
        list(reading.batches())


def test_rejected_in_no_folder(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text(GOOD)
    reading = open_posts([tmp_path / "posts.csv"], ReadOptions(), tmp_path / "no" / "rejected.csv")
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        list(reading.batches())

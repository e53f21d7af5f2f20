"""From a folder to the groups of a scan: which post shows which file, nothing decoded twice, every loss told."""

import json
from hashlib import sha256

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from overt.evaluate.media_edits import EDITS, encoded
from overt.evaluate.media_pictures import picture
from overt.media import library as shelf
from overt.media.decode import Jail, Limits
from overt.media.entry import SCHEMA, Entry
from overt.media.items import FILE, HASH, Part, groups, keys
from overt.media.library import read_library
from overt.media.store import Store

from .made import cut, file_of, jpeg, png_of_size, put

ONE, TWO, CUT = jpeg(1), jpeg(9), cut(jpeg(3), 0.3)
SHA = {name: sha256(data).hexdigest() for name, data in {"one": ONE, "two": TWO, "cut": CUT}.items()}


def nothing_decoded(*_):
    raise AssertionError("a file was decoded twice")


@pytest.fixture
def folder(tmp_path):
    return put(
        tmp_path / "media",
        {
            "FeZ9x3kQwAALmNo.jpg": ONE,
            "7300000000000000001.jpg": TWO,
            "copy/7300000000000000002_1.jpg": ONE,
            "copy/7300000000000000002_2.jpg": TWO,
            "broken/7300000000000000003.jpg": CUT,
            "broken/huge.png": png_of_size(100_000, 100_000),
            "broken/page.jpg": b"<html>gone</html>",
            "post_77/photo.jpg": TWO,
        },
    )


def test_files_are_found_by_what_posts_call_them(folder, tmp_path):
    found = read_library([folder], tmp_path / "media.parquet", workers=2)

    def of(post_id=None, **media):
        return keys(found, Part.PICTURE, [media] if media else None, post_id)

    one, two = FILE + SHA["one"], FILE + SHA["two"]
    assert of(url="https://pbs.example/media/FeZ9x3kQwAALmNo.jpg?name=large") == [one]
    assert of(url="https://pbs.example/media/FeZ9x3kQwAALmNo?format=jpg") == [one]
    assert of(url="https://x.example/fez9X3KQWAALMNO.JPG") == [one]
    assert of(sha256=SHA["two"].upper()) == [two]
    assert of(post_id="7300000000000000001") == [two]
    assert of(post_id="7300000000000000002") == sorted([one, two])
    assert of(post_id="post_77") == [two]
    assert of(post_id="7300000000000000001", url="https://pbs.example/FeZ9x3kQwAALmNo.jpg") == [one]
    assert of(post_id="7300000000000000003") == []  # cut off
    assert of(url="https://x.example/photo.jpg") == []  # a name that any picture may have
    assert of(url="https://[broken") == of(url="") == of(post_id="77") == of() == []
    assert of(pdq="ab" * 32) == [HASH + "ab" * 32]
    assert of(pdq="00" * 32) == of(pdq="no hash") == []
    assert of(sha256="c" * 64) == [FILE + "c" * 64]  # equal bytes are equal, decoded or not
    assert keys(found, Part.FILM, [{"sha256": SHA["one"]}], None) == []


def test_losses_are_told_in_one_line_each(folder, tmp_path):
    found = read_library([folder], tmp_path / "media.parquet", workers=1)
    assert sorted(found.notices) == [
        "1 media file left out: they are cut off (first: 7300000000000000003.jpg)",
        "1 media file left out: they have too many pixels (first: huge.png)",
        "1 media file left out: they hold no picture, film or sound (first: broken/page.jpg)",
    ]


def test_the_same_name_for_two_files_is_no_name(tmp_path):
    put(tmp_path / "in", {"a/FeZ9x3kQwAALmNo.jpg": ONE, "b/FeZ9x3kQwAALmNo.jpg": TWO})
    found = read_library([tmp_path / "in"], tmp_path / "media.parquet")
    assert keys(found, Part.PICTURE, [{"url": "https://x.example/FeZ9x3kQwAALmNo.jpg"}], None) == []


def test_nothing_is_decoded_twice(folder, tmp_path, monkeypatch):
    store = tmp_path / "out" / "media.parquet"
    first = read_library([folder], store, workers=2)
    monkeypatch.setattr(Entry, "made", nothing_decoded)
    again = read_library([folder], store, workers=2)
    assert again.notices == first.notices
    assert [e.row() for e in again.entries.values()] == [e.row() for e in first.entries.values()]
    assert not (tmp_path / "out" / "media.parquet.parts").exists()
    monkeypatch.undo()
    (folder / "new_file_12345.jpg").write_bytes(jpeg(5))
    assert len(read_library([folder], store).entries) == len(first.entries) + 1


def test_what_was_killed_goes_on(folder, tmp_path, monkeypatch):
    store, made = tmp_path / "media.parquet", []
    monkeypatch.setattr("overt.media.store.PART_ROWS", 1)
    whole = Entry.made

    def some(*args):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(whole(*args))
        return made[-1]

    monkeypatch.setattr(Entry, "made", some)
    with pytest.raises(KeyboardInterrupt):
        read_library([folder], store, workers=1)
    assert not store.exists()
    known = Store(store).known
    assert known == {entry.sha256 for entry in made}
    monkeypatch.setattr(
        Entry,
        "made",
        lambda jail, path, kind, sha: (known.isdisjoint({sha}) or nothing_decoded()) and whole(jail, path, kind, sha),
    )
    assert len(read_library([folder], store, workers=1).entries) == 4


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"no parquet at all", "half"])
def test_a_damaged_table_is_made_again(folder, tmp_path, damage):
    store = tmp_path / "media.parquet"
    whole = read_library([folder], store)
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2] if damage == "half" else damage)
    assert read_library([folder], store).entries.keys() == whole.entries.keys()
    assert pq.read_schema(store).equals(SCHEMA)


def test_entries_survive_the_table(tmp_path):
    with Jail() as jail:
        path = tmp_path / "x"
        path.write_bytes(ONE)
        entry = Entry.made(jail, str(path), "image", SHA["one"])
    again = Entry.of_row(entry.row())
    assert again.row() == entry.row()
    assert np.array_equal(again.picture.described.views, entry.picture.described.views)
    assert again.picture.pixels == entry.picture.pixels == 512 * 384 or again.picture.pixels > 0


def test_copies_of_a_picture_are_one_object(tmp_path):
    """Through files, the jail and the table: edits of three pictures, and one whose export has only a hash."""
    rng = np.random.default_rng(2)
    names = ["JPEG quality 30", "crop 5% at each side", "mirror", "caption strip", "white box with words", "black bars"]
    made = {
        f"{seed}_{name}.jpg": encoded(EDITS[name](picture(seed, "landscape"), rng))
        for seed in (1, 2, 3)
        for name in names
    }
    made |= {f"{seed}_whole.png": file_of(picture(seed, "landscape"), "PNG") for seed in (1, 2, 3)}
    found = read_library([put(tmp_path / "in", made)], tmp_path / "media.parquet")
    assert not found.notices
    every = sorted(FILE + sha256(data).hexdigest() for data in made.values())
    whole = found.entries[sha256(made["1_whole.png"]).hexdigest()].picture.described.pdq.hex()
    every = sorted([*every, HASH + whole, FILE + "0" * 64, "nonsense"])
    group = groups(found, Part.PICTURE, every)
    of = {FILE + sha256(data).hexdigest(): name for name, data in made.items()} | {HASH + whole: "1_hash"}
    members = {}
    for key, representative in zip(every, group.tolist(), strict=True):
        members.setdefault(of.get(every[representative], every[representative])[:2], []).append(of.get(key, key))
    assert {k: len(v) for k, v in members.items() if len(v) > 1} == {"1_": 8, "2_": 7, "3_": 7}
    assert all(name.startswith(k) for k, names in members.items() for name in names)


def test_flat_pictures_are_no_objects(tmp_path):
    flat = {f"{i}.png": file_of(Image.new("RGB", (100 + i, 90), (i, i, i)), "PNG") for i in range(5)}
    ramp = np.repeat(np.linspace(0, 255, 200).astype(np.uint8)[None], 100, 0)
    flat |= {f"ramp{i}.png": file_of(Image.fromarray(np.minimum(ramp, 250 - i)), "PNG") for i in range(5)}
    found = read_library([put(tmp_path / "in", flat)], tmp_path / "media.parquet")
    every = sorted(FILE + sha for sha in found.entries)
    assert groups(found, Part.PICTURE, every).tolist() == list(range(len(every)))


def test_limits_are_passed_on(tmp_path):
    put(tmp_path / "in", {"a.jpg": ONE})
    found = read_library([tmp_path / "in"], tmp_path / "m.parquet", limits={"image": Limits(5, 20, 1 << 30, 10)})
    assert found.notices == ["1 media file left out: they never end (first: a.jpg)"]


def test_progress_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "SHOWN_EVERY", 2)
    told = []
    put(tmp_path / "in", {f"{i}.jpg": ONE for i in range(4)})
    read_library([tmp_path / "in"], tmp_path / "m.parquet", lambda *said: told.append(said))
    assert told == [("media", "2 files"), ("media", "4 files")]


def test_the_table_is_plain_parquet(folder, tmp_path):
    read_library([folder], tmp_path / "m.parquet")
    rows = pq.read_table(tmp_path / "m.parquet", columns=["sha256", "kind", "ended", "width"]).to_pylist()
    assert {row["ended"] for row in rows} == {"ok", "cut", "pixels"}
    assert json.dumps(rows)

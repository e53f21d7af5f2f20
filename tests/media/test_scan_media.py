"""A scan with media files: accounts that post edited copies of the same pictures together are found by them."""

import json

import numpy as np
import pytest

from overt.evaluate.media_edits import EDITS, encoded
from overt.evaluate.media_pictures import picture

from .made import cut, put

EDITED = ["JPEG quality 30", "crop 5% at each side", "mirror", "caption strip"]
RING, CROWD, OCCASIONS = 4, 30, 8


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Four accounts that post the same eight pictures within seconds, each in its own edit, and thirty that do not."""
    folder = tmp_path_factory.mktemp("scan")
    rng = np.random.default_rng(5)
    posts, files, number = [], {}, 7_300_000_000_000_000_000
    for occasion in range(OCCASIONS):
        start = 1_700_000_000 + occasion * 93_000
        original = picture(occasion, "landscape")
        for member in range(RING):
            number += 1
            files[f"{number}.jpg"] = encoded(EDITS[EDITED[member]](original, rng))
            posts.append({"id": number, "account_id": f"ring{member}", "created_at": start + int(rng.integers(0, 5))})
    for account in range(CROWD):
        for _ in range(6):
            number += 1
            files[f"{number}.jpg"] = encoded(picture(100 + int(rng.integers(0, 40)), "shapes"))
            posts.append(
                {
                    "id": number,
                    "account_id": f"crowd{account}",
                    "created_at": 1_700_000_000 + int(rng.integers(0, OCCASIONS * 93_000)),
                }
            )
    files["broken/picture.jpg"] = cut(encoded(picture(1)), 0.3)
    lines = [json.dumps({**p, "post_id": str(p["id"]), "text": f"post {p['id']}"}) for p in posts]
    (folder / "posts.ndjson").write_text("\n".join(lines))
    return folder / "posts.ndjson", put(folder / "media", files)


def test_edited_copies_make_a_network(overt, given, tmp_path):
    posts, media = given
    done = overt("scan", posts, "--media", media, "--out", tmp_path / "out", "--quiet")
    assert done.code == 0, done.err
    found = json.loads((tmp_path / "out" / "findings.json").read_text())
    assert found["totals"]["networks"] == 1
    assert found["totals"]["members"] == RING
    assert json.dumps(found["networks"]).count("ring") >= RING
    distinct = len({path.read_bytes() for path in media.glob("*.jpg")})
    assert found["run"]["beside"]["media"]["files"] == {"image": distinct}
    assert distinct > RING * OCCASIONS
    assert "1 media file left out: they are cut off (first: picture.jpg)" in found["run"]["notices"]
    assert (tmp_path / "out" / "media.parquet").exists()
    again = overt("scan", posts, "--media", media, "--out", tmp_path / "out", "--quiet")
    assert again.code == 0
    assert json.loads((tmp_path / "out" / "findings.json").read_text()) == found


def test_without_the_files_nothing_is_found(overt, given, tmp_path):
    assert overt("scan", given[0], "--out", tmp_path / "out", "--quiet").code == 0
    assert json.loads((tmp_path / "out" / "findings.json").read_text())["totals"]["networks"] == 0


@pytest.mark.parametrize(("place", "said"), [("nowhere", "no such folder or archive"), ("posts.ndjson", "no archive")])
def test_places_that_hold_no_media_are_refused(overt, given, tmp_path, place, said):
    done = overt("scan", given[0], "--media", given[0].parent / place, "--out", tmp_path / "out", "--quiet")
    assert done.code == 2
    assert said in done.line

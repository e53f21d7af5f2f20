"""`overt bench media` in full: `make nightly`. Its last results stand in docs/media.md."""

import pytest

from overt.evaluate.media import FILMS, PICTURES, UNRELATED, Copies, media

pytestmark = pytest.mark.nightly

LEAST = {"JPEG quality 30": 0.9, "half the size": 0.9, "mirror": 0.9, "crop 5% at each side": 0.85, "black bars": 0.85}


def test_copies_are_found_and_strangers_are_not() -> None:
    lines = list(media(PICTURES, FILMS, UNRELATED, lambda stage, detail: None))
    recall = {
        line.edit: line.found / line.copies for line in lines if isinstance(line, Copies) and line.what == "picture"
    }
    assert {edit: recall[edit] >= least for edit, least in LEAST.items()} == dict.fromkeys(LEAST, True)
    strangers = {line.kind: line for line in lines if not isinstance(line, Copies)}
    assert strangers["of different kinds"].together == 0

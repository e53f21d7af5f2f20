"""Pictures: edits of one are one object, others are not, whatever the order; the parts that are compared fit."""

import numpy as np
import pytest

from overt.evaluate.media_edits import EDITS
from overt.evaluate.media_pictures import meme, picture, screenshot
from overt.media import image
from overt.media.borders import without_borders
from overt.media.image import Picture
from overt.media.likeness import likeness, placed, telling
from overt.media.pdq import SIDE, turned_hashes
from overt.media.view import asked_hashes, described
from overt.media.windows import STORED, WHOLE, asked, cropped

PROMISED = [
    "JPEG quality 30",
    "half the size",
    "brighter, more contrast",
    "without colour",
    "crop 2% at each side",
    "crop 5% at each side",
    "crop 10% at each side",
    "crop 0 to 10% at each side",
    "mirror",
    "turn by 90 degrees",
    "black bars",
    "caption strip",
    "white box with words",
    "mirror and caption strip",
]


def grey(drawn):
    small = drawn.convert("L")
    small.thumbnail((512, 512))
    return np.asarray(small)


def kept(drawn):
    return Picture(described(grey(drawn), drawn.width / drawn.height), None, drawn.width * drawn.height)


@pytest.fixture(scope="module")
def originals():
    return [picture(seed, kind) for seed, kind in ((1, "landscape"), (2, "shapes"), (3, "meme"), (4, "portrait"))]


@pytest.mark.parametrize("edit", PROMISED)
def test_copies_are_found(originals, edit):
    copies = [EDITS[edit](original, np.random.default_rng(3)) for original in originals]
    found = image.groups([kept(p) for p in [*originals, *copies]])
    number = len(originals)
    assert (found[:number] == found[number:]).sum() >= number - 1
    assert len(set(found[:number].tolist())) == number


def test_strangers_stay_apart():
    every = [picture(seed) for seed in range(500, 540)] + [screenshot(seed, 3) for seed in range(6)]
    assert image.groups([kept(p) for p in every]).tolist() == list(range(len(every)))


def test_other_words_on_one_picture_rarely_go_unnoticed():
    pairs = [(meme(2 * k, k), meme(2 * k + 1, k)) for k in range(10)]
    together = sum(image.groups([kept(a), kept(b)])[1] == 0 for a, b in pairs)
    assert together <= 4


def test_the_order_makes_no_difference(originals):
    every = [*originals, *(EDITS["crop 5% at each side"](o, np.random.default_rng(1)) for o in originals)]
    pictures = [kept(p) for p in every]
    first = image.groups(pictures)
    order = np.random.default_rng(8).permutation(len(pictures))
    again = image.groups([pictures[i] for i in order])
    pairs = {(i, j) for i in range(len(every)) for j in range(len(every)) if first[i] == first[j]}
    assert pairs == {
        (int(order[i]), int(order[j])) for i in range(len(every)) for j in range(len(every)) if again[i] == again[j]
    }


def test_hashes_alone_are_compared_with_hashes_and_with_files(originals):
    one = kept(originals[0])
    hashed = np.frombuffer(one.described.pdq, np.uint8)
    near, far = hashed.copy(), hashed.copy()
    near[:3] ^= 0xFF
    far[:8] ^= 0xFF
    mirrored = turned_hashes(hashed[None])[1, 0]
    every = [one, *(Picture(None, h.tobytes()) for h in (near, far, mirrored)), Picture(None)]
    assert image.groups(every).tolist() == [0, 0, 2, 0, 4]


def test_nothing_is_no_trouble():
    assert image.groups([]).tolist() == []
    assert image.groups([Picture(None), Picture(None, bytes(32))]).tolist() == [0, 1]


def test_stretched_pictures_are_not_the_same(originals):
    squeezed = originals[0].resize((originals[0].width, originals[0].height // 2))
    assert image.groups([kept(originals[0]), kept(squeezed)]).tolist() == [0, 1]


def test_a_guess_is_laid_where_it_belongs(originals):
    """Every turn and part: the stored view lies in the asked one where `placed` says."""
    view = described(grey(originals[0]), 1.0).views[0]
    sought = asked_hashes(view, 1.0)
    flips = [view, view[:, ::-1], view[::-1], view[::-1, ::-1]]
    for turn, other in enumerate([*flips, *(f.T for f in flips)]):
        assert likeness(view, np.ascontiguousarray(other), placed(WHOLE, turn, WHOLE)) > 0.95, turn
    assert sought.hashes.shape == (2 * len(sought.parts) + 6, 32)
    half = originals[0].resize((SIDE, SIDE), box=(0, 0, originals[0].width, originals[0].height * 0.75))
    part = np.asarray(half.convert("L"))
    assert likeness(view, part, placed(STORED[1], 0, WHOLE)) > 0.9
    assert likeness(part, view, placed(WHOLE, 0, STORED[1])) > 0.9
    assert likeness(view, view, placed((0.5, 0.5, 0.9, 0.9), 0, WHOLE)) == 0.0


def test_slopes_and_plain_colours_tell_nothing():
    ramp = np.add.outer(np.arange(SIDE), 2 * np.arange(SIDE)).astype(np.uint8)
    rough = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE), np.uint8)
    assert telling(np.array([np.full((SIDE, SIDE), 9, np.uint8), ramp // 2, rough])).tolist()[0::2] == [False, True]
    plain = np.linspace(0, 250, SIDE).astype(np.uint8)[None].repeat(SIDE, 0)
    assert not telling(plain[None])[0]
    assert likeness(plain, plain, placed(WHOLE, 0, WHOLE)) == 0.0


def test_parts_lie_inside_and_are_distinct():
    for shape in (0.4, 1.0, 16 / 9, 3.0):
        parts = asked(shape)
        assert parts[0] == WHOLE
        assert len(set(parts)) == len(parts)
        assert all(0 <= a < c <= 1 and 0 <= b < d <= 1 and c - a >= 0.09 and d - b >= 0.09 for a, b, c, d in parts)
    assert set(cropped()) <= set(asked(1.0))


@pytest.mark.parametrize(
    ("edit", "box"), [("black bars", (0, 1 / 7, 1, 6 / 7)), ("caption strip", (0, 1 / 6, 1, 1)), ("mirror", WHOLE)]
)
def test_borders_are_seen(originals, edit, box):
    found = without_borders(grey(EDITS[edit](originals[0], np.random.default_rng(2))))
    assert np.abs(np.array(found) - box).max() < 0.02


@pytest.mark.parametrize("shape", [(1, 1), (5, 5), (1, 300), (300, 1), (2, 2)])
def test_tiny_pictures_are_described(shape):
    found = described(np.random.default_rng(1).integers(0, 256, shape, np.uint8), shape[1] / shape[0])
    assert found.views.shape[1:] == (SIDE, SIDE)
    image.groups([Picture(found), Picture(found)])

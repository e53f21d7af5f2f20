"""Films and sounds by themselves: what is in step is found, what only looks or sounds alike is not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.evaluate.media_pictures import picture
from overt.media import film, sound
from overt.media.film import filmed

SIDE = 128


def scenes(seeds, each=6):
    """Grey frames: every seed's picture for a few frames, drifting."""
    found = []
    for seed in seeds:
        grey = np.asarray(picture(seed, "landscape").convert("L").resize((SIDE + 20, SIDE + 20)))
        found += [grey[k : k + SIDE, 2 * k : 2 * k + SIDE] for k in range(each)]
    return np.array(found)


@pytest.fixture(scope="module")
def whole():
    return scenes(range(1, 8))


def same(*frames):
    return film.groups([filmed(f) for f in frames]).tolist()


def test_a_film_and_its_parts_are_one(whole):
    assert same(whole, whole[8:], whole[:-14], whole[:, :, ::-1]) == [0, 0, 0, 0]


def test_frames_in_another_order_are_another_film(whole):
    order = np.concatenate([np.arange(i, i + 6) for i in range(36, -1, -6)])
    assert same(whole, whole[order]) == [0, 1]


def test_other_speeds_are_followed_as_far_as_promised(whole):
    long = scenes(range(1, 14))
    faster = long[np.rint(np.arange(0, len(long) - 1, 1.05)).astype(int)]
    double = long[::2]
    assert same(long, faster) == [0, 0]
    assert same(long, double) == [0, 1]


def test_a_picture_that_stands_still_is_no_film():
    still = np.repeat(scenes([3])[:1], 40, 0)
    assert same(still, still.copy()) == [0, 1]


def test_black_and_short_films_are_no_objects(whole):
    black = np.zeros((40, SIDE, SIDE), np.uint8)
    assert same(black, black, whole[:1], whole[:1], whole[:0], whole[:0]) == [0, 1, 2, 3, 4, 5]


def test_a_common_opening_does_not_make_films_the_same(whole):
    other = np.concatenate([whole[:12], scenes(range(20, 27))])
    assert same(whole, other) == [0, 1]


def test_films_with_borders_are_the_same(whole):
    framed = np.zeros((len(whole), SIDE, SIDE), np.uint8)
    framed[:, 32:96] = whole[:, ::2]
    assert same(whole, framed) == [0, 0]


def numbers(seed, length=200):
    return np.random.default_rng(seed).integers(0, 2**32, length, np.uint32)


def noisy(found, share, seed=9):
    flips = np.random.default_rng(seed).random((len(found), 32)) < share
    return found ^ np.packbits(flips, axis=1).view(">u4").ravel().astype(np.uint32)


def test_sounds_with_a_few_wrong_bits_are_one():
    base = numbers(1)
    assert sound.groups([base, noisy(base, 0.1), base[40:], noisy(base, 0.45)]).tolist() == [0, 0, 0, 3]


@settings(max_examples=40, deadline=None)
@given(shift=st.integers(0, 90), share=st.floats(0, 0.12), seed=st.integers(0, 1000))
def test_shifted_sounds_are_found(shift, share, seed):
    base = numbers(seed)
    assert sound.groups([base, noisy(base[shift:], share)]).tolist() == [0, 0]


def test_slower_sounds_are_found():
    base = numbers(2, 400)
    slower = base[np.rint(np.arange(0, 399, 0.95)).astype(int)]
    assert sound.groups([slower, base]).tolist() == [0, 0]


def test_unrelated_sounds_stay_apart():
    assert sound.groups([numbers(i) for i in range(60)]).tolist() == list(range(60))


def test_silence_and_steady_tones_are_no_objects():
    silent = np.full(300, 627_964_279, np.uint32)
    steady = np.repeat(numbers(3, 10), 30)
    every = [silent, silent.copy(), steady, steady.copy(), np.zeros(0, np.uint32), numbers(4, 20), numbers(4, 20)]
    assert sound.groups(every).tolist() == list(range(len(every)))


def test_half_a_sound_in_common_is_not_enough():
    one, other = numbers(5, 300), numbers(6, 300)
    mixed = np.concatenate([one[:100], other[100:]])
    assert sound.groups([one, mixed]).tolist() == [0, 1]
    assert sound.groups([other, mixed]).tolist() == [0, 0]

"""PDQ against hashes that Meta's reference implementation gave for the same pictures (pdqhash 0.2.8)."""

import numpy as np
import pytest

from overt.media.pdq import filters, frequencies, from_hex, packed, pdq, shrunk, turned, turned_hashes

REFERENCE = [
    (64, 64, 9, 4, "018920d382a912d302ad25d780ad1557aaad55578aad5555aaadbffa5546fff8", 100),
    (100, 90, 20, 7, "6ef595552aadd5abad4ada5aa4924936b2664cceb18cc71c3c78e1f01fc1f003", 100),
    (257, 256, 31, 12, "739ce39ce71c8f3c1e383c78f8f8e1f0c3f107e11fc1ff81fe01f003000700ff", 100),
    (512, 300, 15, 40, "f8f8f0f8e1f0c3f183f107e11fc13fc1ff81ff03fe01f80380070007001f1fff", 100),
    (130, 64, 5, 50, "d936b3666666cecc9ccc398c739cc73c1e387c78f0f083f10fc1ff81f803000f", 100),
    (37, 500, 33, 3, "52adad555627ad5552ab5555aaa5552baa5a5492ab2654ceab9cfe3881e0fe01", 100),
    (20, 20, 8, 8, "152b55dd012d71d303365e450029aa95fd6b9ed5aaa9d95ab2b6954ed81ce7e0", 100),
]


def picture(height, width, a, b):
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    v = np.sin(x / width * a) + np.cos(y / height * b) + np.sin((x * y) / (width * height) * a * b / 3)
    v += ((x * 7 + y * 13) % 17) / 40
    return np.rint((v - v.min()) / (v.max() - v.min()) * 255).astype(np.uint8)


@pytest.mark.parametrize(("height", "width", "a", "b", "hashed", "quality"), REFERENCE)
def test_hashes_are_those_of_the_reference(height, width, a, b, hashed, quality):
    found, detail = pdq(picture(height, width, a, b))
    apart = np.bitwise_count(found ^ np.frombuffer(bytes.fromhex(hashed), np.uint8)).sum()
    assert apart <= 2  # a frequency that equals the median may fall on either side, as sums are rounded
    assert detail == quality


def test_a_plain_colour_has_no_quality():
    assert pdq(np.full((80, 80), 99, np.uint8))[1] == 0


def test_turned_frequencies_are_those_of_the_turned_picture():
    grey = picture(128, 128, 31, 12).astype(np.float32)
    found = turned(frequencies(shrunk(grey, filters(128), filters(128))))
    mirrored, flipped = grey[:, ::-1], grey[::-1]
    for place, other in enumerate([grey, mirrored, flipped, flipped[:, ::-1]]):
        for transposed, expected in ((0, other), (4, other.T)):
            again = frequencies(shrunk(np.ascontiguousarray(expected), filters(128), filters(128)))
            apart = np.bitwise_count(packed(found[place + transposed]) ^ packed(again)).sum()
            assert apart <= 40, (place, transposed)  # the reference's filter reads one point further to one side
            blocks = shrunk(np.ascontiguousarray(expected), filters(128), filters(128))
            assert blocks.shape == (1, 64, 64)


def test_turned_hashes_are_near_those_of_turned_pictures():
    block = shrunk(picture(64, 64, 9, 23).astype(np.float32), filters(64), filters(64))
    exact = packed(turned(frequencies(block))[:, 0])
    guessed = turned_hashes(packed(frequencies(block)))[:, 0]
    assert (guessed[0] == exact[0]).all()
    assert np.bitwise_count(exact ^ guessed).sum(1).max() <= 31


@pytest.mark.parametrize("text", ["", "zz" * 32, "00" * 32, "ab" * 31, "ab" * 33, "  " + "ab" * 31, "é" * 64])
def test_what_is_no_hash_is_none(text):
    assert from_hex(text) is None


def test_hashes_are_read_from_hex():
    assert from_hex(REFERENCE[0][4]) == bytes.fromhex(REFERENCE[0][4])
    assert from_hex(REFERENCE[0][4].upper()) == bytes.fromhex(REFERENCE[0][4])

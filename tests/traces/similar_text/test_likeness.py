"""The fast comparison says what the plain one says."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.traces.normal_text import normal_text
from overt.traces.similar_text import reference, similarity
from overt.traces.similar_text.candidates import Shelves
from overt.traces.similar_text.letters import LONGEST, Texts
from overt.traces.similar_text.outlines import LANES
from overt.traces.similar_text.reading import readings
from overt.traces.similar_text.verify import similar_pairs

LETTERS = "abcdeх世界เก 7"
WORDS = ("lorem", "ipsum", "dolor", "sit", "amet", "7", "42", "世界", "дом", "กขคง", "x")
texts = st.one_of(
    st.text(LETTERS, max_size=90),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)


@st.composite
def edited(draw):
    """Two texts, the second mostly an edit of the first."""
    text = draw(texts)
    made = list(text)
    for _ in range(draw(st.integers(0, 12))):
        place = draw(st.integers(0, len(made)))
        made[place : place + draw(st.integers(0, 2))] = draw(st.text(LETTERS, max_size=3))
    other = "".join(made) + draw(st.sampled_from(["", " lorem ipsum", " 7"]))
    return (text, other) if draw(st.booleans()) else (other, text)


def grouped_alone(a, b):
    """Whether the comparison of a grouping calls two texts similar; their outlines, which only tell long texts apart,
    have no say."""
    read, nobody = Texts.of(pa.array([a, b], pa.string())), np.zeros((2, LANES), np.uint8)
    held = Shelves(np.array([0, 2]), np.array([0, 1], np.int32), np.array([0, 1, 1]), np.array([0], np.int32))
    return len(similar_pairs(read, nobody, held, readings(read)).pairs) == 1


@given(edited())
@settings(max_examples=400, deadline=None)
def test_similarity_is_the_plain_one(pair):
    assert similarity(*pair) == pytest.approx(reference.similarity(*pair), abs=1e-9)
    assert similarity(*pair) == similarity(*pair[::-1])
    assert 0 <= similarity(*pair) <= 1


@given(edited())
@settings(max_examples=400, deadline=None)
def test_a_grouping_compares_as_the_plain_definition_says(pair):
    if all(pair) and any(word.strip() for word in pair[0].split(" ")) and pair[1].strip():
        assert grouped_alone(*pair) == reference.similar(*pair)
        assert grouped_alone(*pair[::-1]) == reference.similar(*pair)


@given(texts)
@settings(max_examples=100, deadline=None)
def test_a_text_is_like_itself(text):
    assert similarity(text, text) == 1


@pytest.mark.parametrize("size", [63, 64, 65, 127, 128, 129, 640, 1999])
def test_texts_of_any_length(size):
    rng = np.random.default_rng(size)
    text = "".join(rng.choice(list("abcdefgh "), size))
    other = text[: size // 2] + "zz" + text[size // 2 + 1 :]
    assert similarity(text, other) == pytest.approx(reference.similarity(text, other))


def test_long_texts_are_compared_by_their_beginning():
    text = "one two three four five " * 200
    assert similarity(text[:LONGEST] + "a" * 500, text[:LONGEST] + "b" * 500) == 1


@pytest.mark.parametrize(
    ("one", "other", "similar"),
    [
        ("They are closing our old school in the village", "They are closing our old school in the town", True),
        ("They are closing our old school now", "They are closing our old school now #save #schools #today", True),
        ("They are closing our school now", "Th\u0435y are cl\u03bfsing \u03bfur sch\u1d0f\u1d0fl now", True),
        ("They are closing our old school in the village", "They are closing oour old schol in hte village", True),
        ("我们今天在市中心的广场上见面一起去看演出", "我们明天在市中心的广场上见面一起去看演出", True),
        ("วันนี้เราจะไปพบกันที่จัตุรัสกลางเมืองเพื่อชมการแสดง", "พรุ่งนี้เราจะไปพบกันที่จัตุรัสกลางเมืองเพื่อชมการแสดง", True),
        ("今日は駅前の広場で会ってコンサートを見に行きます", "明日は駅前の広場で会ってコンサートを見に行きます", True),
        ("Scores of week 3 in the northern league", "Scores of week 4 in the northern league", False),
        ("Weather in Springfield today sunny", "Weather in Shelbyville today rainy", False),
        ("The council voted on the new bridge", "The museum opened on the new square", False),
        ("Man found dead near the old harbour on Monday", "Dog found safe near the new station on Friday", False),
        ("我们今天在市中心的广场上见面", "他们昨天在图书馆的大厅里读书", False),
    ],
)
def test_what_is_similar(one, other, similar):
    a, b = normal_text(one), normal_text(other)
    assert reference.similar(a, b) is similar, similarity(a, b)
    assert grouped_alone(a, b) is similar

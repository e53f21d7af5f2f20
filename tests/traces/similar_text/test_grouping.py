"""Groups of similar texts: verified, without chains, the same every time, bounded in work, and complete enough."""

import itertools
import json
import os
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.simulate.edited_texts import edited_texts
from overt.simulate.text_edits import EDITS
from overt.simulate.tongues import LANGUAGES, ranks, tongue
from overt.traces.posts import Posts
from overt.traces.similar_text import grouped, groups, reference
from overt.traces.similar_text.anchors import ANCHORS, LEAST_LETTERS, anchored
from overt.traces.similar_text.candidates import LEADERS, SHELF, Shelves, shelves
from overt.traces.similar_text.letters import LONGEST, Texts
from overt.traces.similar_text.reading import readings
from overt.traces.similar_text.stars import frames
from overt.traces.similar_text.verify import similar_pairs


def column(texts):
    return pa.array(sorted(set(texts)), pa.string())


def normal(texts):
    return column(t for t in Posts(pa.record_batch({"text": pa.array(texts, pa.string())})).texts.to_pylist() if t)


def running(rng, number, words, name="en"):
    """Lone texts of a made-up language."""
    spoken = tongue(name, 3)
    sizes = np.full(number, words)
    return spoken.written(ranks(rng, 20_000, number * words), sizes).to_pylist()


def by_group(texts, found):
    held = {}
    for text, leader in zip(texts.to_pylist(), found.tolist(), strict=True):
        held.setdefault(leader, []).append(text)
    return {texts[leader].as_py(): members for leader, members in held.items()}


pieces = st.lists(
    st.sampled_from(["lorem ipsum dolor", "sit amet", "con", "世界平和", "12", "дом", "x y"]), max_size=14
)
frame = st.sampled_from(["", "here is the long news of the day and ", "nothing much to say about that today "])


@given(st.lists(st.tuples(frame, pieces.map(" ".join)).map("".join), max_size=25))
@settings(max_examples=150, deadline=None)
def test_every_member_is_similar_to_its_representative(made):
    texts = column(made)
    found = groups(texts)
    assert found.shape == (len(texts),)
    assert (found[found] == found).all()
    for leader, members in by_group(texts, found).items():
        assert all(member == leader or reference.similar(member, leader) for member in members)


def test_on_many_texts_every_member_is_similar_to_its_representative():
    texts = normal(edited_texts(6_000, 4).texts.to_pylist())
    found = groups(texts)
    members = np.flatnonzero(found != np.arange(len(found)))
    assert len(members) > 500
    for i in np.random.default_rng(1).choice(members, 120, replace=False).tolist():
        assert reference.similar(texts[i].as_py(), texts[int(found[i])].as_py())


@pytest.fixture(scope="module")
def planted():
    """Edited copies, and for each post the group of its text."""
    made = edited_texts(9_000, 5)
    codes = Posts(pa.record_batch({"text": made.texts})).texts.dictionary_encode()
    return made, groups(codes.dictionary)[codes.indices.to_numpy()]


@pytest.mark.parametrize("name", LANGUAGES)
def test_copies_are_found_in_every_language(name, planted):
    made, found = planted
    much = list(EDITS).index("30% of words")
    copies = np.flatnonzero((made.edit >= 0) & (made.language == LANGUAGES.index(name)) & (made.edit != much))
    together = found[copies] == found[made.originals[made.family[copies]]]
    assert len(copies) > 50
    assert together.mean() > 0.9


def pairs_of(similar):
    return {(int(key >> 32), int((key & 0xFFFFFFFF) >> 1)) for key in similar.pairs.tolist()}


def test_few_similar_pairs_are_missed():
    """The comparison of all pairs of a set against that of the candidates, where no shelf is crowded."""
    texts = normal(edited_texts(2_000, 6).texts.to_pylist())
    texts = texts.filter(pc.greater_equal(pc.utf8_length(texts), LEAST_LETTERS))
    read = Texts.of(texts)
    found = anchored(read)
    held = shelves(found)
    known = pairs_of(similar_pairs(read, found.outlines, held, readings(read)))
    large = np.repeat(np.diff(held.starts) > SHELF, np.diff(held.starts))
    crowded = set(held.texts[large].tolist())
    pairs = np.array(list(itertools.combinations(range(len(texts)), 2)))
    firsts = np.concatenate([[0], np.cumsum(np.bincount(pairs[:, 0], minlength=len(texts)))])
    everything = Shelves(
        np.arange(0, 2 * len(pairs) + 1, 2),
        pairs.astype(np.int32).ravel(),
        firsts,
        np.arange(len(pairs), dtype=np.int32),
    )
    wanted = pairs_of(similar_pairs(read, np.zeros_like(found.outlines), everything, readings(read)))
    assert known <= wanted
    open_ = {pair for pair in wanted if not crowded & set(pair)}
    assert len(open_) > 200
    assert len(open_ - known) <= 0.02 * len(open_)


def test_a_chain_is_no_group():
    rng = np.random.default_rng(1)
    chain, words = [], running(rng, 1, 20)[0].split()
    for new in running(rng, 12, 3):
        chain.append(" ".join(words))
        words = words[3:] + new.split()
    texts = column(chain)
    found = groups(texts)
    for leader, members in by_group(texts, found).items():
        assert all(reference.similar(leader, member) for member in members)
    assert len(set(found.tolist())) > 3


def test_a_template_with_other_words_makes_no_group():
    rng = np.random.default_rng(2)
    frame_, gaps = running(rng, 1, 8)[0].split(), running(rng, 400, 6)
    posts = []
    for words in (gap.split() for gap in gaps):
        posts.append(" ".join(itertools.chain.from_iterable(zip(frame_, [*words, "", ""], strict=True))))
    assert len(set(groups(column(posts)).tolist())) == len(set(posts))


def filled(rng, number, fixed, gaps):
    """Fillings of one template: its words stay, each gap has another word every time."""
    frame_ = running(rng, 1, fixed)[0].split()
    fillings = running(rng, number, gaps)
    after = sorted(rng.choice(fixed - 3, gaps, replace=False).tolist())
    made = []
    for filling in fillings:
        words = list(frame_)
        for place, word in reversed(list(zip(after, filling.split(), strict=True))):
            words.insert(place + 1, word)
        made.append(" ".join(words))
    return made


def test_fillings_of_a_template_stay_apart_and_copies_with_edits_do_not():
    """The weather of every town has the same words; what differs stands in the same places. Edits stand anywhere."""
    rng = np.random.default_rng(12)
    template = filled(rng, 60, 20, 3)
    original = running(rng, 1, 23)[0]
    copies = [original]
    for new in running(rng, 60, 3):
        words = original.split()
        for place, word in zip(rng.choice(23, 3, replace=False).tolist(), new.split(), strict=True):
            words[place] = word
        copies.append(" ".join(words))
    texts = column([*template, *copies])
    made = grouped(texts)
    members = by_group(texts, made.representatives)
    assert made.of_templates >= 50
    assert any(notice.endswith("in their own ways and stay apart") for notice in made.notices())
    assert all(len(found) == 1 or not set(found) & set(template) for found in members.values())
    assert max(len(set(found) & set(copies)) for found in members.values()) >= 55


def test_tags_at_the_end_are_no_template():
    rng = np.random.default_rng(13)
    original = running(rng, 1, 20)[0]
    texts = column(f"{original} {tag}" for tag in set(running(rng, 40, 2)))
    assert len(set(groups(texts).tolist())) == 1


def test_the_same_texts_give_the_same_groups_in_another_process():
    code = (
        "import pyarrow as pa; from overt.traces.similar_text import groups; "
        "from overt.simulate.edited_texts import edited_texts; "
        "print(groups(pa.array(sorted(set(edited_texts(1500, 8).texts.to_pylist())))).tolist())"
    )
    environment = {**os.environ, "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    other = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    assert json.loads(other.stdout) == groups(column(edited_texts(1_500, 8).texts.to_pylist())).tolist()


def test_slices_chunks_and_nulls():
    texts = normal(edited_texts(3_000, 9).texts.to_pylist())
    whole = groups(texts)
    padded = pa.concat_arrays([pa.array(["zzz"]), texts]).slice(1)
    assert (groups(padded) == whole).all()
    assert (groups(texts.cast(pa.large_string())) == whole).all()
    assert groups(pa.array([], pa.string())).tolist() == []
    assert groups(pa.array(["", None, "a"], pa.string())).tolist() == [0, 1, 2]


HOSTILE = {
    "one letter": ["a" * i for i in range(1, 600)],
    "one word": ["ha " * i for i in range(1, 400)],
    "odd letters": ["\x00" * 40, "\U0010ffff" * 40, "\u0301" * 60, " " * 80, "\ufffd" * 50, "0 " * 900, "a b " * 900],
    "long": ["lorem ipsum dolor " * 1_100 + str(i) for i in range(60)],
    "numbers": [" ".join(str(n) for n in range(i, i + 30)) for i in range(500)],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts(kind):
    found = grouped(column(HOSTILE[kind]))
    assert (found.representatives[found.representatives] == found.representatives).all()
    assert all(notice[0].isdigit() for notice in found.notices())


@pytest.mark.parametrize("shape", ["one changing word", "shared half"])
def test_the_work_is_bounded_where_all_share_most(shape):
    """Thousands of texts on one shelf are compared with its leaders only, and the notice says so."""
    rng = np.random.default_rng(3)
    frame_, number = running(rng, 1, 14)[0], 6_000
    words = running(rng, number, 14 if shape == "shared half" else 1)
    texts = column(f"{frame_} {word}" for word in words)
    read = Texts.of(texts)
    found = anchored(read)
    held = shelves(found)
    assert np.diff(held.starts).max() > 0.5 * len(texts)
    similar = similar_pairs(read, found.outlines, held, readings(read))
    assert similar.compared.astype(np.int64).sum() / 2 <= len(texts) * ANCHORS * max(SHELF, LEADERS)
    made = grouped(texts)
    assert made.crowded > 0.9 * len(texts)
    assert any("most typical" in notice for notice in made.notices())
    leaders = np.unique(made.representatives)
    assert len(leaders) == 1 if shape == "one changing word" else len(leaders) > 0.99 * len(texts)
    assert frames(similar).any() == (shape == "shared half")


def test_notices_tell_short_and_long_texts():
    texts = column(["short", "a bit longer but not much", *(f"lorem ipsum dolor sit amet {i} " * 80 for i in range(3))])
    made = grouped(texts)
    assert made.short == 2
    assert made.cut == 3
    assert [notice.split()[0] for notice in made.notices()] == ["2", "3"]
    assert len("lorem ipsum dolor sit amet 0 ") * 80 >= LONGEST


def test_a_text_with_hundreds_of_copies_leads_them():
    rng = np.random.default_rng(4)
    original = running(rng, 1, 20)[0]
    copies = []
    for new in running(rng, 700, 3):
        words = original.split()
        for place, word in zip(rng.choice(20, 3, replace=False).tolist(), new.split(), strict=True):
            words[place] = word
        copies.append(" ".join(words))
    texts = column([original, *copies, *running(rng, 2_000, 12)])
    found = groups(texts)
    leader = texts.to_pylist().index(original)
    assert (found == leader).sum() > 0.97 * len(set(copies))

"""A fandom: fans pass on an idol's posts within minutes to hours and copy captions and tag triples.

Open enthusiasm, not coordination: every fan looks at the idol alone, and takes part in some posts only.
"""

import numpy as np
import numpy.typing as npt

from overt.simulate.attention import choose, first_of_each, heavy, reaction
from overt.simulate.feed import Acts, Contents
from overt.simulate.rhythm import Rhythm
from overt.simulate.words import Vocabulary, listed

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_TRIES = 6


def fan_acts(
    rng: np.random.Generator, account: Ints, idol_posts: Ints, idol_times: Ints, topic: int, keen: Flags,
    rhythm: Rhythm, vocabulary: Vocabulary, contents: Contents,
) -> tuple[Acts, Flags]:
    """Acts of fans, one slot each: reposts of the idol (`original` filled, content -1) and copied captions.

    Returns the acts and which slots were used.
    """
    pick = rng.choice(len(idol_posts), size=(len(account), _TRIES), p=_quality(rng, len(idol_posts)))
    who = np.repeat(account[:, None], _TRIES, axis=1)
    notified = keen[:, None] & (rng.random(who.shape) < .25)
    when = idol_times[pick] + reaction(rng, who.shape, 25.0, notified)
    column, used = choose(rng, rhythm.awake(who, when))
    row = np.arange(len(account))
    pick, when = pick[row, column], when[row, column]
    copies = rng.random(len(account)) < .4
    used &= first_of_each((account * len(idol_posts) + pick) * 2 + copies)
    account, pick, when, copies = account[used], pick[used], when[used], copies[used]
    captions = _captions(rng, len(idol_posts), topic, vocabulary, contents)
    content = np.where(copies, captions[pick, (3 * rng.random(len(pick)) ** 2).astype(np.int64)], -1)
    original = np.where(copies, -1, idol_posts[pick])
    return Acts(account, when, content, original), used


def _quality(rng: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
    weight = heavy(rng, count, 1.5, 30.0)
    return weight / weight.sum()


def _captions(rng: np.random.Generator, posts: int, topic: int, vocabulary: Vocabulary, contents: Contents) -> Ints:
    """Three captions per idol post that go round among fans, under the fandom's tag triple."""
    topics = np.full(3 * posts, topic, dtype=np.int64)
    nothing = listed(vocabulary.domains.take(np.zeros(len(topics), dtype=np.int64)), np.zeros(len(topics), dtype=bool))
    ids = contents.add(vocabulary.sentences(rng, topics, 5, 9), vocabulary.standard_triple(topics), nothing,
                       vocabulary.topic_language[topics])
    return ids.reshape(posts, 3)

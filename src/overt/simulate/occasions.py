"""Public occasions (a match, a debate) that many post about at once, and greetings that many say every
day."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.simulate.attention import choose
from overt.simulate.feed import Acts
from overt.simulate.rhythm import DAY, HOUR, MINUTE
from overt.simulate.stage import Stage
from overt.simulate.words import listed

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_TRIES = 6
_GREETINGS = 12


def occasion_acts(stage: Stage, account: Ints) -> tuple[Acts, Flags]:
    """Posts about scheduled occasions, under their tags; half of them within a minute or two of a high
    point."""
    rng, clock, vocabulary = stage.rng, stage.clock, stage.vocabulary
    count = max(1, rng.poisson(stage.spec.occasions_per_week * (clock.end - clock.start) / (7 * DAY)))
    begin = rng.integers(clock.start, clock.end, count)
    high_points = begin[:, None] + rng.integers(0, 2 * HOUR, (count, 5))
    topic = rng.integers(0, vocabulary.topics, count)
    pick = rng.integers(0, count, (len(account), _TRIES))
    who = np.repeat(account[:, None], _TRIES, axis=1)
    at_high = rng.random(pick.shape) < 0.5
    point = high_points[pick, rng.integers(0, 5, pick.shape)]
    when = np.where(
        at_high,
        point + (rng.exponential(1.0, pick.shape) * 1.5 * MINUTE).astype(np.int64),
        begin[pick] + rng.integers(0, 2 * HOUR, pick.shape),
    )
    spoken = vocabulary.topic_language[topic][pick] == stage.people.language[who]
    column, found = choose(rng, stage.rhythm.awake(who, when) * spoken)
    row = np.arange(len(account))
    pick, when = pick[row, column][found], when[row, column][found]
    content = _remarks(stage, topic[pick])
    return Acts.posts(account[found], when, content), found


def _remarks(stage: Stage, topics: Ints) -> Ints:
    """Own words under the first tag of the topic, or under the whole triple."""
    rng, vocabulary = stage.rng, stage.vocabulary
    whole = rng.random(len(topics)) < 0.4
    lengths = np.where(whole, 3, 1)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    triple = vocabulary.standard_triple(topics)
    keep = (np.arange(3)[None, :] < lengths[:, None]).ravel()
    tags = pa.ListArray.from_arrays(pa.array(offsets), triple.values.filter(pa.array(keep)))
    nothing = np.zeros(len(topics), dtype=bool)
    urls = listed(vocabulary.domains.take(pa.array(topics)), nothing)
    return stage.contents.add(vocabulary.sentences(rng, topics, 3, 9), tags, urls, vocabulary.topic_language[topics])


def greetings(stage: Stage) -> Ints:
    """(languages, greetings) contents: phrases that hundreds say."""
    rng, vocabulary = stage.rng, stage.vocabulary
    languages = len(vocabulary.languages)
    topics = np.array([int(np.flatnonzero(vocabulary.topic_language == language)[0]) for language in range(languages)])
    topics = np.repeat(topics, _GREETINGS)
    nothing = np.zeros(len(topics), dtype=bool)
    words = vocabulary.sentences(rng, topics, 2, 6)
    ids = stage.contents.add(
        words,
        vocabulary.tag_lists(rng, topics, nothing.astype(np.int64)),
        listed(vocabulary.domains.take(pa.array(topics)), nothing),
        vocabulary.topic_language[topics],
    )
    return ids.reshape(languages, _GREETINGS)

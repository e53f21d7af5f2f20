"""A fandom: fans pass on an idol's posts within minutes to hours and copy captions and tag triples.

Open enthusiasm, not coordination: every fan looks at the idol alone, and takes part in some posts only.
"""

import numpy as np
import numpy.typing as npt

from overt.simulate.attention import choose, first_of_each, heavy, reaction
from overt.simulate.feed import Acts
from overt.simulate.stage import FAN_REPOSTS, Stage
from overt.simulate.words import listed

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_TRIES = 6


def fan_acts(stage: Stage, account: Ints, idols: Acts, number: int) -> tuple[Acts, Flags]:
    """Acts of one fandom's fans, one slot each: reposts of the idol (`original` is a place in `idols`) and
    captions.

    Returns the acts and which slots were used.
    """
    rng, people = stage.rng, stage.people
    posts = np.flatnonzero(idols.account == stage.spec.accounts + number)
    pick = rng.choice(len(posts), size=(len(account), _TRIES), p=_quality(rng, len(posts)))
    who = np.repeat(account[:, None], _TRIES, axis=1)
    keen = people.notified[account] | (people.loyalty[account] > 3.5)
    notified = keen[:, None] & (rng.random(who.shape) < 0.25)
    when = idols.time[posts][pick] + reaction(rng, who.shape, 25.0, notified)
    column, used = choose(rng, stage.rhythm.awake(who, when))
    row = np.arange(len(account))
    pick, when = pick[row, column], when[row, column]
    copies = rng.random(len(account)) >= (FAN_REPOSTS if stage.spec.repost_share > 0 else 0.0)
    used &= first_of_each((account * len(posts) + pick) * 2 + copies)
    account, pick, when, copies = account[used], pick[used], when[used], copies[used]
    captions = _captions(stage, len(posts), int(stage.fandom_topics[number]))
    caption = captions[pick, (3 * rng.random(len(pick)) ** 2).astype(np.int64)]
    original = np.where(copies, -1, posts[pick])
    return Acts(account, when, np.where(copies, caption, idols.content[posts[pick]]), original), used


def _quality(rng: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
    weight = heavy(rng, count, 1.5, 30.0)
    weight /= weight.sum()
    return weight


def _captions(stage: Stage, posts: int, topic: int) -> Ints:
    """Three captions per idol post that go round among fans, under the fandom's tag triple."""
    vocabulary = stage.vocabulary
    topics = np.full(3 * posts, topic, dtype=np.int64)
    nothing = listed(vocabulary.domains.take(np.zeros(len(topics), dtype=np.int64)), np.zeros(len(topics), dtype=bool))
    ids = stage.contents.add(
        vocabulary.sentences(stage.rng, topics, 5, 9),
        vocabulary.standard_triple(topics),
        nothing,
        vocabulary.topic_language[topics],
    )
    return ids.reshape(posts, 3)

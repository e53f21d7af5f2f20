"""Chain texts: jokes, appeals and petitions that people copy word for word for days, with or without a
link."""

import numpy as np
import numpy.typing as npt

from overt.simulate.attention import Grouped, choose, first_of_each, heavy
from overt.simulate.feed import Acts
from overt.simulate.rhythm import DAY, HOUR
from overt.simulate.stage import Stage
from overt.simulate.words import TOPIC_DOMAINS, listed

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_TRIES = 6


def chain_acts(stage: Stage, account: Ints) -> tuple[Acts, Flags]:
    """One copied text per slot, at a time when the account is awake; and which slots found one.

    A chain grows for some hours and fades over days (a gamma law of age); nobody copies the same one twice.
    """
    rng, clock, vocabulary = stage.rng, stage.clock, stage.vocabulary
    weeks = (clock.end - clock.start) / (7 * DAY)
    language = np.repeat(
        np.arange(len(vocabulary.languages)),
        1 + rng.poisson(stage.spec.chains_per_week * weeks, len(vocabulary.languages)),
    )
    count = len(language)
    topic = Grouped(vocabulary.topic_language, np.ones(vocabulary.topics), len(vocabulary.languages)).pick(
        rng, language
    )
    linked = rng.random(count) < 0.5
    urls = listed(vocabulary.links(rng, topic * TOPIC_DOMAINS + rng.integers(0, TOPIC_DOMAINS, count)), linked)
    tags = vocabulary.tag_lists(rng, topic, rng.choice(4, size=count, p=[0.5, 0.2, 0.1, 0.2]))
    content = stage.contents.add(vocabulary.sentences(rng, topic, 12, 16), tags, urls, language)
    begin = rng.integers(clock.start - DAY, clock.end, count)
    life = rng.lognormal(np.log(20), 0.8, count) * HOUR
    pick = Grouped(language, heavy(rng, count, 1.1, 100.0), len(vocabulary.languages)).pick(
        rng, np.repeat(stage.people.language[account][:, None], _TRIES, axis=1)
    )
    when = begin[pick] + (rng.gamma(2.0, 1.0, pick.shape) * life[pick]).astype(np.int64)
    column, found = choose(rng, stage.rhythm.awake(np.repeat(account[:, None], _TRIES, axis=1), when))
    row = np.arange(len(account))
    pick, when = pick[row, column], when[row, column]
    found &= first_of_each(account * count + pick)
    return Acts.posts(account[found], when[found], content[pick[found]]), found

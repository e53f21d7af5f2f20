"""A newswire: outlets of one house publish the same story within seconds. Open, real coordination."""

import numpy as np
import numpy.typing as npt

from overt.simulate.feed import Acts
from overt.simulate.rhythm import DAY, HOUR, SECOND
from overt.simulate.stage import Stage
from overt.simulate.words import TOPIC_DOMAINS, listed

Ints = npt.NDArray[np.int64]


def wire_acts(stage: Stage, outlets: Ints) -> Acts:
    """Each story appears at nine outlets in ten, uniformly within 20 s."""
    rng, clock, vocabulary = stage.rng, stage.clock, stage.vocabulary
    topic = int(rng.integers(vocabulary.topics))
    days = (clock.end - clock.start) / DAY
    count = max(3, rng.poisson(stage.spec.wire_stories_per_day * days))
    hour = rng.choice(clock.hours, size=count, p=clock.volume / clock.volume.sum())
    time = clock.first_hour + hour * HOUR + rng.integers(0, HOUR - 20 * SECOND, count)
    topics = np.full(count, topic, dtype=np.int64)
    urls = vocabulary.links(rng, topics * TOPIC_DOMAINS + rng.integers(0, TOPIC_DOMAINS, count))
    content = stage.contents.add(
        vocabulary.sentences(rng, topics, 7, 13),
        vocabulary.tag_lists(rng, topics, topics * 0),
        listed(urls, np.ones(count, dtype=bool)),
        vocabulary.topic_language[topics],
    )
    story, outlet = np.nonzero(rng.random((count, len(outlets))) < 0.9)
    when = time[story] + rng.integers(0, 20 * SECOND, len(story))
    inside = (when >= clock.start) & (when < clock.end)
    return Acts.posts(outlets[outlet][inside], when[inside], content[story][inside])

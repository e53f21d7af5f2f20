"""News: links whose attention rises at once and decays; share buttons copy the headline word for word.

Breaking stories live 20 minutes to 3 hours, ordinary ones half a day or so. Every account decides for itself.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.simulate.attention import Grouped, choose, first_of_each, heavy
from overt.simulate.feed import Acts
from overt.simulate.rhythm import DAY, HOUR, MINUTE
from overt.simulate.stage import Stage
from overt.simulate.words import TOPIC_DOMAINS, listed

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_TRIES = 8


@dataclass(frozen=True)
class Stories:
    """One entry per article. `auto` is the content that a share button writes."""

    time: Ints
    life: Floats  # mean age at which it is shared, microseconds
    topic: Ints
    domain: Ints
    popularity: Floats
    auto: Ints
    urls: Any


def drawn_stories(stage: Stage) -> Stories:
    """The news of the period. Several outlets write about one event, each with a headline of its own."""
    rng, clock, vocabulary = stage.rng, stage.clock, stage.vocabulary
    days = (clock.end - clock.start) / DAY
    events = max(1, rng.poisson(stage.spec.breaking_per_day * days))
    articles = rng.integers(1, 5, events)
    event = np.repeat(np.arange(events), articles)
    plain = max(1, rng.poisson(stage.spec.stories_per_day * days))
    hours = rng.choice(clock.hours, size=events + plain, p=clock.volume / clock.volume.sum())
    begin = np.clip(clock.first_hour + hours * HOUR + rng.integers(0, HOUR, events + plain), clock.start, clock.end - 1)
    topic = (vocabulary.topics * rng.random(events + plain) ** 1.5).astype(np.int64)
    event_life = np.exp(rng.uniform(np.log(20), np.log(180), events)) * MINUTE
    event_heat = heavy(rng, events, 1.1, 400.0) * 3
    place = np.concatenate([event, events + np.arange(plain)])
    late = np.concatenate([rng.exponential(4.0, len(event)) * MINUTE, np.zeros(plain)])
    life = np.concatenate([event_life[event], rng.lognormal(np.log(7), 0.8, plain) * HOUR])
    heat = np.concatenate([event_heat[event] * heavy(rng, len(event), 1.5, 20.0), heavy(rng, plain, 1.2, 200.0)])
    topics = topic[place]
    domain = topics * TOPIC_DOMAINS + (TOPIC_DOMAINS * rng.random(len(place)) ** 2).astype(np.int64)
    urls = vocabulary.links(rng, domain)
    headline = vocabulary.sentences(rng, topics, 6, 12)
    tags = vocabulary.tag_lists(rng, topics, (rng.random(len(place)) < 0.3).astype(np.int64))
    auto = stage.contents.add(
        headline, tags, listed(urls, np.ones(len(place), dtype=bool)), vocabulary.topic_language[topics]
    )
    return Stories((begin[place] + late).astype(np.int64), life, topics, domain, heat, auto, urls)


def share_news(stage: Stage, account: Ints, stories: Stories) -> tuple[Acts, npt.NDArray[np.bool_]]:
    """One article per slot, at a time when the account is awake; and which slots found one."""
    rng, people, vocabulary = stage.rng, stage.people, stage.vocabulary
    if len(account) == 0:
        return Acts.posts(account, account, account), np.zeros(0, dtype=bool)
    by_topic = Grouped(stories.topic, stories.popularity, vocabulary.topics)
    topics = stage.topics(np.repeat(account, _TRIES))
    story = by_topic.pick(rng, topics).reshape(-1, _TRIES)
    who = np.repeat(account[:, None], _TRIES, axis=1)
    when = stories.time[story] + (rng.exponential(1.0, story.shape) * stories.life[story]).astype(np.int64)
    alert = people.notified[who] & (stories.domain[story] == people.domain[who]) & (rng.random(story.shape) < 0.5)
    when = np.where(alert, stories.time[story] + (rng.exponential(3.0, story.shape) * MINUTE).astype(np.int64), when)
    weight = stage.rhythm.awake(who, when) * (story >= 0)
    weight *= np.where(stories.domain[story] == people.domain[who], 6.0, 1.0)
    column, found = choose(rng, weight)
    row = np.arange(len(account))
    story, when = story[row, column], when[row, column]
    found &= first_of_each(account * len(stories.time) + story)
    account, story, when = account[found], story[found], when[found]
    content = stories.auto[story].copy()
    own = rng.random(len(account)) < 0.35
    content[own] = _commented(stage, story[own], stories)
    return Acts.posts(account, when, content), found


def _commented(stage: Stage, story: Ints, stories: Stories) -> Ints:
    """The same link under words of one's own; some links carry the tracker of the button that made them."""
    rng, vocabulary = stage.rng, stage.vocabulary
    topics = stories.topic[story]
    tracker = np.array(["", "?utm_source=share", "?utm_medium=social", "#top"])
    ending = tracker[np.where(rng.random(len(story)) < 0.25, rng.integers(1, 4, len(story)), 0)]
    urls = pc.binary_join_element_wise(stories.urls.take(pa.array(story)), pa.array(ending, pa.string()), "")
    tags = vocabulary.tag_lists(rng, topics, rng.integers(0, 3, len(story)))
    return stage.contents.add(
        vocabulary.sentences(rng, topics, 4, 10),
        tags,
        listed(urls, np.ones(len(story), dtype=bool)),
        vocabulary.topic_language[topics],
    )

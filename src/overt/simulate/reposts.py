"""Reposts: accounts pass on what their favourite sources say, hours or minutes later, or what is viral.

Half of the sources stand outside the collection, as in real exports. An account reacts to the public post alone.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from overt.simulate.attention import Grouped, choose, first_of_each, heavy, reaction
from overt.simulate.feed import Acts, Contents
from overt.simulate.people import People, wandering_topics
from overt.simulate.rhythm import DAY, Clock, Rhythm
from overt.simulate.words import Vocabulary, listed

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FAVOURITES = 24
_TRIES = 4
_ROUNDS = 5
_OLDEST = 7 * DAY


@dataclass(frozen=True)
class PublicPosts:
    """What can be reposted. Authors from `people` up stand outside the collection; content -1 is not yet worded."""

    author: Ints
    time: Ints
    topic: Ints
    content: Ints
    quality: Floats


def outside_posts(rng: np.random.Generator, clock: Clock, topics: int, per_topic: int, first_author: int
                  ) -> tuple[PublicPosts, Ints, Floats]:
    """Posts of public figures outside the collection; the topic and popularity of those figures."""
    count = topics * per_topic
    topic = np.repeat(np.arange(topics), per_topic)
    days = (clock.end - clock.start) / DAY
    posts = np.clip(rng.lognormal(np.log(4), 1.0, count), .2, 60) * days
    number = np.maximum(1, rng.poisson(posts))
    author = np.repeat(np.arange(count), number)
    hour = rng.choice(clock.hours, size=len(author), p=clock.volume / clock.volume.sum())
    time = clock.first_hour + hour * 3_600_000_000 + rng.integers(0, 3_600_000_000, len(author))
    time = np.clip(time, clock.start, clock.end - 1)
    public = PublicPosts(author + first_author, time, topic[author], np.full(len(author), -1, dtype=np.int64),
                         heavy(rng, len(author), 1.3, 2000.0))
    return public, topic, heavy(rng, count, 1.1, 300.0) * 4


class Timeline:
    """Picks public posts: by favourite author and age, by favourite author and quality, or by virality."""

    def __init__(self, rng: np.random.Generator, public: PublicPosts, people: People, author_topic: Ints,
                 author_weight: Floats, topic_language: Ints, homophily: float) -> None:
        self.public = public
        self.people = people
        authors = len(author_topic)
        self.by_author = Grouped(public.author, public.quality, authors)
        language = topic_language[public.topic]
        self.viral = Grouped(language, public.quality ** 1.25, int(topic_language.max()) + 1)
        everyone = np.repeat(np.arange(len(people)), FAVOURITES)
        topics = wandering_topics(rng, people, everyone, homophily, topic_language)
        picked = Grouped(author_topic, author_weight, int(author_topic.max()) + 1).pick(rng, topics)
        self.favourites = picked.reshape(-1, FAVOURITES)
        self._order = np.lexsort((public.time, public.author))
        self._span = int(public.time.max()) - int(public.time.min()) + 2 * _OLDEST
        self._base = int(public.time.min())
        self._key = public.author[self._order] * self._span + public.time[self._order] - self._base

    def author(self, rng: np.random.Generator, account: Ints) -> Ints:
        """A favourite of each account, its first ones more often."""
        rank = (FAVOURITES * rng.random(account.shape) ** self.people.loyalty[account]).astype(np.int64)
        return self.favourites[account, rank]

    def latest(self, author: Ints, before: Ints) -> Ints:
        """The author's last post before a time, -1 if there is none in a week."""
        goal = author * self._span + np.maximum(before - self._base, -1)
        place = np.searchsorted(self._key, goal, side="right") - 1
        post = self._order[np.maximum(place, 0)]
        fits = (place >= 0) & (self.public.author[post] == author) & (before - self.public.time[post] < _OLDEST)
        return np.where(fits & (author >= 0), post, -1)


def repost(rng: np.random.Generator, account: Ints, slot_time: Ints, timeline: Timeline, rhythm: Rhythm,
           viral_share: float) -> tuple[Ints, Ints]:
    """The public post and the time for each slot; -1 where the account found nothing new to pass on."""
    post = np.full(len(account), -1, dtype=np.int64)
    time = slot_time.copy()
    size = len(timeline.public.author)
    for turn in range(_ROUNDS):
        open_slots = np.flatnonzero(post < 0)
        if len(open_slots) == 0:
            break
        who = account[open_slots]
        scroll = rng.random(len(who)) < (.6 if turn == 0 else .2)
        found, when = _reacting(rng, who, timeline, rhythm, viral_share)
        looked, at = _scrolling(rng, who[scroll], slot_time[open_slots[scroll]], timeline)
        found[scroll], when[scroll] = looked, at
        found = np.where((found >= 0) & (timeline.public.author[found] != who), found, -1)
        post[open_slots], time[open_slots] = found, np.where(found >= 0, when, slot_time[open_slots])
        taken = np.flatnonzero(post >= 0)
        again = taken[~first_of_each(account[taken] * size + post[taken])]
        post[again], time[again] = -1, slot_time[again]
    return post, time


def _scrolling(rng: np.random.Generator, who: Ints, at: Ints, timeline: Timeline) -> tuple[Ints, Ints]:
    """The account sits down, looks at what a favourite has said lately and passes it on."""
    age = reaction(rng, who.shape, 35.0, np.zeros(who.shape, dtype=bool))
    return timeline.latest(timeline.author(rng, who), at - age), at


def _reacting(rng: np.random.Generator, who: Ints, timeline: Timeline, rhythm: Rhythm, viral_share: float
              ) -> tuple[Ints, Ints]:
    """Something was said, the account hears of it and passes it on if it is awake."""
    people = timeline.people
    several = np.repeat(who[:, None], _TRIES, axis=1)
    viral = rng.random(several.shape) < viral_share
    post = np.where(viral, timeline.viral.pick(rng, people.language[several]),
                    timeline.by_author.pick(rng, np.maximum(timeline.author(rng, several), 0)))
    notified = people.notified[several] & ~viral & (rng.random(several.shape) < .3)
    when = timeline.public.time[post] + reaction(rng, several.shape, 30.0, notified)
    column, found = choose(rng, rhythm.awake(several, when) * (post >= 0))
    row = np.arange(len(who))
    return np.where(found, post[row, column], -1), when[row, column]


def word_outside(rng: np.random.Generator, public: PublicPosts, used: Ints, vocabulary: Vocabulary,
                 contents: Contents) -> Ints:
    """Contents of the public posts, those `used` but not yet worded given words, tags and links now."""
    content = public.content.copy()
    needed = np.unique(used[content[used] < 0])
    topics = public.topic[needed]
    content[needed] = plain_contents(rng, topics, vocabulary, contents)
    return content


def plain_contents(rng: np.random.Generator, topics: Ints, vocabulary: Vocabulary, contents: Contents) -> Ints:
    """Ordinary posts: own words, no tag or a few of the topic's, one in four with a link of its own."""
    count = len(topics)
    lengths = rng.choice(6, size=count, p=[.52, .22, .12, .08, .04, .02])
    linked = rng.random(count) < .25
    urls = listed(vocabulary.links(rng, topics * 10 + rng.integers(0, 10, count)), linked)
    return contents.add(vocabulary.sentences(rng, topics), vocabulary.tag_lists(rng, topics, lengths), urls,
                        vocabulary.topic_language[topics])

"""Reposts: accounts pass on what their favourite sources say, hours or minutes later, or what is viral.

Half of the sources stand outside the collection, as in real exports. An account reacts to the public post
alone.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from overt.simulate.attention import REACTION_SPREAD, Grouped, choose, first_of_each, heavy, reaction
from overt.simulate.rhythm import DAY, HOUR, MINUTE
from overt.simulate.stage import Stage
from overt.simulate.words import TOPIC_DOMAINS, listed

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FAVOURITES = 24
_TRIES = 5
_CHUNK = 100_000
_SCROLL_MEDIAN = 35.0  # minutes
_REACT_MEDIAN = 30.0
_STRANGERS = (
    0.05,
    0.1,
    0.3,
    0.6,
    1.0,
    1.0,
    1.0,
)  # by round: who finds nothing new at its favourites looks elsewhere
_VIRAL_PER_DAY = 2.0
_VIRAL_ROUNDS = 3
_OLDEST = 7 * DAY


@dataclass(frozen=True)
class PublicPosts:
    """What can be reposted. Authors from `people` up stand outside the collection; content -1 is not yet
    worded."""

    author: Ints
    time: Ints
    topic: Ints
    content: Ints
    quality: Floats


@dataclass(frozen=True)
class Authors:
    """Topic and popularity of everybody whose posts can be passed on."""

    topic: Ints
    weight: Floats


def outside_posts(stage: Stage, per_topic: int) -> tuple[PublicPosts, Ints, Floats]:
    """Posts of public figures outside the collection; the topic and popularity of those figures."""
    rng, clock, topics = stage.rng, stage.clock, stage.vocabulary.topics
    count = topics * per_topic
    topic = np.repeat(np.arange(topics), per_topic)
    days = (clock.end - clock.start) / DAY
    posts = np.clip(rng.lognormal(np.log(4), 1.0, count), 0.2, 60) * days
    number = np.maximum(1, rng.poisson(posts))
    author = np.repeat(np.arange(count), number)
    hour = rng.choice(clock.hours, size=len(author), p=clock.volume / clock.volume.sum())
    time = clock.first_hour + hour * HOUR + rng.integers(0, HOUR, len(author))
    time = np.clip(time, clock.start, clock.end - 1)
    public = PublicPosts(
        author + stage.insiders,
        time,
        topic[author],
        np.full(len(author), -1, dtype=np.int64),
        heavy(rng, len(author), 1.3, 2000.0),
    )
    return public, topic, heavy(rng, count, 1.1, 300.0) * 4


class Timeline:
    """Picks public posts: by favourite author and age, by favourite author and quality, or by virality."""

    def __init__(self, stage: Stage, public: PublicPosts, authors: Authors) -> None:
        rng, topic_language = stage.rng, stage.vocabulary.topic_language
        self.stage = stage
        self.public = public
        self.people = stage.people
        self.by_author = Grouped(public.author, public.quality, len(authors.topic))
        language = topic_language[public.topic]
        languages = int(topic_language.max()) + 1
        self.viral = Grouped(language, _viral_weight(rng, public, language), languages)
        self.any_author = Grouped(authors.topic, authors.weight, stage.vocabulary.topics)
        everyone = np.repeat(np.arange(len(self.people)), FAVOURITES)
        self.favourites = self.any_author.pick(rng, stage.topics(everyone)).reshape(-1, FAVOURITES)
        self.topics = Grouped(topic_language, np.ones(len(topic_language)), languages)
        said = np.flatnonzero(public.quality > 0)  # a repost is not itself passed on
        self._order = said[np.lexsort((public.time[said], public.author[said]))]
        self._span = int(public.time.max()) - int(public.time.min()) + 2 * _OLDEST
        self._base = int(public.time.min())
        self._key = public.author[self._order] * self._span + public.time[self._order] - self._base

    def author(self, account: Ints, strangers: float) -> Ints:
        """A favourite of each account, its first ones more often; with chance `strangers` any author of its
        language."""
        rng = self.stage.rng
        rank = (FAVOURITES * rng.random(account.shape) ** self.people.loyalty[account]).astype(np.int64)
        known = self.favourites[account, rank]
        met = rng.random(account.shape) < strangers
        known[met] = self.any_author.pick(rng, self.topics.pick(rng, self.people.language[account[met]]))
        return known

    def closed(self, account: Ints, post: Ints) -> Flags:
        """Whether a post is the account's own, or its idol's: fans pass those on elsewhere."""
        author = self.public.author[post]
        idol = len(self.people) + self.stage.fandom_of[account]
        closed: Flags = (author == account) | ((author == idol) & (self.stage.fandom_of[account] >= 0))
        return closed

    def latest(self, author: Ints, before: Ints) -> Ints:
        """The author's last post before a time, -1 if there is none in a week."""
        goal = author * self._span + np.maximum(before - self._base, -1)
        place = np.searchsorted(self._key, goal, side="right") - 1
        post = self._order[np.maximum(place, 0)]
        fits = (place >= 0) & (self.public.author[post] == author) & (before - self.public.time[post] < _OLDEST)
        return np.where(fits & (author >= 0), post, -1)


def _viral_weight(rng: np.random.Generator, public: PublicPosts, language: Ints) -> Floats:
    """A couple of posts a day go far beyond their author's followers, their reach by Zipf's law; per
    language."""
    days = max(1.0, (int(public.time.max()) - int(public.time.min())) / DAY)
    weight = np.zeros(len(language))
    for spoken in np.unique(language):
        posts = np.flatnonzero((language == spoken) & (public.quality > 0))
        if len(posts) == 0:
            continue
        some = rng.choice(posts, size=min(len(posts), 5 + int(_VIRAL_PER_DAY * days)), replace=False)
        weight[some] = (1.0 + np.arange(len(some))) ** -1.2
    return weight


def repost(timeline: Timeline, account: Ints, slot_time: Ints) -> tuple[Ints, Ints]:
    """The public post and the time for each slot; -1 where the account found nothing new to pass on."""
    rng, viral_share = timeline.stage.rng, timeline.stage.spec.viral_share
    post = np.full(len(account), -1, dtype=np.int64)
    time = slot_time.copy()
    size = len(timeline.public.author)
    for turn, strangers in enumerate(_STRANGERS):
        still_open = np.flatnonzero(post < 0)
        for at in range(0, len(still_open), _CHUNK):
            some = still_open[at : at + _CHUNK]
            who = account[some]
            viral = (rng.random(len(who)) < viral_share) & (turn < _VIRAL_ROUNDS)
            scroll = ~viral & (rng.random(len(who)) < 0.6)
            found, when = _reacting(timeline, who, viral, strangers)
            found[scroll], when[scroll] = _scrolling(timeline, who[scroll], slot_time[some[scroll]], strangers)
            found = np.where((found >= 0) & ~timeline.closed(who, found), found, -1)
            post[some], time[some] = found, np.where(found >= 0, when, slot_time[some])
        taken = np.flatnonzero(post >= 0)
        again = taken[~first_of_each(account[taken] * size + post[taken])]
        post[again], time[again] = -1, slot_time[again]
    return post, time


def _scrolling(timeline: Timeline, who: Ints, at: Ints, strangers: float) -> tuple[Ints, Ints]:
    """The account sits down, looks at what some favourites said last and passes one of it on, rather fresh
    than old."""
    several = np.repeat(who[:, None], _TRIES, axis=1)
    post = timeline.latest(timeline.author(several, strangers), np.repeat(at[:, None], _TRIES, axis=1))
    age = (at[:, None] - timeline.public.time[post]) / MINUTE
    weight = np.exp(-0.5 * ((np.log(np.maximum(age, 0.01)) - np.log(_SCROLL_MEDIAN)) / REACTION_SPREAD) ** 2)
    column, found = choose(timeline.stage.rng, weight * (post >= 0) * (age >= 0.1))
    return np.where(found, post[np.arange(len(who)), column], -1), at.copy()


def _reacting(timeline: Timeline, who: Ints, viral: Flags, strangers: float) -> tuple[Ints, Ints]:
    """Something was said, the account hears of it and passes it on if it is awake."""
    rng, people = timeline.stage.rng, timeline.people
    several = np.repeat(who[:, None], _TRIES, axis=1)
    post = np.where(
        viral[:, None],
        timeline.viral.pick(rng, people.language[several]),
        timeline.by_author.pick(rng, np.maximum(timeline.author(several, strangers), 0)),
    )
    notified = people.notified[several] & ~viral[:, None] & (rng.random(several.shape) < people.quickness[several])
    when = timeline.public.time[post] + reaction(rng, several.shape, _REACT_MEDIAN, notified)
    column, found = choose(rng, timeline.stage.rhythm.awake(several, when) * (post >= 0))
    row = np.arange(len(who))
    return np.where(found, post[row, column], -1), when[row, column]


def word_outside(stage: Stage, public: PublicPosts, used: Ints) -> Ints:
    """Contents of the public posts, those `used` but not yet worded given words, tags and links now."""
    content = public.content.copy()
    needed = np.unique(used[content[used] < 0])
    content[needed] = plain_contents(stage, public.topic[needed])
    return content


def plain_contents(stage: Stage, topics: Ints) -> Ints:
    """Ordinary posts: own words, no tag or a few of the topic's, one in four with a link of its own."""
    rng, vocabulary, count = stage.rng, stage.vocabulary, len(topics)
    lengths = rng.choice(6, size=count, p=[0.52, 0.22, 0.12, 0.08, 0.04, 0.02])
    linked = rng.random(count) < 0.25
    urls = listed(vocabulary.links(rng, topics * TOPIC_DOMAINS + rng.integers(0, TOPIC_DOMAINS, count)), linked)
    return stage.contents.add(
        vocabulary.sentences(rng, topics),
        vocabulary.tag_lists(rng, topics, lengths),
        urls,
        vocabulary.topic_language[topics],
    )

"""The stage on which a crowd acts: people, vocabulary, clock, and what each account's acts will be."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from overt.simulate.activity import copied_activity, drawn_activity
from overt.simulate.feed import Contents
from overt.simulate.people import People, drawn_people, topic_languages, wandering_topics
from overt.simulate.rhythm import Clock, Rhythm, active_spans, weekly_profiles
from overt.simulate.spec import CrowdSpec
from overt.simulate.words import Vocabulary

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PLAIN, NEWS, GREETING, OCCASION, CHAIN, FAN, REPOST = range(7)
FAN_REPOSTS = 0.6


@dataclass
class Stage:
    """What all processes share while one crowd is made."""

    spec: CrowdSpec
    rng: np.random.Generator
    clock: Clock
    vocabulary: Vocabulary
    contents: Contents
    people: People
    counts: Ints
    rhythm: Rhythm
    fandom_topics: Ints
    fandom_of: Ints  # per account, -1 for none

    def topics(self, account: Ints) -> Ints:
        """What each act is about: mostly the account's own topic."""
        return wandering_topics(self.rng, self.people, account, self.spec.homophily, self.vocabulary.topic_language)

    @property
    def outlets(self) -> int:
        """Accounts of newswires."""
        return self.spec.newswires * self.spec.outlets

    @property
    def insiders(self) -> int:
        """Accounts inside the collection: the crowd, then idols, then outlets."""
        return self.spec.accounts + self.spec.fandoms + self.outlets


@dataclass
class Slots:
    """One entry per act that an account of the crowd will make. Kinds change when a slot finds nothing to
    do."""

    account: Ints
    time: Ints
    kind: Ints

    def give_back(self, places: Ints, used: Flags, kind: int = PLAIN) -> None:
        """Slots that were not used become another kind."""
        self.kind[places[~used]] = kind


def set_up(spec: CrowdSpec) -> Stage:
    """Everything that is drawn before anybody acts."""
    rng = np.random.default_rng(spec.seed)
    names = list(spec.languages)
    shares = np.array([spec.languages[name] for name in names], dtype=np.float64)
    spoken = topic_languages(shares, spec.topics)
    vocabulary = Vocabulary(rng, names, spoken)
    people = drawn_people(rng, spec, spoken)
    if spec.activity is None:
        counts = drawn_activity(rng, spec.accounts, spec.posts_median, spec.posts_sigma, spec.posts_most)
    else:
        counts = copied_activity(rng, spec.accounts, np.asarray(spec.activity, dtype=np.int64))
    weekly = weekly_profiles(rng, people.offset)
    clock = _clock(rng, spec, weekly, counts)
    first, last = active_spans(rng, clock, spec.accounts)
    rhythm = Rhythm(clock, weekly, first, last, counts.astype(np.float64))
    topics, fandom_of = _fandoms(rng, spec, people, vocabulary)
    return Stage(spec, rng, clock, vocabulary, Contents(), people, counts, rhythm, topics, fandom_of)


def _clock(rng: np.random.Generator, spec: CrowdSpec, weekly: npt.NDArray[np.float32], counts: Ints) -> Clock:
    """The period with a given hourly volume, or the crowd's own rhythm under slow random swells."""
    start, end = spec.period()
    blank = Clock(start, end, np.ones(1))
    if spec.hourly_volume is not None:
        volume = np.zeros(blank.hours)
        given = np.asarray(spec.hourly_volume, dtype=np.float64)[: blank.hours]
        volume[: len(given)] = given
        return Clock(start, end, np.maximum(volume, 1e-3 * max(volume.mean(), 1e-9)))
    usual = (weekly * (counts / counts.sum())[:, None]).sum(axis=0)[blank.hour_of_week()]
    swell = np.zeros(blank.hours)
    push = rng.normal(0, 0.12, blank.hours)
    for hour in range(1, blank.hours):
        swell[hour] = 0.85 * swell[hour - 1] + push[hour]
    return Clock(start, end, usual * np.exp(swell))


def _fandoms(rng: np.random.Generator, spec: CrowdSpec, people: People, vocabulary: Vocabulary) -> tuple[Ints, Ints]:
    """The topic of each fandom, and which fandom each account belongs to."""
    topics = rng.integers(0, vocabulary.topics, spec.fandoms)
    fandom_of = np.full(spec.accounts, -1, dtype=np.int64)
    for number, topic in enumerate(topics):
        spoken = people.language == vocabulary.topic_language[topic]
        free = np.flatnonzero((fandom_of < 0) & spoken)
        fans = min(spec.fans, len(free), max(1, spec.accounts // 5))
        fandom_of[rng.choice(free, size=fans, replace=False)] = number
    return topics, fandom_of


def drawn_slots(stage: Stage) -> Slots:
    """Time and kind of every act to come. Accounts make exactly the number of posts drawn for them."""
    rng, spec, people, counts = stage.rng, stage.spec, stage.people, stage.counts
    account = np.repeat(np.arange(spec.accounts), counts)
    time = stage.rhythm.slots(rng, counts, people.sessions)
    devotion = np.where(stage.fandom_of >= 0, rng.beta(1.5, 2.0, spec.accounts), 0.0)
    passing = _tilted(people.repost_share, devotion, counts, spec.repost_share)
    own = (1 - devotion) * (1 - passing)
    news = np.where(people.junkie, 0.6, spec.news_share)
    greeting = np.where(people.greeter, np.minimum(5 * spec.greeting_share, 0.5), 0.0) * (1 - news)
    rest = 1 - news - greeting
    parts = [
        own * news,
        own * greeting,
        own * rest * spec.occasion_share,
        own * rest * spec.chain_share,
        devotion,
        (1 - devotion) * passing,
    ]
    drawn = rng.random(len(account))
    step = np.zeros(len(account), dtype=np.int8)
    for edge in np.cumsum(parts, axis=0):
        step += drawn >= edge[account]
    kind = np.array([NEWS, GREETING, OCCASION, CHAIN, FAN, REPOST, PLAIN])[step]
    return Slots(account, time, kind)


def _tilted(share: Floats, devotion: Floats, counts: Ints, goal: float) -> Floats:
    """Repost shares moved on the logit scale until all acts together, those of fans included, meet the
    goal."""
    if goal in (0.0, 1.0):
        return np.full(len(share), goal)
    odds = np.log(np.clip(share, 1e-4, 1 - 1e-4) / (1 - np.clip(share, 1e-4, 1 - 1e-4)))
    low, high = -8.0, 8.0
    for _ in range(40):
        middle = (low + high) / 2
        moved = 1 / (1 + np.exp(-(odds + middle)))
        total = (counts * ((1 - devotion) * moved + devotion * FAN_REPOSTS)).sum() / counts.sum()
        low, high = (middle, high) if total < goal else (low, middle)
    return 1 / (1 + np.exp(-(odds + low)))

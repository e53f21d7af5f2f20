"""Who the accounts are: language, topic, time zone, habits. Drawn independently for each account."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from overt.simulate.attention import Grouped
from overt.simulate.spec import CrowdSpec
from overt.simulate.words import TOPIC_DOMAINS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_ZONES = {
    "en": (-8, -6, -5, -5, 0, 0, 10),
    "es": (-6, -5, -3, 1, 1),
    "pt": (-3, -3, 0),
    "ru": (2, 3, 3, 5, 7),
    "ar": (1, 2, 3, 3),
    "fr": (1, 1, 1, 0),
    "de": (1, 1, 1),
    "el": (2,),
    "ja": (9,),
}


@dataclass(frozen=True)
class People:
    """One entry per account in every array."""

    language: Ints
    topic: Ints
    offset: Floats  # hours east of Greenwich
    domain: Ints  # favourite outlet: a domain of the own topic
    repost_share: Floats
    loyalty: Floats  # 1.2 spreads reposts over all favourites, 4 keeps half of them for one
    sessions: Flags  # acts in sittings
    scheduler: Flags  # posts on the quarter of an hour
    notified: Flags  # has notifications on for favourites
    quickness: Floats  # share of reactions to favourites within two minutes, where notifications are on
    junkie: Flags  # shares news all day
    greeter: Flags

    def __len__(self) -> int:
        return len(self.language)


def topic_languages(shares: Floats, topics: int) -> Ints:
    """The language of each topic: every language has one at least, the rest go by shares."""
    own = np.arange(len(shares))
    edges = np.cumsum(shares) / shares.sum()
    spare = max(topics - len(shares), 0)
    rest = np.searchsorted(edges, (np.arange(spare) + 0.5) / max(spare, 1))
    return np.concatenate([own, np.minimum(rest, len(shares) - 1)]).astype(np.int64)


def drawn_people(rng: np.random.Generator, spec: CrowdSpec, topic_language: Ints) -> People:
    """Independent accounts; no two of them know of each other."""
    accounts, repost_share, languages = spec.accounts, spec.repost_share, list(spec.languages)
    shares = np.array(list(spec.languages.values()), dtype=np.float64)
    language = rng.choice(len(languages), size=accounts, p=shares / shares.sum())
    weight = 1 / (1 + rng.permutation(len(topic_language)).astype(np.float64)) ** 0.5
    topic = Grouped(topic_language, weight, len(languages)).pick(rng, language)
    zones = [np.array(_ZONES.get(name.lower()[:2], (0, 1, 2))) for name in languages]
    offset = np.zeros(accounts)
    for number, zone in enumerate(zones):
        mine = language == number
        offset[mine] = rng.choice(zone, size=int(mine.sum()))
    offset += np.where(rng.random(accounts) < 0.05, rng.integers(-8, 9, accounts), 0)
    share = np.full(accounts, float(repost_share))
    if 0 < repost_share < 1:
        share = rng.beta(max(3 * repost_share, 0.05), max(3 * (1 - repost_share), 0.05), accounts)
    return People(
        language=language,
        topic=topic,
        offset=offset,
        domain=topic * TOPIC_DOMAINS + (TOPIC_DOMAINS * rng.random(accounts) ** 2).astype(np.int64),
        repost_share=share,
        loyalty=rng.uniform(1.2, 4.0, accounts),
        sessions=rng.random(accounts) < 0.3,
        scheduler=rng.random(accounts) < 0.08,
        notified=rng.random(accounts) < spec.notified_share,
        quickness=np.clip(spec.quick_share + rng.uniform(-0.35, 0.35, accounts), 0, 1),
        junkie=rng.random(accounts) < 0.06,
        greeter=rng.random(accounts) < 0.2,
    )


def wandering_topics(
    rng: np.random.Generator, people: People, account: Ints, homophily: float, topic_language: Ints
) -> Ints:
    """A topic for each act: the account's own with chance `homophily`, else another of its language."""
    languages = int(people.language.max(initial=0)) + 1
    any_topic = Grouped(topic_language, np.ones(len(topic_language)), max(languages, int(topic_language.max()) + 1))
    other = any_topic.pick(rng, people.language[account])
    return np.where(rng.random(len(account)) < homophily, people.topic[account], other)

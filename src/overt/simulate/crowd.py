"""The organic crowd: accounts that react to public events, each for itself.

No account looks at another's behaviour except by reposting what is public. What the crowd holds, and what it
leaves out, stands in docs/simulate.md. It is made hard for a detector and must never be fitted to one.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.simulate.attention import first_of_each, heavy
from overt.simulate.chains import chain_acts
from overt.simulate.fandom import fan_acts
from overt.simulate.feed import Acts
from overt.simulate.news import drawn_stories, share_news
from overt.simulate.newswire import wire_acts
from overt.simulate.occasions import greetings, occasion_acts
from overt.simulate.reposts import (
    Authors,
    PublicPosts,
    Timeline,
    outside_posts,
    plain_contents,
    repost,
    word_outside,
)
from overt.simulate.rhythm import DAY, HOUR, on_the_quarter
from overt.simulate.spec import CrowdSpec
from overt.simulate.stage import (
    CHAIN,
    FAN,
    GREETING,
    NEWS,
    OCCASION,
    PLAIN,
    REPOST,
    Slots,
    Stage,
    drawn_slots,
    set_up,
)
from overt.simulate.table import account_ids, floored, post_ids, posts_table, with_roles

Ints = npt.NDArray[np.int64]

OUTSIDE_PER_TOPIC = 30


def crowd(spec: CrowdSpec) -> Any:
    """An organic crowd as a posts table, sorted by time; the same spec gives the same bytes.

    Raises UsageError when the spec makes no sense.
    """
    stage = set_up(spec.checked())
    slots = drawn_slots(stage)
    idols = _idol_acts(stage)
    own = _own_acts(stage, slots, idols)
    public, later = _reposts(stage, slots, own)
    return _finished(stage, Acts.joined([own, *later]), public, len(own.account))


def _idol_acts(stage: Stage) -> Acts:
    """What the idols say: a few posts a day each, worth passing on."""
    spec, rng = stage.spec, stage.rng
    number = np.maximum(3, rng.poisson(4 * spec.days, spec.fandoms))
    which = np.repeat(np.arange(spec.fandoms), number)
    hour = rng.choice(stage.clock.hours, size=len(which), p=stage.clock.volume / stage.clock.volume.sum())
    time = stage.clock.first_hour + hour * HOUR + rng.integers(0, HOUR, len(which))
    time = np.clip(time, stage.clock.start, stage.clock.end - 1)
    content = plain_contents(stage, stage.fandom_topics[which])
    return Acts.posts(spec.accounts + which, time, content)


def _own_acts(stage: Stage, slots: Slots, idols: Acts) -> Acts:
    """Everything but reposts of the crowd: idols first, then news, occasions, greetings and plain posts."""
    rng = stage.rng
    news, occasion, chain = (np.flatnonzero(slots.kind == kind) for kind in (NEWS, OCCASION, CHAIN))
    shared, used = share_news(stage, slots.account[news], drawn_stories(stage))
    slots.give_back(news, used)
    remarks, used = occasion_acts(stage, slots.account[occasion])
    slots.give_back(occasion, used)
    copies, used = chain_acts(stage, slots.account[chain])
    slots.give_back(chain, used)
    fans = [_fan_acts(stage, slots, idols, number) for number in range(stage.spec.fandoms)]
    phrases = greetings(stage)
    greeting = np.flatnonzero(slots.kind == GREETING)
    days = slots.time[greeting] // DAY
    daily = first_of_each(slots.account[greeting] * (int(days.max(initial=0)) + 1) + days)
    slots.give_back(greeting, daily)  # nobody greets twice a day
    greeting = greeting[daily]
    who = slots.account[greeting]
    phrase = phrases[stage.people.language[who], (phrases.shape[1] * rng.random(len(who)) ** 2).astype(np.int64)]
    plain = _plain(stage, slots.account[slots.kind == PLAIN], slots.time[slots.kind == PLAIN])
    return Acts.joined([idols, shared, remarks, copies, Acts.posts(who, slots.time[greeting], phrase), plain, *fans])


def _plain(stage: Stage, account: Ints, time: Ints) -> Acts:
    """Posts in the account's own words; schedulers post on the quarter of an hour."""
    topics = stage.topics(account)
    content = plain_contents(stage, topics)
    quarter = on_the_quarter(stage.rng, time)
    moved = stage.people.scheduler[account] & (quarter >= stage.clock.start) & (quarter < stage.clock.end)
    return Acts.posts(account, np.where(moved, quarter, time), content)


def _fan_acts(stage: Stage, slots: Slots, idols: Acts, number: int) -> Acts:
    """Captions and reposts of one fandom; slots that found nothing become reposts and posts of the usual
    kind."""
    mine = np.flatnonzero((slots.kind == FAN) & (stage.fandom_of[slots.account] == number))
    acts, used = fan_acts(stage, slots.account[mine], idols, number)
    again = stage.rng.random(len(mine)) < stage.spec.repost_share
    slots.give_back(mine[again], used[again], REPOST)
    slots.give_back(mine[~again], used[~again])
    return acts


def _reposts(stage: Stage, slots: Slots, own: Acts) -> tuple[PublicPosts, list[Acts]]:
    """All that could be passed on, and the reposts; slots that found nothing become plain posts."""
    rng, people = stage.rng, stage.people
    insiders = stage.insiders
    topic = np.concatenate([people.topic, stage.fandom_topics, np.zeros(stage.outlets, dtype=np.int64)])
    said = np.where(own.original < 0, 1.0, 0.0)
    fresh = np.bincount(own.account, weights=said, minlength=insiders)
    weight = heavy(rng, insiders, 1.1, 300.0) * np.sqrt(fresh)
    outside, outside_topic, outside_weight = outside_posts(stage, OUTSIDE_PER_TOPIC)
    quality = heavy(rng, len(own.account), 1.3, 2000.0) * said
    outside_weight *= max(weight.sum(), 1.0) / outside_weight.sum()
    public = PublicPosts(
        *(
            np.concatenate(pair)
            for pair in (
                (own.account, outside.author),
                (own.time, outside.time),
                (topic[own.account], outside.topic),
                (own.content, outside.content),
                (quality, outside.quality),
            )
        )
    )
    authors = Authors(np.concatenate([topic, outside_topic]), np.concatenate([weight, outside_weight]))
    timeline = Timeline(stage, public, authors)
    mine = slots.kind == REPOST
    account, at = slots.account[mine], slots.time[mine]
    post, time = repost(timeline, account, at)
    found = post >= 0
    content = word_outside(stage, public, post[found])
    passed = Acts(account[found], time[found], content[post[found]], post[found])
    return public, [passed, _plain(stage, account[~found], at[~found]), *_wires(stage)]


def _wires(stage: Stage) -> list[Acts]:
    """The newswires, each with outlets of its own."""
    spec = stage.spec
    first = spec.accounts + spec.fandoms
    return [wire_acts(stage, first + wire * spec.outlets + np.arange(spec.outlets)) for wire in range(spec.newswires)]


def _finished(stage: Stage, acts: Acts, public: PublicPosts, own: int) -> Any:
    """The posts table: acts in order of time, named, floored and worded."""
    spec = stage.spec
    shown = floored(acts.time, spec.time_resolution)
    order = np.lexsort((acts.content, acts.account, shown))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    ids = post_ids(shown[order])
    outside_ids = post_ids(floored(public.time[own:], spec.time_resolution), len(order))
    all_ids = pa.concat_arrays([ids, outside_ids])
    names = account_ids(stage.rng, stage.insiders + stage.vocabulary.topics * OUTSIDE_PER_TOPIC, spec.taken_ids)
    account, original = acts.account[order], acts.original[order]
    again = original >= 0
    source = np.where(original < own, place[np.clip(original, 0, own - 1)], original - own + len(order))
    author = public.author[np.maximum(original, 0)]
    text, tags, urls, languages = stage.contents.finished(stage.vocabulary.languages)
    content = pa.array(acts.content[order])
    table = posts_table(
        {
            "platform": pa.array([spec.platform], pa.string()).take(pa.array(np.zeros(len(order), dtype=np.int64))),
            "post_id": ids,
            "account_id": names.take(pa.array(account)),
            "created_at": pa.array(shown[order]).cast(pa.timestamp("us", tz="UTC")),
            "kind": pa.array(["post", "repost"], pa.string()).take(pa.array(again.astype(np.int64))),
            "text": text.take(content),
            "lang": languages.take(content),
            "urls": urls.take(content),
            "hashtags": tags.take(content),
            "repost_of": all_ids.take(pa.array(source, mask=~again)),
            "repost_of_account": names.take(pa.array(author, mask=~again)),
        }
    )
    return with_roles(table, _roles(stage, names.to_pylist()))


def _roles(stage: Stage, names: list[str]) -> dict[str, tuple[str, str]]:
    """Fans and idols, outlets."""
    spec = stage.spec
    roles = {
        names[place]: ("fandom", f"fandom-{number + 1}")
        for place, number in enumerate(stage.fandom_of.tolist())
        if number >= 0
    }
    for number in range(spec.fandoms):
        roles[names[spec.accounts + number]] = ("fandom", f"fandom-{number + 1}")
    for outlet in range(stage.outlets):
        place = spec.accounts + spec.fandoms + outlet
        roles[names[place]] = ("newswire", f"newswire-{outlet // spec.outlets + 1}")
    return roles

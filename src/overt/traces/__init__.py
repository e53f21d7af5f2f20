"""Behavioural traces, one per file, and the list of them."""

from collections.abc import Sequence

from overt.errors import UsageError
from overt.traces.account import AccountTrace
from overt.traces.audio import Audio
from overt.traces.avatar import Avatar
from overt.traces.base import Example, Trace
from overt.traces.canonical_url import canonical_url
from overt.traces.caption_template import CaptionTemplate
from overt.traces.client import Client
from overt.traces.creation_cohort import CreationCohort
from overt.traces.deletion import Deletion
from overt.traces.domain import Domain
from overt.traces.effect_id import EffectId
from overt.traces.fast_repost import FastRepost
from overt.traces.handle import Handle
from overt.traces.handle_template import HandleTemplate
from overt.traces.hashtag import Hashtag
from overt.traces.hashtag_sequence import HashtagSequence
from overt.traces.hashtag_set import HashtagSet
from overt.traces.id_column import IdColumn
from overt.traces.image import Image
from overt.traces.late import is_late, late_actions
from overt.traces.mention_pair import MentionPair
from overt.traces.mention_set import MentionSet
from overt.traces.near_duplicate import NearDuplicate
from overt.traces.normal_text import normal_text
from overt.traces.profile_text import ProfileText
from overt.traces.redirects import Redirects
from overt.traces.reply_swarm import ReplySwarm
from overt.traces.reply_target import ReplyTarget
from overt.traces.repost import Repost
from overt.traces.rewording import Rewording
from overt.traces.schedule import Schedule
from overt.traces.settings import TraceSettings
from overt.traces.similar import Similar
from overt.traces.sound_id import SoundId
from overt.traces.table import actions
from overt.traces.text import Text
from overt.traces.url import Url
from overt.traces.video import Video
from overt.traces.whole import Whole

TRACES: tuple[type[Trace], ...] = (
    Url,
    Domain,
    Repost,
    HashtagSequence,
    Hashtag,
    MentionSet,
    ReplyTarget,
    SoundId,
    EffectId,
    Text,
    NearDuplicate,
    Rewording,
    Image,
    Video,
    Audio,
)
"""Every trace that is looked for unasked. Id columns join them."""

ON_REQUEST: tuple[type[Trace], ...] = (
    HashtagSet,
    MentionPair,
    ReplySwarm,
    FastRepost,
    CaptionTemplate,
    Client,
    Schedule,
    ProfileText,
    Avatar,
    Handle,
    HandleTemplate,
    CreationCohort,
    Deletion,
)
"""Traces that are looked for where they are named with --trace or --also: weak, slow, or a part of another one."""

__all__ = [
    "ON_REQUEST",
    "TRACES",
    "AccountTrace",
    "Example",
    "IdColumn",
    "Redirects",
    "Similar",
    "Trace",
    "TraceSettings",
    "Whole",
    "actions",
    "canonical_url",
    "chosen",
    "is_late",
    "late_actions",
    "normal_text",
]


def chosen(
    id_traces: Sequence[str],
    only: Sequence[str] = (),
    settings: TraceSettings | None = None,
    also: Sequence[str] = (),
) -> list[Trace]:
    """The traces of a scan: all that are looked for unasked and those in `also`, or those in `only` alone.

    Raises UsageError on an unknown name.
    """
    given = settings or TraceSettings()
    kinds = {kind.name: kind for kind in (*TRACES, *ON_REQUEST)}
    for name in {*only, *also}:
        if (kind := kinds.get(name)) and not _possible(kind, given):
            raise UsageError(f"the trace {name} needs a {kind.needs}", mend=f"give it with --{kind.needs}")
    unasked: list[Trace] = [kind.made(given) for kind in TRACES if _possible(kind, given)]
    unasked += [IdColumn(name) for name in id_traces]
    asked = [kind.made(given) for kind in ON_REQUEST if _possible(kind, given)]
    known = {trace.name: trace for trace in [*unasked, *asked]}
    for name in (*only, *also):
        if name not in known:
            raise UsageError(f"no trace is called {name}", mend="known here: " + ", ".join(sorted(known)))
    if only:
        return [trace for trace in known.values() if trace.name in {*only, *also}]
    return [*unasked, *(trace for trace in asked if trace.name in also)]


def _possible(kind: type[Trace], settings: TraceSettings) -> bool:
    return not kind.needs or getattr(settings, kind.needs) is not None

"""Behavioural traces, one per file, and the list of them."""

from collections.abc import Sequence

from overt.errors import UsageError
from overt.traces.base import Example, Trace
from overt.traces.canonical_url import canonical_url
from overt.traces.domain import Domain
from overt.traces.hashtag import Hashtag
from overt.traces.hashtag_sequence import HashtagSequence
from overt.traces.id_column import IdColumn
from overt.traces.normal_text import normal_text
from overt.traces.repost import Repost
from overt.traces.table import actions
from overt.traces.text import Text
from overt.traces.url import Url

TRACES: tuple[type[Trace], ...] = (Url, Domain, Repost, HashtagSequence, Hashtag, Text)
"""Every trace that is looked for unasked. Id columns join them."""

__all__ = ["TRACES", "Example", "IdColumn", "Trace", "actions", "canonical_url", "chosen", "normal_text"]


def chosen(id_traces: Sequence[str], only: Sequence[str] = (), min_text: int = 20) -> list[Trace]:
    """The traces of a scan: all of them, or those named in `only`. Raises UsageError on an unknown name."""
    everything = [Text(min_text) if kind is Text else kind() for kind in TRACES]
    everything += [IdColumn(name) for name in id_traces]
    known = {trace.name: trace for trace in everything}
    for name in only:
        if name not in known:
            raise UsageError(f"no trace is called {name}", mend="known here: " + ", ".join(sorted(known)))
    return [trace for trace in everything if not only or trace.name in only]

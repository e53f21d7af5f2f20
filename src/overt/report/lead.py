"""The summary's first paragraph: how many, where, when, through what."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from overt.report.escape import one_line
from overt.report.network_view import NetworkView
from overt.report.sentences import things
from overt.report.words import count, listed, moment, some, span


def paragraph(
    views: Sequence[NetworkView], networks: Sequence[dict[str, Any]], totals: dict[str, Any], accounts: Any
) -> str:
    """Three to five plain sentences about all networks together."""
    members, links = totals.get("members"), totals.get("synchronised_edges")
    said = [
        f"Of {count(accounts)} accounts, {count(members)} act together, in {some(len(networks), 'network')}"
        + (f" held together by {some(links, 'link')}." if isinstance(links, int) else ".")
    ]
    said += [_when_and_how(networks), _largest(views), _across(views), _targets(totals.get("targets"))]
    return " ".join(sentence for sentence in said if sentence)


def _when_and_how(networks: Sequence[dict[str, Any]]) -> str:
    traces: Counter[str] = Counter()
    for network in networks:
        traces.update(network.get("traces") or {})
    named = [things(one_line(name, 40)) for name, _ in sorted(traces.items(), key=lambda item: (-item[1], item[0]))[:3]]
    firsts = [time for network in networks if (time := moment(network.get("first_action")))]
    lasts = [time for network in networks if (time := moment(network.get("last_action")))]
    if not firsts or not lasts or not named:
        return ""
    same_day = min(firsts).date() == max(lasts).date()
    when = f"{'on' if same_day else 'from'} {span(min(firsts), max(lasts))}"
    return f"They did so {when}, mostly through shared {listed(named)}."


def _largest(views: Sequence[NetworkView]) -> str:
    if len(views) < 2:
        return ""
    largest = max(views, key=lambda view: len(view.members))
    return f"The largest network, {one_line(largest.name, 40)}, has {some(len(largest.members), 'member')}."


def _across(views: Sequence[NetworkView]) -> str:
    names = [one_line(view.name, 40) for view in views if len(view.platforms) > 1]
    if not names:
        return ""
    shown = names if len(names) <= 6 else [*names[:5], some(len(names) - 5, "other")]
    return f"{listed(shown)} {'reaches' if len(names) == 1 else 'reach'} across platforms."


def _targets(targets: Any) -> str:
    if not isinstance(targets, int) or targets < 1:
        return ""
    was, are = ("was", "is") if targets == 1 else ("were", "are")
    return (
        f"{some(targets, 'further account')} {was} only copied by others and {are} listed apart: being "
        "copied is not evidence."
    )

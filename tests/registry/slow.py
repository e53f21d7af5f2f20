"""The matching as one would do it by hand: every account beside every label."""

from collections.abc import Sequence
from typing import Any

from overt.registry.accounts import _number
from overt.registry.domains import host_of
from overt.registry.names import fold_handle, handle_likeness, long_enough, name_likeness
from overt.registry.platforms import platform_name
from overt.registry.replay import Entry

STRENGTH = (
    "account id", "handle", "domain", "own site in its profile", "hidden characters", "look-alike letters",
    "one letter", "same handle, other account id", "same handle, platform not stated", "same handle, other platform",
    "same name",
)  # fmt: skip
Row = tuple[str, str, str, str]


def matched(entries: Sequence[Entry], rows: Sequence[dict[str, Any]]) -> list[Row]:
    """(account_id, label id, means, how) of every account and label that have to do with one another."""
    found: list[Row] = []
    for row in rows:
        hows = [(how, e) for e in entries if (how := _how(e, entries, row)) is not None]
        hows.sort(key=lambda pair: (STRENGTH.index(pair[0]), pair[1].label.kind == "indicator", pair[1].id))
        means = [(_means(how, e), how, e) for how, e in hows]
        sure = any(m == "match" for m, _, _ in means)
        weak = [x for x in means if x[0] not in ("match", "indicator")]
        kept = [x for x in means if x[0] in ("match", "indicator") or (not sure and x in weak[:3])]
        found += [(row["account_id"], e.id, m, how) for m, how, e in kept]
    return found


def _means(how: str, entry: Entry) -> str:
    if how in STRENGTH[:3]:
        return "indicator" if entry.label.kind == "indicator" else "match"
    if how == STRENGTH[3]:
        return "declares"
    return "looks like" if how in STRENGTH[4:7] else "name only"


def _how(entry: Entry, entries: Sequence[Entry], row: dict[str, Any]) -> str | None:
    """The strongest way in which an account has to do with a label."""
    found = set(_by_account(entry, entries, row))
    host = host_of(row["domain"]) if row.get("domain") else None
    if host and _closest(host, entry, entries) in entry.label.domains:
        found.add("domain")
    page = host_of(row["profile_url"]) if row.get("profile_url") else None
    if page and _closest(page, entry, entries) in entry.label.domains and entry.label.kind != "indicator":
        found.add("own site in its profile")
    if entry.label.kind != "indicator" and row.get("display_name"):
        names = (entry.label.name, *entry.label.other_names)
        found |= {how for n in names if n and (how := name_likeness(row["display_name"], n))}
    return min(found, key=STRENGTH.index, default=None)


def _by_account(entry: Entry, entries: Sequence[Entry], row: dict[str, Any]) -> list[str]:
    label, platform, account = entry.label, platform_name(row["platform"]), row["account_id"]
    handle = row.get("handle") or ("" if _number(platform, account) else account)
    found = ["account id"] if platform and account in label.ids.get(platform, ()) else []
    folded = fold_handle(handle)
    there = any(folded in map(fold_handle, e.label.handles.get(platform or "", ())) for e in entries)
    same = {w for w, values in label.handles.items() if handle and folded in map(fold_handle, values)}
    own = platform in same or (bool(same) and not there and long_enough(folded))
    for where, values in label.handles.items():
        for value in values:
            if handle and fold_handle(value) == folded:
                if where == platform:
                    ids = label.ids.get(where, ())
                    other = account.isdigit() and len(ids) >= max(1, len(values)) and account not in ids
                    found.append("same handle, other account id" if other else "handle")
                elif not there and long_enough(folded):
                    found.append(f"same handle, {'other platform' if platform else 'platform not stated'}")
            elif handle and not own and (how := handle_likeness(handle, fold_handle(value))):
                found.append(how)
    return found


def _closest(host: str, entry: Entry, entries: Sequence[Entry]) -> str:
    """The longest domain that is the host or stands above it: of all labels, or, for an indicator, of all of those."""
    sort = entry.label.kind == "indicator"
    domains = {d for e in entries if (e.label.kind == "indicator") == sort for d in e.label.domains}
    return max((d for d in domains if host == d or host.endswith("." + d)), key=len, default="")

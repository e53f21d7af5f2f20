"""findings.json: what a scan says, composed from its tables."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import numpy as np
import pyarrow as pa

from overt.findings.confidence import SHUFFLED
from overt.findings.crossing import Crossing
from overt.findings.namesakes import CAUTION
from overt.findings.reading import Found, reading
from overt.findings.sentences import listed, network_summary, number, receipt, some
from overt.model.co_use import Floats
from overt.model.edge import Edges
from overt.model.hours import Hours
from overt.model.network import Network, Networks

SCHEMA = "overt.findings/1"
TOP_RECEIPTS = 10
TOP_POSTS = 3
TOP_LEADS = 100
MOST_TRACES = 3
MOST_EXPLANATIONS = 6
LONGEST_NAME = 60


@dataclass(frozen=True)
class TraceWords:
    """How a trace is spoken of: its plural and what else could explain it."""

    plural: str
    innocent: Sequence[str]


@dataclass(frozen=True)
class Material:
    """Everything that the composition reads. distinct: accounts x traces, distinct objects."""

    edges: Edges
    networks: Networks
    accounts: pa.Table
    account_rows: pa.Table
    receipts: pa.Table
    traces: list[str]
    words: dict[str, TraceWords]
    distinct: Floats
    hours: Hours
    assessments: dict[str, dict[str, Any]] = field(default_factory=dict)
    crossings: dict[str, Crossing] = field(default_factory=dict)
    q: float = 0.01
    copies: int = 0
    """The false discovery rate that was allowed, and the jittered copies behind a network's p."""


def iso(when: datetime.datetime) -> str:
    """UTC time as ISO 8601 with Z, microseconds only where there are any."""
    return when.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def network_facts(material: Material) -> list[dict[str, Any]]:
    """The networks of findings.json."""
    if not material.networks.networks:
        return []
    ids = material.receipts["network_id"].to_numpy(zero_copy_only=False)
    return [_network(material, network, np.flatnonzero(ids == network.id)) for network in material.networks.networks]


def _network(m: Material, network: Network, rows: np.ndarray) -> dict[str, Any]:
    mine = m.receipts.take(pa.array(rows))
    edges = list(network.edges)
    trace_counts = Counter(m.traces[t] for t in m.edges.strongest.trace[edges])
    traces = dict(sorted(trace_counts.items(), key=lambda item: (-item[1], item[0])))
    times = [
        t.as_py()
        for t in (
            pa.compute.min(mine["time_a"]),
            pa.compute.min(mine["time_b"]),
            pa.compute.max(mine["time_a"]),
            pa.compute.max(mine["time_b"]),
        )
    ]
    first, last = iso(min(times[:2])), iso(max(times[2:]))
    opened = m.assessments.get(network.id, {}).get("open", {})
    people = [_account(m, a) | {"open": opened.get(a)} for a in (*network.members, *network.targets)]
    platforms = sorted({p["platform"] for p in people if p["role"] == "member"})
    crossing = m.crossings.get(network.id)
    summary = network_summary(len(network.members), platforms, [m.words[t].plural for t in traces], first, last)
    return {
        "id": network.id,
        **assessment(m, network),
        "platforms": platforms,
        "p": network.p,
        "accounts": people,
        "edges": len(edges),
        "traces": traces,
        "first_action": first,
        "last_action": last,
        "summary": summary,
        "evidence_for": _for(m, network),
        "evidence_against": [*_open_or_hidden(m, network), *_against(m, network)],
        "reading": reading(_found(m, network, summary, list(traces))),
        "innocent_explanations": innocent(m, list(traces)),
        "hour_of_week": m.hours.of(network.members),
        "lead_lag": _lead_lag(m, network),
        "across_platforms": crossing.across_platforms if crossing else None,
        "handles_across_platforms": crossing.handles_across_platforms if crossing else [],
        "top_receipts": [receipt_facts(m, e, mine) for e in _strongest_first(m, edges)[:TOP_RECEIPTS]],
    }


def assessment(m: Material, network: Network) -> dict[str, Any]:
    """The class of a network, and what it stands on: five dimensions, each with its cues."""
    known = m.assessments.get(network.id)
    if known is None:
        return {"class": "coordinated", "assessment": None}
    kept = ("confidence", "dimensions", "disarm", "holding")
    return {"class": known["class"], "assessment": {name: known[name] for name in kept}}


def _found(m: Material, network: Network, summary: str, traces: list[str]) -> Found:
    """What the reading of a network is made from."""
    opened = m.assessments.get(network.id, {}).get("open", {})
    facts, edges = assessment(m, network), list(network.edges)
    return Found(
        summary=summary,
        label=facts["class"],
        names=[_called(m, a) for a in network.members],
        open=[opened[a]["kind"] if a in opened else None for a in network.members],
        assessment=facts["assessment"],
        innocent=innocent(m, traces),
        against=_against(m, network),
        coordination=_for(m, network),
        q=m.q,
        p=network.p if m.copies else None,
        links=len(edges),
        occasions=float(np.median(m.edges.occasions[edges])),
    )


def _called(m: Material, account: int) -> str:
    """The handle of an account where one is known, else its id."""
    handle = m.account_rows["handle"][account].as_py()
    return (f"@{handle.lstrip('@')}" if handle else _name(m, account)[1])[:LONGEST_NAME]


def innocent(m: Material, traces: list[str]) -> list[str]:
    """What else could explain it: for the traces with most edges, the first explanations of each in turn."""
    turns = zip_longest(*(m.words[t].innocent for t in traces[:MOST_TRACES]))
    return list(dict.fromkeys(x for turn in turns for x in turn if x))[:MOST_EXPLANATIONS]


def _strongest_first(m: Material, edges: list[int]) -> list[int]:
    return sorted(edges, key=lambda e: (float(m.edges.p[e]), int(m.edges.a[e]), int(m.edges.b[e])))


def _account(m: Material, account: int) -> dict[str, Any]:
    return {
        name: m.account_rows[name][account].as_py()
        for name in ("platform", "account_id", "role", "posts", "edges", "p", "stands_without")
    }


def _name(m: Material, account: int) -> tuple[str, str]:
    return m.accounts["platform"][account].as_py(), m.accounts["account_id"][account].as_py()


def sentence(m: Material, e: int) -> str:
    """The receipt line of an edge."""
    best, trace = m.edges.strongest, int(m.edges.strongest.trace[e])
    a, b = int(m.edges.a[e]), int(m.edges.b[e])
    possible = int(min(m.distinct[a, trace], m.distinct[b, trace]))
    scale = m.edges.scales[best.scale[e]] if best.scale[e] >= 0 else None
    return receipt(
        m.words[m.traces[trace]].plural,
        int(m.edges.shared[e]),
        possible,
        float(m.edges.expected_shared[e]),
        scale,
        int(best.hits[e]),
        int(best.trials[e]),
        float(best.expected[e]),
        float(m.edges.q[e]),
    )


def receipt_facts(m: Material, e: int, receipts: pa.Table) -> dict[str, Any]:
    """One edge with its line and the closest of its posts."""
    best = m.edges.strongest
    (platform_a, a), (platform_b, b) = _name(m, int(m.edges.a[e])), _name(m, int(m.edges.b[e]))
    same = pa.compute.and_(
        pa.compute.and_(
            pa.compute.equal(receipts["account_a"], a), pa.compute.equal(receipts["platform_a"], platform_a)
        ),
        pa.compute.and_(
            pa.compute.equal(receipts["account_b"], b), pa.compute.equal(receipts["platform_b"], platform_b)
        ),
    )
    return {
        "account_a": a,
        "platform_a": platform_a,
        "account_b": b,
        "platform_b": platform_b,
        "trace": m.traces[best.trace[e]],
        "scale": m.edges.scales[best.scale[e]].name,
        "sentence": sentence(m, e),
        "shared": int(m.edges.shared[e]),
        "expected_shared": float(m.edges.expected_shared[e]),
        "within": int(best.hits[e]),
        "trials": int(best.trials[e]),
        "expected_within": float(best.expected[e]),
        "p": float(m.edges.p[e]),
        "q": float(m.edges.q[e]),
        "posts": _posts(receipts.filter(same), m.traces[best.trace[e]]),
    }


def _posts(receipts: pa.Table, trace: str) -> list[dict[str, Any]]:
    rows = [r for r in receipts.to_pylist() if r["trace"] == trace]
    rows.sort(key=lambda r: (r["gap_seconds"], r["time_a"], r["time_b"], r["object"]))
    return [
        {
            "object": r["object"],
            "gap_seconds": r["gap_seconds"],
            **{
                side: {
                    "post_id": r[f"post_id_{side}"],
                    "time": iso(r[f"time_{side}"]),
                    "text": r[f"text_{side}"],
                    "file": r[f"file_{side}"],
                    "row": r[f"row_{side}"],
                }
                for side in ("a", "b")
            },
        }
        for r in rows[:TOP_POSTS]
    ]


def _for(m: Material, network: Network) -> list[str]:
    """What speaks for coordination, in plain words. Nothing here speaks of deception: a scan cannot see it."""
    edges = list(network.edges)
    n = len(network.members)
    possible = n * (n - 1) // 2
    median = float(np.median(m.edges.occasions[edges]))
    lines = [
        f"{some(len(edges), 'pair')} of {possible:,} possible acted together more closely than chance, news and "
        f"shared habits explain (false discovery rate {number(float(m.edges.q[edges].max()))} or less per pair).",
        f"The median pair did so on {number(median)} separate occasions, with different posts each time.",
    ]
    both = int((m.edges.p_structure[edges] < 0.001).sum())
    if both:
        lines.append(
            f"{some(both, 'pair')} also shared more objects than their activity and the objects' popularity explain."
        )
    if m.copies and network.p <= 0.05:
        lines.append(f"{SHUFFLED} hardly ever held a network as large as this one (p = {number(network.p)}).")
    platforms = sorted({_name(m, a)[0] for a in network.members})
    if len(platforms) > 1:
        lines.append(f"Acts of accounts on {listed(platforms)} line up with one another.")
    if (crossing := m.crossings.get(network.id)) and crossing.names_sentence:
        lines.append(crossing.names_sentence)
    return lines


def _open_or_hidden(m: Material, network: Network) -> Iterator[str]:
    """What accounts say openly, and that nothing hidden was seen, where that is so."""
    known = m.assessments.get(network.id, {})
    if opened := known.get("open"):
        kinds = listed(sorted({o["kind"] for o in opened.values()}))
        yield f"Open about themselves: {some(len(opened), 'account')} of {len(network.members)} ({kinds})."
    if not known.get("holding"):
        yield (
            "Coordinated, nothing hidden was seen: nothing here shows that any account hides who it is, where it "
            "is, whom it belongs to, how popular it is or why it speaks."
        )


def _against(m: Material, network: Network) -> list[str]:
    """What speaks against, or what the data cannot show."""
    edges = list(network.edges)
    n = len(network.members)
    density = 2 * len(edges) / (n * (n - 1))
    lines = []
    if density < 0.3:
        lines.append(
            f"Only {density:.0%} of the pairs are synchronised: a loose group, or several that share a source."
        )
    single = [a for a in network.members if int(((m.edges.a[edges] == a) | (m.edges.b[edges] == a)).sum()) == 1]
    if single:
        lines.append(
            f"{some(len(single), 'account')} is tied to the network by one partner only."
            if len(single) == 1
            else f"{some(len(single), 'account')} are tied to the network by one partner each."
        )
    alone = [a for a in network.members if not m.networks.stands.get(a)]
    if alone:
        lines.append(
            f"{some(len(alone), 'membership')} of {n:,} {'rest' if len(alone) > 1 else 'rests'} on single other "
            "accounts: without one of them it would fall."
        )
    weak = int((m.edges.p_structure[edges] > 0.05).sum())
    if weak:
        lines.append(f"{some(weak, 'pair')} shared no more objects than expected; only the timing stands out.")
    if (crossing := m.crossings.get(network.id)) and crossing.handles_across_platforms:
        lines.append(CAUTION)
    if m.copies and network.p > 0.05:
        lines.append(f"{SHUFFLED} held networks of this size, too (p = {number(network.p)}).")
    if network.targets:
        many = len(network.targets) > 1
        lines.append(
            f"{some(len(network.targets), 'account')} marked as target{'s' if many else ''} only ever acted first and "
            f"{'were' if many else 'was'} copied: that is no evidence against {'them' if many else 'it'}."
        )
    return lines


def _lead_lag(m: Material, network: Network) -> dict[str, Any]:
    first: Counter[int] = Counter()
    untied: Counter[int] = Counter()
    for e in network.edges:
        a, b = int(m.edges.a[e]), int(m.edges.b[e])
        first[a] += int(m.edges.low_first[e])
        first[b] += int(m.edges.untied[e] - m.edges.low_first[e])
        untied[a] += int(m.edges.untied[e])
        untied[b] += int(m.edges.untied[e])
    always = [a for a in network.members if untied[a] >= 3 and first[a] >= 0.9 * untied[a]]
    return {"always_first": [_name(m, a)[1] for a in always], "untied": sum(untied.values()) // 2}


def leads(m: Material, shared_interest: int) -> dict[str, Any]:
    """Pairs outside networks: leads for people, never findings. Those across platforms stand first."""
    strongest = _strongest_first(m, list(m.networks.leads))
    crossing = [e for e in strongest if _name(m, int(m.edges.a[e]))[0] != _name(m, int(m.edges.b[e]))[0]]
    ranked = [*crossing, *(e for e in strongest if e not in set(crossing))]
    rows = []
    for e in ranked[:TOP_LEADS]:
        (platform_a, a), (platform_b, b) = _name(m, int(m.edges.a[e])), _name(m, int(m.edges.b[e]))
        rows.append(
            {
                "platform_a": platform_a,
                "account_a": a,
                "platform_b": platform_b,
                "account_b": b,
                "kind": "synchronised",
                "p": float(m.edges.p[e]),
                "q": float(m.edges.q[e]),
                "sentence": sentence(m, e),
            }
        )
    return {
        "pairs": rows,
        "pairs_in_total": len(ranked),
        "pairs_across_platforms": len(crossing),
        "shared_interest_edges": shared_interest,
        "note": "A pair is a lead, not a finding: two accounts may belong to one person, one office or one app. "
        "Shared interest alone is never coordination.",
    }

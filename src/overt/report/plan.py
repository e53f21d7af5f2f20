"""What the page prints and what it leaves to the tables, so that it stays small enough to open and to send.

Every place that shows a part says so: "showing 20 of 813; all are in receipts.parquet".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from overt.report.receipts import CoAction, from_findings
from overt.report.results import Edge, Pair, Results

POSTS_PER_EDGE = 5
MAX_NETWORKS = 40
MAX_EDGES = 20
MAX_LEADS = 50
_ALL_LINES = 8_000  # lines of all network pictures together
_ALL_EDGES = 400  # receipts over all networks together
_TEXT_BYTES = 1_400_000  # of posts' texts over all receipts together
_LENGTHS = (2_000, 1_000, 500, 280, 140)


@dataclass(frozen=True)
class Shown:
    """One edge whose receipt is printed, with the posts that findings.json already gives for it."""

    edge: Edge
    posts: list[CoAction]


@dataclass(frozen=True)
class Plan:
    """The edges to print, per network (by its place in findings.json)."""

    networks: list[dict[str, Any]]
    edges: list[list[Shown]]

    @property
    def wanted(self) -> list[Pair]:
        """The pairs whose posts are to be read from receipts.parquet."""
        return [shown.edge.pair for edges in self.edges for shown in edges]


def make(results: Results) -> Plan:
    """The first networks, and of each the top receipts, then the best edge of each account, then others."""
    networks = results.networks[:MAX_NETWORKS]
    each = max(4, min(MAX_EDGES, _ALL_EDGES // max(1, len(networks))))
    return Plan(networks, [_edges(network, results)[:each] for network in networks])


def lines(edges: Sequence[int]) -> int:
    """Lines that one network picture may have, given the edges of every network."""
    most = 3_000
    while most > 200 and sum(min(number, most) for number in edges) > _ALL_LINES:
        most -= 100
    return most


def _edges(network: dict[str, Any], results: Results) -> list[Shown]:
    known = {edge.pair: edge for edge in results.edges_of.get(str(network.get("id")), [])}
    shown: dict[Pair, Shown] = {}
    for receipt in network.get("top_receipts") or []:
        edge = _of_receipt(receipt, network)
        if edge.pair in shown:
            continue
        if edge.pair in known:
            same = known[edge.pair]
            edge = replace(
                edge,
                occasions=same.occasions,
                lead=same.lead if same.a == edge.a else None,
                untied=same.untied,
            )
        shown[edge.pair] = Shown(edge, from_findings(receipt)[:POSTS_PER_EDGE])
    covered = {key for pair in shown for key in pair}
    for edge in known.values():  # the best edge of every account that has no receipt yet
        if not covered.issuperset(edge.pair):
            covered.update(edge.pair)
            shown.setdefault(edge.pair, Shown(edge, []))
    for pair, edge in known.items():
        shown.setdefault(pair, Shown(edge, []))
    return list(shown.values())


def _of_receipt(receipt: dict[str, Any], network: dict[str, Any]) -> Edge:
    return Edge(
        a=(str(receipt.get("platform_a") or ""), str(receipt.get("account_a") or "")),
        b=(str(receipt.get("platform_b") or ""), str(receipt.get("account_b") or "")),
        trace=str(receipt.get("trace") or "unknown"),
        network=str(network.get("id")),
        **{name: receipt.get(name) for name in ("scale", "shared", "expected_shared", "within", "trials",
                                                "expected_within", "p", "q")},
        sentence=str(receipt.get("sentence") or ""),
    )  # fmt: skip


def text_length(co_actions: Iterable[CoAction]) -> int:
    """The length to which every text is cut, so that all together stay within bounds."""
    texts = [post.text for one in co_actions for post in (one.a, one.b) if post.text]
    for length in _LENGTHS:
        if sum(len(text[:length].encode("utf-8", "replace")) for text in texts) <= _TEXT_BYTES:
            return length
    return _LENGTHS[-1]

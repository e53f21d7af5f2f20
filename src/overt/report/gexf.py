"""graph.gexf: the synchronised graph with times, for Gephi and its kin."""

from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from overt.report.escape import for_xml, one_line
from overt.report.palette import Palette
from overt.report.receipts import Receipts, time_of
from overt.report.results import Key, Results
from overt.report.words import iso

_NAMESPACE = "http://gexf.net/1.3"
_VIZ = "http://gexf.net/1.3/viz"
_NODE = (
    ("platform", "string"),
    ("account_id", "string"),
    ("role", "string"),
    ("network", "string"),
    ("posts", "long"),
)
_EDGE = (
    ("trace", "string"), ("scale", "string"), ("within", "long"), ("shared", "long"), ("occasions", "long"),
    ("p", "double"), ("q", "double"), ("co_actions", "long"), ("first_co_action", "string"),
    ("last_co_action", "string"),
)  # fmt: skip


def write(path: Path, results: Results, receipts: Receipts, palette: Palette) -> None:
    """Write the accounts that have a synchronised edge, and those edges.

    Characters that XML forbids are left out; `start` and `end` of an edge are the
    days of its first and last co-action (readers disagree on finer times), the exact times are attributes.
    """
    root = Element("gexf", {"xmlns": _NAMESPACE, "xmlns:viz": _VIZ, "version": "1.3"})
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = "overt"
    SubElement(
        meta, "description"
    ).text = "Accounts with a synchronised edge; start and end are the days of first and last co-action"
    graph = SubElement(root, "graph", {"defaultedgetype": "undirected", "mode": "dynamic", "timeformat": "date"})
    _declare(graph, "node", _NODE)
    _declare(graph, "edge", _EDGE)
    edges = sorted(results.edges, key=lambda edge: (edge.pair, edge.trace))
    keys = sorted({key for edge in edges for key in edge.pair})
    numbers = {key: f"n{place}" for place, key in enumerate(keys)}
    degree: dict[Key, int] = {}
    for edge in edges:
        for key in edge.pair:
            degree[key] = degree.get(key, 0) + 1
    nodes = SubElement(graph, "nodes")
    for key in keys:
        _node(nodes, numbers[key], key, degree[key], results)
    lines = SubElement(graph, "edges")
    for place, edge in enumerate(edges):
        times = receipts.pairs.get(edge.pair)
        facts: dict[str, object] = {
            "trace": edge.trace, "scale": edge.scale, "within": edge.within, "shared": edge.shared,
            "occasions": edge.occasions, "p": edge.p, "q": edge.q,
            "co_actions": times.count if times else None,
            "first_co_action": iso(time_of(times.first)) if times else None,
            "last_co_action": iso(time_of(times.last)) if times else None,
        }  # fmt: skip
        given = {"id": f"e{place}", "source": numbers[edge.pair[0]], "target": numbers[edge.pair[1]]}
        given["weight"] = str(edge.within or 1)
        if times:
            given |= {"start": iso(time_of(times.first))[:10], "end": iso(time_of(times.last))[:10]}
        element = SubElement(lines, "edge", given)
        _values(element, facts, _EDGE)
        _colour(element, palette.rgb(edge.trace))
    indent(root, space=" ")
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _declare(graph: Element, of: str, names: tuple[tuple[str, str], ...]) -> None:
    group = SubElement(graph, "attributes", {"class": of, "mode": "static"})
    for name, kind in names:
        SubElement(group, "attribute", {"id": name, "title": name, "type": kind})


def _values(element: Element, facts: dict[str, object], names: tuple[tuple[str, str], ...]) -> None:
    group = SubElement(element, "attvalues")
    for name, _ in names:
        if facts[name] is not None:
            SubElement(group, "attvalue", {"for": name, "value": for_xml(facts[name])})


def _colour(element: Element, rgb: tuple[int, int, int]) -> None:
    SubElement(element, "viz:color", dict(zip("rgb", map(str, rgb), strict=True)))


def _node(nodes: Element, number: str, key: Key, degree: int, results: Results) -> None:
    account = results.accounts.get(key)
    element = SubElement(nodes, "node", {"id": number, "label": for_xml(one_line(key[1], 200))})
    facts: dict[str, object] = {
        "platform": key[0],
        "account_id": key[1],
        "role": None,
        "network": None,
        "posts": None,
    }
    if account:
        facts |= {"role": account.role, "network": account.network, "posts": account.posts}
    _values(element, facts, _NODE)
    if account and account.x is not None and account.y is not None and abs(account.x) + abs(account.y) < 1e6:
        SubElement(
            element,
            "viz:position",
            {"x": f"{account.x * 1000:.1f}", "y": f"{account.y * 1000:.1f}", "z": "0.0"},
        )
    SubElement(element, "viz:size", {"value": f"{10 + min(degree, 60) / 2:g}"})
    _colour(element, (213, 94, 0) if account and account.role == "target" else (0, 114, 178))

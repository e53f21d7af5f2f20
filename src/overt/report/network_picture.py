"""The picture of one network: accounts as numbered marks, synchronised edges as lines coloured by trace."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
from markupsafe import Markup

from overt.report import marks, svg
from overt.report.escape import one_line
from overt.report.palette import Palette
from overt.report.results import Edge, Key
from overt.report.words import some

_LABELLED = 26  # up to so many accounts, names stand beside the marks
_NUMBERED = 90  # up to so many, numbers stand in them


@dataclass(frozen=True)
class Node:
    """One account of the picture; `number` is its number on the whole page of this network."""

    number: int
    key: Key
    role: str
    x: float | None = None
    y: float | None = None
    handle: str = ""

    @property
    def called(self) -> str:
        """The handle where one is known, else the account id."""
        return f"@{self.handle}" if self.handle else self.key[1]


@dataclass(frozen=True)
class _Mark:
    node: Node
    x: float
    y: float
    radius: float
    degree: int


def draw(
    identity: str,
    name: str,
    *,
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    palette: Palette,
    most: int = 3_000,
) -> Markup:
    """SVG of the network with at most so many edges: the best of each account, then the most surprising.

    Places come from the nodes where all have them; same input, same bytes.
    """
    size = (640.0, 400.0) if len(nodes) <= _LABELLED else (760.0, 600.0)
    drawn = _chosen(edges, most)
    placed = {mark.node.key: mark for mark in _marks(nodes, edges, size)}
    forms = marks.shapes(node.key[0] for node in nodes)
    lines = _lines(drawn, placed, palette)
    dots = [_dot(mark, forms[mark.node.key[0]], len(nodes)) for mark in placed.values()]
    labels = _labels(list(placed.values()), size)
    targets = sum(node.role == "target" for node in nodes)
    who = some(len(nodes) - targets, "member") + (f" and {some(targets, 'target')}" if targets else "")
    described = f"{who}, joined by {some(len(edges), 'synchronised edge')}. The same facts stand in the tables below."
    inside = (
        svg.tag("g", *lines, class_="edges"),
        svg.tag("g", *dots, class_="nodes"),
        svg.tag("g", *labels, class_="names"),
    )
    crowd = "net many" if len(drawn) > 400 else "net"
    return svg.picture(identity, f"Network picture of {one_line(name, 40)}", described, size, *inside, class_=crowd)


def _chosen(edges: Sequence[Edge], most: int) -> list[Edge]:
    if len(edges) <= most:
        return list(edges)
    covered: set[Key] = set()
    first: list[Edge] = []
    later: list[Edge] = []
    for edge in edges:
        (later if covered.issuperset(edge.pair) else first).append(edge)
        covered.update(edge.pair)
    return (first + later)[:most]


def _places(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[Key, tuple[float, float]]:
    given = {node.key: (node.x, node.y) for node in nodes if node.x is not None and node.y is not None}
    finite = {key: (x, y) for key, (x, y) in given.items() if math.isfinite(x) and math.isfinite(y)}
    if len(finite) == len(nodes) and len(set(finite.values())) == len(nodes):
        return finite
    graph = nx.Graph()
    graph.add_nodes_from(sorted(node.key for node in nodes))
    known = set(graph)
    graph.add_edges_from(sorted(edge.pair for edge in edges if edge.a in known and edge.b in known))
    found = nx.spring_layout(graph, seed=0, iterations=80, k=1.6 / math.sqrt(max(1, len(nodes))))
    return {key: (float(place[0]), float(place[1])) for key, place in found.items()}


def _marks(nodes: Sequence[Node], edges: Sequence[Edge], size: tuple[float, float]) -> list[_Mark]:
    places = _places(nodes, edges)
    degrees: dict[Key, int] = {}
    for edge in edges:
        for key in edge.pair:
            degrees[key] = degrees.get(key, 0) + 1
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    wide, high = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    edge_x, edge_y = (92.0, 34.0) if len(nodes) <= _LABELLED else (30.0, 30.0)
    most = max(degrees.values(), default=1)
    placed = []
    for node in nodes:
        x, y = places[node.key]
        degree = degrees.get(node.key, 0)
        radius = 10.0 if len(nodes) <= _NUMBERED else 3.5 + 5.0 * math.sqrt(degree / most)
        placed.append(
            _Mark(
                node,
                round(edge_x + (x - min(xs)) / wide * (size[0] - 2 * edge_x), 1),
                round(edge_y + (y - min(ys)) / high * (size[1] - 2 * edge_y), 1),
                radius,
                degree,
            )
        )
    return placed


def _lines(edges: Sequence[Edge], placed: dict[Key, _Mark], palette: Palette) -> list[Markup]:
    by_class: dict[str, list[Markup]] = {}
    for edge in reversed(edges):  # the strongest on top
        if edge.a not in placed or edge.b not in placed:
            continue
        a, b = placed[edge.a], placed[edge.b]
        line = svg.tag(
            "path",
            d=f"M{svg.place(a.x)} {svg.place(a.y)}L{svg.place(b.x)} {svg.place(b.y)}",
            data_e=f"{a.node.number} {b.node.number}",
            class_="far" if edge.a[0] != edge.b[0] else None,
        )
        by_class.setdefault(palette.of(edge.trace), []).append(line)
    return [svg.tag("g", *by_class[name], class_=name) for name in sorted(by_class)]


def _dot(mark: _Mark, shape: str, crowd: int) -> Markup:
    node, x, y = mark.node, mark.x, mark.y
    who = one_line(f"{node.called} ({node.key[1]})" if node.handle else node.called, 90)
    said = f"{node.number}: {who}, {node.role} on {one_line(node.key[0], 40)}, {some(mark.degree, 'edge')}"
    number = (
        svg.tag("text", str(node.number), x=x, y=marks.middle(shape, y, mark.radius) + 3.5)
        if crowd <= _NUMBERED
        else Markup("")
    )
    drawn = marks.form(shape, x, y, mark.radius)
    return svg.tag("g", svg.tag("title", said), drawn, number, class_=f"n {node.role}", data_n=str(node.number))


def _labels(placed: list[_Mark], size: tuple[float, float]) -> list[Markup]:
    """Names beside the marks of a small network, each on the side where it covers least."""
    if len(placed) > _LABELLED:
        return []
    taken = [
        (mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius) for mark in placed
    ]
    labels = []
    for mark in sorted(placed, key=lambda mark: (-mark.degree, mark.node.number)):
        text = one_line(mark.node.called, 20).split("… [")[0]
        width, reach = 6.1 * len(text), mark.radius + 5
        sides = [
            (mark.x + reach, mark.y + 4, "start", mark.x + reach),
            (mark.x - reach, mark.y + 4, "end", mark.x - reach - width),
            (mark.x, mark.y + reach + 9, "middle", mark.x - width / 2),
            (mark.x, mark.y - reach, "middle", mark.x - width / 2),
        ]
        boxes = [(left, y - 10, left + width, y + 3) for _, y, _, left in sides]
        costs = [sum(_overlap(box, other) for other in taken) + _outside(box, size) for box in boxes]
        best = min(range(4), key=lambda side: (costs[side], side))
        x, y, anchor, _ = sides[best]
        taken.append(boxes[best])
        labels.append(svg.tag("text", text, x=x, y=y, text_anchor=anchor, data_n=str(mark.node.number)))
    return labels


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _outside(box: tuple[float, ...], size: tuple[float, float]) -> float:
    beyond = max(0, -box[0]) + max(0, box[2] - size[0]) + max(0, -box[1]) + max(0, box[3] - size[1])
    return 100 * beyond

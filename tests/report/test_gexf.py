from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from overt.report import gexf, results
from overt.report.palette import Palette
from overt.report.receipts import PairTimes, Receipts
from overt.report.results import Account, Edge, Results


@pytest.mark.parametrize("name", ["small", "hostile", "large", "empty"])
def test_networkx_reads_it(made: dict[str, Path], name: str) -> None:
    graph = nx.read_gexf(made[name] / "graph.gexf")
    found = results.read(made[name])
    assert graph.number_of_edges() == len(found.edges)
    assert graph.number_of_nodes() == len({key for edge in found.edges for key in edge.pair})
    assert not list(nx.isolates(graph))


def test_what_stands_on_nodes_and_edges(made: dict[str, Path]) -> None:
    graph = nx.read_gexf(made["small"] / "graph.gexf")
    node = next(iter(graph.nodes.values()))
    assert {"label", "platform", "account_id", "role", "network", "posts", "viz"} <= set(node)
    edge = next(iter(graph.edges.values()))
    assert {"trace", "scale", "within", "p", "first_co_action", "last_co_action", "start", "end"} <= set(edge)
    assert isinstance(edge["within"], int) and isinstance(edge["p"], float)
    assert edge["first_co_action"] <= edge["last_co_action"] and edge["first_co_action"].endswith("Z")


def test_hostile_names_stay_apart_and_legal(made: dict[str, Path]) -> None:
    raw = (made["hostile"] / "graph.gexf").read_text(encoding="utf-8")
    ElementTree.fromstring(raw)
    assert "\x00" not in raw and "\x1b" not in raw and "\ufffe" not in raw
    graph = nx.read_gexf(made["hostile"] / "graph.gexf")
    assert len(set(nx.get_node_attributes(graph, "account_id").values())) > 5
    assert "\u202e" not in "".join(nx.get_node_attributes(graph, "label").values())


def test_golden(tmp_path: Path) -> None:
    a, b = ("x", "anna"), ("x", "bo\x00")
    found = Results(
        {}, "",
        [Edge(a, b, "url", "60 s / 1 h", shared=9, within=7, occasions=7, p=1e-9, q=2e-9, network="N1")],
        {a: Account(a, 12, "N1", "member", 1, 1e-9, 0.5, -0.25)}, tmp_path,
    )  # fmt: skip
    times = Receipts(pairs={(a, b): PairTimes(1_475_280_000_000_000, 1_475_366_400_000_000, 7)})
    gexf.write(tmp_path / "g.gexf", found, times, Palette(["url"]))
    assert (tmp_path / "g.gexf").read_text() == (Path(__file__).parent / "golden.gexf").read_text()

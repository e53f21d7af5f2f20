"""No sentence names a state as the actor, nor says who is behind: not in the code, the templates or a rendered page."""

import ast
import json
import re
import shutil
from importlib import resources
from pathlib import Path

import pytest

import overt
from overt import report
from overt.deception.assess import CLASSES
from overt.deception.location import countries
from overt.findings.reading import Found, reading

from . import classes
from .markup import Page

SOURCE = Path(overt.__file__).parent
ROOMS = ("deception", "findings", "report", "assessing.py", "registry/kinds.py", "evaluate/power_words.py")
PEOPLES = """
american russian chinese iranian british french german israeli indian pakistani turkish ukrainian cuban venezuelan
saudi emirati qatari egyptian syrian iraqi kremlin beijing moscow tehran washington pyongyang ankara riyadh
""".split()
"""Nations and capitals by which states are called, beside the names of all countries."""
BEHIND = re.compile(
    "|".join(
        (
            "on behalf of", "in the service of", "operated (?:by|from)", "attributed to", r"originat\w+ (?:in|from)",
            "(?:is|are|was|were) (?:run|controlled|paid|directed|ordered) by", "state[- ](?:sponsored|backed|linked)",
            "foreign (?:state|government|power|interference)",
        )
    ),
    re.IGNORECASE,
)  # fmt: skip


def named(text: str) -> list[str]:
    """The states that a text names. Country names as whole words, written as names are."""
    names = [name for name in countries() if len(name) > 3] + PEOPLES
    pattern = re.compile(r"(?<![\w@/.-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w@/-])", re.IGNORECASE)
    return [found for found in pattern.findall(text) if found[0].isupper()]


def sentences(path: Path) -> list[str]:
    """Every text in a file that is no docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    silent |= {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    return [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in silent
    ]


FILES = sorted(f for room in ROOMS for f in ([SOURCE / room] if room.endswith(".py") else (SOURCE / room).glob("*.py")))
TEMPLATES = sorted(f.name for f in resources.files("overt.report").joinpath("templates").iterdir())


def test_the_check_finds_what_it_looks_for() -> None:
    assert named("accounts of France and the Russian embassy") == ["France", "Russian"]
    assert named("a Kremlin line") == ["Kremlin"]
    assert not named("turkey sandwiches, a chad, hand-made china, @France, x.com/France")
    assert BEHIND.search("it is run by somebody") and BEHIND.search("a state-sponsored actor")
    assert len(FILES) > 40 and len(TEMPLATES) > 10


@pytest.mark.parametrize("path", FILES, ids=lambda f: str(f.relative_to(SOURCE)))
def test_no_sentence_of_the_code_names_a_state(path: Path) -> None:
    for text in sentences(path):
        assert not named(text), text
        assert not BEHIND.search(text), text


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_names_a_state(name: str) -> None:
    text = resources.files("overt.report").joinpath("templates", name).read_text(encoding="utf-8")
    assert not named(text)
    assert not BEHIND.search(text)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict:
    directory = tmp_path_factory.mktemp("classes")
    return classes.scanned(directory) | {"page": Page((directory / "report.html").read_text(encoding="utf-8"))}


def part(found: dict, network: dict) -> str:
    """What the page says of one network."""
    parts = found["page"].words.split("Network N")
    return next(p for p in parts[1:] if p.startswith(network["id"][1:] + " "))


@pytest.mark.parametrize(
    ("group", "label", "headline"),
    [
        ("hidden", "suspected covert", "there are signs that something is hidden: a lead for people, not a verdict"),
        ("staff", "openly affiliated", "coordinated, and open about it"),
        ("bots", "syndication or declared automation", "the same source or the same machine, openly"),
        ("mixed", "coordinated", "coordinated, nothing hidden was seen"),
    ],
)
def test_every_class_as_a_person_meets_it(found: dict, group: str, label: str, headline: str) -> None:
    network = classes.network_of(found, group)
    assert network["class"] == label
    assert headline in network["reading"]["headline"]
    words = part(found, network)
    assert network["reading"]["headline"] in words
    marks = "An innocent reading, and what speaks for it", "What speaks against it", "What is not known", "How sure"
    order = [words.index(mark) for mark in marks]
    assert order == sorted(order)
    for name in ("innocent", "speaks_for_it", "speaks_against_it", "unknown"):
        for line in network["reading"][name]:
            assert " ".join(line.split()) in words
    assert "Is something hidden?" in words


def test_a_mixed_network_says_which_accounts_are_openly_what(found: dict) -> None:
    words = part(found, classes.network_of(found, "mixed"))
    assert "3 of 9 members are open about themselves (declared automation: " in words
    assert "Of the other 6 members nothing of the kind is known: " in words
    assert words.count("declared automation: its profile says that it is automated") == 3
    assert words.count("nothing known") == 6


def test_techniques_stand_with_their_names(found: dict) -> None:
    words = part(found, classes.network_of(found, "hidden"))
    assert "DISARM 2024-11-22 calls" in words
    assert "T0150.008 Bulk Created Asset" in words
    assert "not who does it or why" in words


def test_no_rendered_page_names_a_state(found: dict) -> None:
    said = found["page"].words
    assert not named(said)
    assert not BEHIND.search(said)


@pytest.mark.parametrize("label", CLASSES)
def test_every_class_reads_without_a_state(made: dict[str, Path], tmp_path: Path, label: str) -> None:
    copy = Path(shutil.copytree(made["small"], tmp_path / "copy"))
    findings = json.loads((copy / "findings.json").read_text())
    for network in findings["networks"]:
        network["class"] = label
        network["reading"] = reading(
            Found(network["summary"], label, ["a", "b"], ["labelled", None], None, network["innocent_explanations"],
                  network["evidence_against"], network["evidence_for"], 0.01, 0.4, 12, 3.0)
        )  # fmt: skip
    (copy / "findings.json").write_text(json.dumps(findings))
    report.write(copy)
    words = Page((copy / "report.html").read_text(encoding="utf-8")).words
    assert findings["networks"][0]["reading"]["headline"] in words
    assert not named(words)
    assert not BEHIND.search(words)

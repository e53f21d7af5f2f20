"""The rules of the house, checked: who may import whom, how long things are, what is called what."""

import ast
import tomllib
from pathlib import Path

import pytest
import typer
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from overt.cli.app import app
from overt.model.parameter import PARAMETERS, Parameter, checked, defaults

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "overt"
FILES = sorted(SOURCE.rglob("*.py"))
ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
NO_ROOM = {"utils", "util", "helpers", "common", "core", "lib", "misc", "manager"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
ONE_FILE = {"ledger/verify.py": 800}
"""The verifier has to be one file: a regulator reads it, copies it and runs it alone."""
HOMES = {
    "duckdb": {"engine"},
    "ibis": {"engine"},
    "pyspark": {"engine"},
    "py4j": {"engine"},
    "grpc": {"engine"},
    "graspologic_native": {"networks"},
    "networkx": {"networks", "report"},
    "scipy": {"significance", "networks", "deception", "evaluate"},
    "jinja2": {"report"},
    "typer": {"cli"},
    "rich": {"cli"},
    "narwhals": {"api"},
    "altair": {"evaluate"},
    "vl_convert": {"evaluate"},
    "PIL": {"media", "evaluate"},
    "imageio_ffmpeg": {"media"},
    "pandas": {"evaluate"},  # in the job of a peer, which runs in the peer's own Python
    "polars": set(),
    "stix2": {"disclosure"},
    "stix2patterns": {"disclosure"},
    "pymisp": {"disclosure"},
    "alembic": {"case"},
    "cedarpy": {"case"},
    "warcio": {"case"},
    "nh3": {"press"},
    "pypdf": {"press"},
    "psycopg": set(),  # SQLAlchemy finds it by name
    "sqlalchemy": {"case", "ledger", "evaluate"},
    "rfc8785": {"ledger"},
    "rfc3161_client": {"ledger"},
    "pymerkle": set(),  # a second opinion in tests; its licence forbids more
}


def trees():
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in FILES]


def named(path):
    return str(path.relative_to(SOURCE))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module


def test_there_is_something_to_check():
    assert len(FILES) > 50
    assert {"model", "engine", "traces", "pairs", "significance", "networks"} <= set(ROOMS)


def test_the_contracts_hold(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_room_stands_in_the_contracts():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["type"] == "layers")["layers"]
    standing = {name.strip().removeprefix("overt.") for layer in layers for name in layer.split("|")}
    pages = {path.stem for path in SOURCE.glob("*.py")} - {"__init__", "__main__", "version"}
    assert set(ROOMS) | pages == standing


def test_no_relative_imports():
    for path, tree in trees():
        for node in ast.walk(tree):
            assert not (isinstance(node, ast.ImportFrom) and node.level), named(path)


def test_references_know_the_model_only():
    for room in ("pairs", "significance"):
        tree = ast.parse((SOURCE / room / "reference.py").read_text("utf-8"))
        own = [name for name in imported(tree) if name.startswith("overt")]
        assert all(name.startswith("overt.model") for name in own), own


def test_nothing_in_a_scan_runs_a_reference():
    for path, tree in trees():
        assert not any(name.endswith(".reference") for name in imported(tree)), named(path)


def test_each_library_has_one_home():
    for path, tree in trees():
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for name in imported(tree):
            library = name.split(".")[0]
            assert room in HOMES.get(library, {room}), f"{named(path)} imports {library}"


BASES = {"base", "account", "similar", "whole", "settings", "redirects", "late"}
"""Files of a room that plugins stand on."""


@pytest.mark.parametrize("room", ["traces"])
def test_plugins_do_not_import_one_another(room):
    listed = ast.parse((SOURCE / room / "__init__.py").read_text("utf-8"))
    plugins = (
        {
            node.module
            for node in ast.walk(listed)
            if isinstance(node, ast.ImportFrom) and any(a.name[0].isupper() and a.name != "Trace" for a in node.names)
        }
        - {f"overt.{room}.{base}" for base in BASES}
        - {"overt.errors", "overt.model.action", "collections.abc"}
    )
    assert len(plugins) >= 20
    for name in plugins:
        tree = ast.parse((SOURCE / room / (name.rsplit(".", 1)[1] + ".py")).read_text("utf-8"))
        assert not plugins & set(imported(tree)), name
        assert "overt.traces.base" in set(imported(tree)), name


def test_no_room_is_called_anything_goes():
    names = {part.removesuffix(".py") for path in FILES for part in path.relative_to(SOURCE).parts}
    assert not names & NO_ROOM


@pytest.mark.parametrize("path", FILES, ids=named)
def test_files_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= ONE_FILE.get(named(path), LONGEST_FILE)


def test_functions_are_short():
    long = [
        f"{named(path)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def public(tree):
    """Every public class and function of a module and of its public classes."""
    nodes = [*tree.body]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                nodes += node.body


def test_everything_public_says_what_it_is():
    silent = []
    for path, tree in trees():
        if not ast.get_docstring(tree):
            silent.append(named(path))
        silent += [f"{named(path)}: {node.name}" for node in public(tree) if not ast.get_docstring(node)]
    assert not silent


def options_of(command):
    group = typer.main.get_command(app)
    return {option.name: option for option in group.commands[command].params}


def test_parameters_are_options_of_scan_with_the_same_default_and_help():
    options = options_of("scan")
    for parameter in PARAMETERS:
        option = options[parameter.name]
        assert option.opts == ["--" + parameter.name.replace("_", "-")]
        assert option.default == parameter.default
        assert type(option.default) is type(parameter.default)
        assert parameter.help[1:] in option.help
        assert parameter.unit in option.help


def test_every_command_has_help_and_an_example():
    group = typer.main.get_command(app)
    commands = dict(group.commands)
    for name, command in list(commands.items()):
        if hasattr(command, "commands"):
            commands |= {f"{name} {verb}": sub for verb, sub in commands.pop(name).commands.items()}
    assert {"scan", "pairs", "demo", "convert", "sources", "traces", "simulate"} <= {n.split()[0] for n in commands}
    for name, command in commands.items():
        assert command.help, name
        assert command.epilog, name
        assert f"overt {name}" in command.epilog, name


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.name)
def test_parameters_hold_their_bounds(parameter: Parameter):
    assert parameter.help
    assert parameter.minimum <= parameter.default <= parameter.maximum
    assert checked({parameter.name: parameter.minimum})[parameter.name] == parameter.minimum
    for outside in (parameter.minimum - 1e-9 - 1, parameter.maximum + 1, float("nan")):
        with pytest.raises(Exception, match=f"--{parameter.name.replace('_', '-')} is"):
            checked({parameter.name: outside})


def test_parameters_have_one_name_each():
    assert len(defaults()) == len(PARAMETERS)
    with pytest.raises(Exception, match="no parameter is called nope"):
        checked({"nope": 1})

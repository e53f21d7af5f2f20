"""`overt bench adversarial`: what adversaries get past overt, and which innocents it accuses, beside other rules."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from overt.cli import options
from overt.cli.console import Progress, say, say_json, table
from overt.errors import UsageError

if TYPE_CHECKING:
    from overt.evaluate.adversarial import Line


def adversarial(
    seeds: Annotated[int, typer.Option(min=1, help="How often each scenario is played.")] = 20,
    first: Annotated[int, typer.Option(help="The first seed.")] = 1,
    scenario: Annotated[list[str], typer.Option(metavar="ID", help="Only this one, or family (repeatable).")] = [],  # noqa: B006
    background: Annotated[
        list[str], typer.Option(metavar="PLACE", help="simulated, or a file of posts (repeatable).")
    ] = ["simulated"],  # noqa: B006
    covert: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Posts of one known operation: also run the mixed set.")
    ] = None,
    covert_seeds: Annotated[int, typer.Option(min=1, help="Seeds of the mixed set.")] = 3,
    quick: Annotated[bool, typer.Option("--quick", help="A few scenarios, one seed, a small crowd, no peer.")] = False,
    peer: Annotated[bool, typer.Option(help="Also run coordination-network-toolkit 1.5.2.")] = True,
    peer_python: Annotated[Path | None, typer.Option(help="A Python that has it; else one is set up.")] = None,
    pictures: Annotated[Path | None, typer.Option(help="Directory for power curves (SVG).")] = None,
    keep: Annotated[Path | None, typer.Option(help="A file for finished plays, which are not played again.")] = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Play evasions, innocent crowds and attacks; count who is found and who is wrongly accused, by method."""
    from overt.api import read
    from overt.evaluate.adversarial import SIMULATED, backgrounds, chosen_scenarios, curves, mixed, plays, summed
    from overt.evaluate.adversarial.play import keep as put_away
    from overt.evaluate.adversarial.play import kept

    scenarios = chosen_scenarios(scenario, quick)
    publics = backgrounds(background, quick, read)
    toolkit, why = _toolkit(peer and not quick, peer_python)
    tallies, rows = kept(keep) if keep else [], []
    finished = {(t.background, t.scenario, t.seed) for t in tallies}
    with Progress(quiet) as progress:
        for some in plays(
            publics, scenarios, range(first, first + (1 if quick else seeds)), toolkit, progress.step, tallies
        ):
            rows += some
            if keep and (some[0].background, some[0].scenario, some[0].seed) not in finished:
                put_away(keep, some)
        outcomes = []
        if covert:
            people = {name: public(first) for name, public in publics.items() if name != SIMULATED}
            made = list(mixed(read(covert), people, range(first, first + covert_seeds), toolkit, progress.step))
            ours = {one.name: one for one in made if one.method == "overt"}
            outcomes = [one.facts(ours[one.name]) for one in made]
    lines = summed(rows)
    drawn = curves(lines, pictures) if pictures else []
    if json:
        facts: dict[str, Any] = {"scenarios": [line.facts() for line in lines], "mixed": outcomes, "left_out": why}
        say_json(facts | {"plays": [t.facts() for t in rows]})
        return
    _show(lines)
    _show_mixed(outcomes)
    for line in [*why, *(f"Drawn: {path}" for path in drawn)]:
        say(line)


def _toolkit(wanted: bool, python: Path | None) -> tuple[Path | None, list[str]]:
    """A Python with the peer, or why it is left out."""
    from overt.evaluate.scale import toolkit_python

    if not wanted:
        return None, ["coordination-network-toolkit was left out as asked."]
    try:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "overt"
        return python or toolkit_python(cache), []
    except UsageError as error:
        return None, [f"coordination-network-toolkit was left out: {error}"]


def _show(lines: "Sequence[Line]") -> None:
    """A table per background, and what became of the worst seeds."""
    for background in dict.fromkeys(line.background for line in lines):
        mine = [line for line in lines if line.background == background]
        methods = [*dict.fromkeys(line.method for line in mine)]
        by = {(line.scenario, line.method): line for line in mine}
        names = [*dict.fromkeys(line.scenario for line in mine)]
        seeds = max(len(line.tallies) for line in mine)
        table(
            f"Found / innocents accused, {background}, seeds: {seeds} (the median, and the worst seed in brackets)",
            ["scenario", "to find", *methods],
            [
                [
                    name,
                    by[name, methods[0]].operation or "",
                    *(by[name, m].cell() if (name, m) in by else "" for m in methods),
                ]
                for name in names
            ],
            numbers=("to find", *methods),
        )
        table(
            f"What overt says, {background}",
            ["scenario", "networks by class, all seeds", "worst seed", "accused by role", "s"],
            [list(_said(by[name, "overt"])) for name in names if (name, "overt") in by],
            numbers=("worst seed", "s"),
        )


def _said(line: "Line") -> Iterator[object]:
    facts = line.facts()
    yield line.scenario
    yield _counts(facts["classes"])
    yield facts["worst_seed"] if facts["accused_most"] or facts["found_least"] < facts["operation"] else ""
    yield _counts({role: n for role, n in facts["accused_by_role"].items() if n})
    yield f"{facts['seconds']:.1f}"


def _counts(numbers: dict[str, int]) -> str:
    return ", ".join(f"{n} {name}" for name, n in numbers.items())


def _show_mixed(outcomes: list[dict[str, Any]]) -> None:
    """A table per mixed set."""
    for name in dict.fromkeys(o["set"] for o in outcomes):
        mine = [o for o in outcomes if o["set"] == name]
        one = mine[0]
        columns = ["method", "recall", "accused", "at 1%", "at 0.1%", "accused at overt's recall", "times overt", "s"]
        table(
            f"Accounts of the operation among people ({name}): {one['covert_accounts']} and {one['innocents']}, "
            f"{len(one['seeds'])} seeds",
            columns,
            [
                [
                    o["method"],
                    f"{o['recall']:.3f}",
                    o["accused"],
                    *(_at(o[f"recall_at_{rate:g}"]) for rate in (0.01, 0.001)),
                    _accused(o),
                    "" if o["times_overt"] is None else f"{o['times_overt']:.1f}",
                    f"{o['seconds']:.0f}",
                ]
                for o in mine
            ],
            numbers=tuple(columns[1:]),
        )


def _accused(facts: dict[str, Any]) -> str:
    """Innocents accused at the recall of overt."""
    if not facts["recall_of_overt"]:
        return "nothing to compare"
    number = facts["accused_at_recall_of_overt"]
    return "not reached" if number is None else f"{number:.1f}"


def _at(facts: dict[str, Any]) -> str:
    low, high = facts["interval"]
    return f"{facts['recall']:.3f} ({low:.3f}-{high:.3f})"

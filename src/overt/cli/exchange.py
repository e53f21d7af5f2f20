"""`overt exchange`: case records from and to the formats of others."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from overt.cli import options
from overt.cli.console import say, say_json, table
from overt.errors import UsageError

exchange = typer.Typer(
    help="Read what others share of an operation, check it, and write a case for others. "
    "What others claim stays their claim: nothing that is read here counts as confirmed.",
    epilog="Example: overt exchange read --help",
    no_args_is_help=True,
)
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="STIX, MISP, a case record, or a list of Meta.")]
SHOWN = 10
"""Lines of what was left out that are shown for each file; --json has all."""


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    exchange.command("read", epilog="Example: overt exchange read bundle.json indicators.csv")(read)
    exchange.command("check", epilog="Example: overt exchange check bundle.json statements-1.json")(check)
    exchange.command("write", epilog="Example: overt exchange write case.json --format stix --out bundle.json")(write)
    app.add_typer(exchange, name="exchange")


def read(files: Files, json: options.Json = False) -> None:
    """Say what files of others hold: every account, indicator and claim is counted, and what is left out is said."""
    from overt.disclosure.exchange.files import read as read_file
    from overt.disclosure.record import PARTS
    from overt.disclosure.record_json import to_json

    done = [(path, read_file(path)) for path in files]
    if json:
        say_json(
            {
                "files": [
                    {
                        "path": str(path),
                        "format": each.format,
                        "found": each.found,
                        "left_out": [asdict(left) for left in each.left_out],
                        "record": to_json(each.record),
                    }
                    for path, each in done
                ]
            }
        )
        return
    for path, each in done:
        record = each.record
        say(f"{path.name}: {each.format}, {sum(each.found.values()):,} things in it")
        counts = {name: len(getattr(record, name)) for name in PARTS}
        held = ", ".join(f"{n:,} {name if n > 1 else name[:-1]}" for name, n in counts.items() if n)
        say(f"  {record.title} ({record.status}): {held or 'nothing else'}")
        for claim in record.attributions[:SHOWN]:
            say(f'  {claim.author} claims: "{claim.claim}" (basis: {claim.basis})')
        _few([f"{left.what}: {left.why}" for left in each.left_out], "left out")


def check(files: Files, json: options.Json = False) -> None:
    """Check files by the rules of their format: official libraries for STIX and MISP, every rule for DSA statements."""
    from overt.disclosure.exchange.files import check as check_file

    done = [check_file(path) for path in files]
    if json:
        say_json({"valid": not any(each.faults for each in done), "files": [asdict(each) for each in done]})
    else:
        for each in done:
            number = sum(each.found.values())
            say(f"{Path(each.path).name}: {each.format}, {number:,} things in it, {len(each.faults):,} faults")
            _few(list(each.faults), "faults")
    if any(each.faults for each in done):
        raise typer.Exit(1)


def write(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A case record, or any other file that can be read.")],
    out: Annotated[Path, typer.Option(help="The file to write; a folder for misp-feed, misp-templates and dsa.")],
    format: Annotated[str, typer.Option(help="record, stix, misp, misp-feed, misp-templates, csv or dsa.")] = "stix",
    opencti: Annotated[bool, typer.Option("--opencti", help="STIX: with OpenCTI's own kinds of objects.")] = False,
    decision: Annotated[
        Path | None, typer.Option(metavar="FILE", help="dsa: what was decided, as JSON with fields of a statement.")
    ] = None,
    platform: Annotated[str | None, typer.Option(help="dsa: only accounts of this platform.")] = None,
    json: options.Json = False,
) -> None:
    """Write a case for others: STIX, MISP, CSV, or statements of reasons of confirmed networks."""
    from overt.disclosure.exchange import files

    more: dict[str, Any] = {}
    if format == files.DSA:
        if decision is None:
            raise UsageError("--format dsa needs --decision", mend="give a file with what was decided; see the docs")
        more = {"decision": files.decision_of(decision), "platform": platform}
    done = files.read(file)
    made = files.save(files.written(done.record, format, opencti, **more), out)
    if json:
        say_json({"format": format, "files": [str(path) for path in made], "left_out": len(done.left_out)})
        return
    for path in made[:SHOWN]:
        say(f"{path}")
    if len(made) > SHOWN:
        say(f"and {len(made) - SHOWN:,} more")
    _few([f"{left.what}: {left.why}" for left in done.left_out], "left out in reading")


def _few(lines: list[str], what: str) -> None:
    if lines:
        table(f"{len(lines):,} {what}", [what], [[line] for line in lines[:SHOWN]])

"""`overt case list`, `show`, `activity`, `history` and `export`: what looks at cases, and what leaves the house."""

from json import dumps
from pathlib import Path
from typing import Annotated, Any

import typer

from overt.cli import options
from overt.cli.case_options import DATABASE, As, Case, Database, Role, day, many, opened, plain, who
from overt.cli.console import say, say_json, table

SHOWN = 50
"""Accounts of a network that are shown; --json has all."""
LONGEST = 80
"""Characters of a parameter's value that are shown; --json has all."""
Format = Annotated[str, typer.Option(metavar="NAME", help="bundle (for another overt), stix, misp, csv or dsa.")]


def add_to(case: typer.Typer) -> None:
    """Adds the commands."""
    case.command("list", epilog="Example: overt case list --as ana")(list_)
    case.command("show", epilog="Example: overt case show CASE --as ana")(show)
    case.command("activity", epilog="Example: overt case activity CASE --as ana")(activity)
    case.command("history", epilog="Example: overt case history ID --as ana")(history)
    case.command("export", epilog="Example: overt case export CASE --format bundle --out case.zip --as cas")(export)


def list_(as_: As, role: Role = None, database: Database = DATABASE, json: options.Json = False) -> None:
    """List the cases."""
    from overt.case import cases, policy

    with opened(database).reading() as reading:
        rows = []
        for row in cases.listed(reading):
            policy.allowed(reading, who(as_, role), "view_case", policy.case(row))
            rows.append({"id": row.root, "title": row.title, "status": row.status, "origin": row.origin,
                         "networks": len(cases.networks_of(reading, row.root)), "changed_at": row.at})  # fmt: skip
    if json:
        say_json({"cases": plain(rows)})
        return
    shown = [[r["id"], r["title"], r["status"], r["origin"], r["networks"], day(r["changed_at"])] for r in rows]
    table("Cases", ["case", "title", "status", "from", "networks", "changed"], shown, ("networks",))


def show(
    case: Case,
    as_: As,
    named: Annotated[bool, typer.Option("--named", help="Accounts by name; the look is logged.")] = False,
    role: Role = None,
    database: Database = DATABASE,
    json: options.Json = False,
) -> None:
    """Show a case: networks and their accounts under pseudonyms, judgements, hypotheses, what it is linked to."""
    from overt.case import view

    store, me = opened(database), who(as_, role)
    with store.reading() as reading:
        found = view.facts(reading, me, case)
    names = {s.root: (s.handle or s.name) for s in view.named(store, me, case)} if named else {}
    for group in (*[n["accounts"] for n in found["networks"]], found["accounts_without_network"]):
        for account in group:
            account["name"] = names.get(account["id"], account["name"])
    if json:
        say_json(plain(found))
        return
    say(f"{found['title']} ({found['status']}, from a {found['origin']})")
    if found["tags"]:
        say(f"tags: {', '.join(found['tags'])}")
    for link in found["links"]:
        say(f"{link['kind']}: {link['to']}")
    _parameters(found["parameters"])
    for network in found["networks"]:
        say()
        say(f"{network['id']} {network['name']}: {network['class']} (the scan says: {network['scan_says']})")
        say(f"  {network['summary']}")
        _judged(network["judgements"], "  ")
        for appeal in network["appeals"]:
            say(f"  {appeal['id']}: {appeal['outcome']}")
        _accounts(network["accounts"])
    if found["accounts_without_network"]:
        say()
        say("Accounts outside of networks")
        _accounts(found["accounts_without_network"])
    for each in found["hypotheses"]:
        say(f"{each['id']} ({'alternative, ' if each['alternative'] else ''}{each['standing']}): {each['statement']}")


def _parameters(different: list[dict[str, Any]]) -> None:
    if different:
        say("The scans of this case were made with other parameters, so that what they found is not one measure:")
    for each in different:
        values = [
            (dumps(v["value"])[:LONGEST] if "value" in v else "not said", ", ".join(v["scans"])) for v in each["values"]
        ]
        say(f"  {each['name']}: " + "; ".join(f"{value} in {scans}" for value, scans in values))


def _accounts(accounts: list[dict[str, Any]]) -> None:
    for account in accounts[:SHOWN]:
        say(f"  {account['id']} {account['platform']} {account['name']} ({account['part']})")
        _judged(account["judgements"], "    ")
    if len(accounts) > SHOWN:
        say(f"  and {len(accounts) - SHOWN:,} more")


def _judged(judgements: list[dict[str, Any]], indent: str) -> None:
    for j in judgements:
        say(f"{indent}{j['verdict']} ({j['confidence']} confidence): {j['because']}")


def activity(case: Case, as_: As, role: Role = None, database: Database = DATABASE, json: options.Json = False) -> None:
    """Show who did what in a case, and when; each line with its entry in the ledger."""
    from overt.case import activity as book

    with opened(database).reading() as reading:
        steps = book.of_case(reading, who(as_, role), case)
    _steps(steps, json)


def history(
    record: Annotated[str, typer.Argument(metavar="ID", help="The id of any record.")],
    as_: As,
    role: Role = None,
    database: Database = DATABASE,
    json: options.Json = False,
) -> None:
    """Show every version of a record: who wrote it, when, in which role, and why."""
    from overt.case import activity as book

    with opened(database).reading() as reading:
        steps = book.history(reading, who(as_, role), record)
    _steps(steps, json)


def _steps(steps: list[Any], json: bool) -> None:
    if json:
        say_json({"steps": [plain(step.__dict__) for step in steps]})
        return
    for s in steps:
        role = f" as {s.role}" if s.role else ""
        said = ", ".join(f"{name} {value}" for name, value in s.says.items())
        why = f" ({s.because})" if s.because else ""
        say(f"{day(s.at)} {s.person}{role} {s.what} {s.root}: {said}{why} [{s.entry}]")
    say(many(len(steps), "step"))


def export(
    case: Case,
    out: Annotated[Path, typer.Option(metavar="FILE", help="A new file.")],
    as_: As,
    format: Format = "bundle",
    named: Annotated[bool, typer.Option("--named", help="With the names of accounts, where that was agreed.")] = False,
    decision: Annotated[
        Path | None, typer.Option(metavar="FILE", help="dsa: what was decided, as JSON with fields of a statement.")
    ] = None,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Write a case for others, after two people in two roles agreed to that (overt case propose CASE --disclose)."""
    from overt.case import bundle

    if format == "bundle":
        sha256 = bundle.export(opened(database), who(as_, role), case, out, named=named)
    else:
        from overt.case import exchange

        sha256 = exchange.export(opened(database), who(as_, role), case, out, format, named=named, decision=decision)
    say(f"{out}: SHA-256 {sha256}")

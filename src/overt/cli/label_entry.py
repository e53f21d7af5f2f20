"""What a person enters into the registry by hand: labels, corrections, withdrawals, appeals and decisions."""

from pathlib import Path
from typing import Annotated, Any

import typer

from overt.cli import options
from overt.cli.console import say, say_json
from overt.cli.label_ledger import As, Database, Role, recording
from overt.errors import UsageError

Place = Annotated[
    Path | None,
    typer.Option("--registry", metavar="PATH", help="The registry (default: overt/labels.ndjson of the user's data)."),
]
By = Annotated[str | None, typer.Option(metavar="NAME", help="Who enters it (default: the login name).")]
Which = Annotated[str, typer.Argument(metavar="LABEL", help="The id of a label (overt label lookup shows it).")]
Reason = Annotated[str, typer.Option(help="Why.")]
Kind = Annotated[str, typer.Option(help="What it is openly; docs/registry.md lists the kinds.")]
Text = Annotated[str | None, typer.Option()]
Handle = Annotated[
    list[str], typer.Option("--handle", metavar="PLATFORM=HANDLE", help="A handle on a platform (repeatable).")
]
Number = Annotated[
    list[str], typer.Option("--id", metavar="PLATFORM=ID", help="An account id on a platform (repeatable).")
]
Domain = Annotated[list[str], typer.Option("--domain", help="A domain of its own (repeatable).")]
Also = Annotated[list[str], typer.Option("--other-name", help="Another name (repeatable).")]


def _text(help_: str, metavar: str = "TEXT") -> Any:
    return typer.Option(help=help_, metavar=metavar)


def add_to(label: typer.Typer) -> None:
    """Adds the commands."""
    example = 'overt label add --kind newsroom --name "The Daily Example" --handle x=daily --source "Its imprint"'
    label.command("add", epilog=f"Example: {example}")(add)
    example = 'overt label correct L0123456789ab --country Atlantis --reason "The source changed it"'
    label.command("correct", epilog=f"Example: {example}")(correct)
    example = 'overt label withdraw L0123456789ab --reason "The source took it back"'
    label.command("withdraw", epilog=f"Example: {example}")(withdraw)
    example = 'overt label appeal L0123456789ab --reason "The outlet sent evidence of its independence"'
    label.command("appeal", epilog=f"Example: {example}")(appeal)


def opened(path: Path | None) -> Any:
    """The registry."""
    from overt.registry import Registry

    return Registry.open(path)


def _done(held: Any, label_id: str, json: bool) -> None:
    from overt.registry.registry import facts
    from overt.registry.sentences import headline, listed, standing

    entry = held.entry(label_id)
    if json:
        say_json({"registry": str(held.path), **facts(entry), "sentence": listed(entry.label)})
        return
    say(headline(entry))
    for line in standing(entry):
        say(f"  {line}")


def _per_platform(given: list[str], option: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for item in given:
        platform, equals, value = item.partition("=")
        if not equals or not platform.strip() or not value.strip():
            raise UsageError(f"{option} {item} names no platform", mend=f"write it as {option} x=NAME")
        found[platform.strip()] = (*found.get(platform.strip(), ()), value.strip())
    return found


def add(
    kind: Kind,
    source: Annotated[str, _text("Who says so: title of the source.")],
    name: Annotated[str | None, _text("What it is called.")] = None,
    source_url: Annotated[str | None, _text("Where it says so.")] = None,
    licence: Annotated[str | None, _text("Licence of the source.")] = None,
    retrieved: Annotated[str | None, _text("The day the source was retrieved.", "DAY")] = None,
    other_name: Also = [],  # noqa: B006
    actor: Annotated[str | None, _text("outlet, person, organisation or program.")] = None,
    country: Annotated[str | None, _text("The country that the source states.")] = None,
    organisation: Annotated[str | None, _text("The organisation that the source states.")] = None,
    statement: Annotated[str | None, _text("The source's own words.")] = None,
    typology: Annotated[str | None, _text("The State Media Monitor's code, such as SC or ISFM.")] = None,
    handle: Handle = [],  # noqa: B006
    id: Number = [],  # noqa: B006
    domain: Domain = [],  # noqa: B006
    valid_from: Annotated[str | None, _text("First day on which it holds.", "DAY")] = None,
    valid_to: Annotated[str | None, _text("Last day on which it holds.", "DAY")] = None,
    note: Annotated[str | None, _text("A note.")] = None,
    by: By = None,
    registry: Place = None,
    database: Database = None,
    as_: As = None,
    role: Role = None,
    json: options.Json = False,
) -> None:
    """Enter a label that a named source states."""
    from overt.registry import Label, Source
    from overt.registry.label import typology_of

    label = Label(
        kind,
        name,
        Source(source, source_url, licence, retrieved),
        tuple(other_name),
        actor,
        country,
        organisation,
        statement,
        typology_of(typology)[0] if typology else None,
        _per_platform(handle, "--handle"),
        _per_platform(id, "--id"),
        tuple(domain),
        valid_from,
        valid_to,
        note,
    )
    held = opened(registry)
    with recording(held, database, as_, role):
        made = held.add(label, by)
    _done(held, made, json)


def correct(
    label: Which,
    reason: Reason,
    kind: Annotated[str | None, _text("What it is openly.")] = None,
    name: Annotated[str | None, _text("What it is called.")] = None,
    other_name: Also = [],  # noqa: B006
    country: Annotated[str | None, _text("The country that the source states.")] = None,
    organisation: Annotated[str | None, _text("The organisation that the source states.")] = None,
    statement: Annotated[str | None, _text("The source's own words.")] = None,
    handle: Handle = [],  # noqa: B006
    id: Number = [],  # noqa: B006
    domain: Domain = [],  # noqa: B006
    valid_from: Annotated[str | None, _text("First day on which it holds.", "DAY")] = None,
    valid_to: Annotated[str | None, _text("Last day on which it holds.", "DAY")] = None,
    note: Annotated[str | None, _text("A note.")] = None,
    clear: Annotated[list[str], typer.Option(metavar="FIELD", help="Take a field away (repeatable).")] = [],  # noqa: B006
    by: By = None,
    registry: Place = None,
    database: Database = None,
    as_: As = None,
    role: Role = None,
    json: options.Json = False,
) -> None:
    """Correct a label: the given fields replace what it says; what it said before stays in its history."""
    texts = {"kind": kind, "name": name, "country": country, "organisation": organisation, "statement": statement}
    texts |= {"valid_from": valid_from, "valid_to": valid_to, "note": note}
    changes: dict[str, Any] = {field: value for field, value in texts.items() if value is not None}
    lists: dict[str, Any] = {"other_names": other_name, "domains": domain}
    lists |= {"handles": _per_platform(handle, "--handle"), "ids": _per_platform(id, "--id")}
    changes |= {field: value for field, value in lists.items() if value} | dict.fromkeys(clear)
    if not changes:
        raise UsageError("nothing is given that would be corrected", mend="see overt label correct --help")
    held = opened(registry)
    with recording(held, database, as_, role):
        held.correct(label, changes, reason, by)
    _done(held, label, json)


def withdraw(
    label: Which,
    reason: Reason,
    by: By = None,
    registry: Place = None,
    database: Database = None,
    as_: As = None,
    role: Role = None,
    json: options.Json = False,
) -> None:
    """Withdraw a label: it is not listed any more, and its history stays."""
    held = opened(registry)
    with recording(held, database, as_, role):
        held.withdraw(label, reason, by)
    _done(held, label, json)


def appeal(
    label: Which,
    reason: Reason,
    decide: Annotated[
        str | None,
        typer.Option(metavar="DECISION", help="Decide on the open appeal: upheld (the label stands) or granted."),
    ] = None,
    by: By = None,
    registry: Place = None,
    database: Database = None,
    as_: As = None,
    role: Role = None,
    json: options.Json = False,
) -> None:
    """Enter an appeal against a label, or the decision on it."""
    held = opened(registry)
    with recording(held, database, as_, role):
        if decide is None:
            held.appeal(label, reason, by)
        else:
            held.decide(label, decide, reason, by)
    _done(held, label, json)

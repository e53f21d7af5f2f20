"""`overt request`: the register of what governments and intermediaries ask of a platform."""

from pathlib import Path
from typing import Annotated, Any

import typer

from overt.cli import options
from overt.cli.case_options import DATABASE, As, Because, Database, Role, day, many, opened, plain, text, who
from overt.cli.console import say, say_json, table
from overt.errors import InputError, UsageError, unwritable

request = typer.Typer(
    help="Keep a register of what is asked of a platform, formally or not, and look for what was declined.",
    epilog="Example: overt request list --as ana",
    no_args_is_help=True,
)
Which = Annotated[str, typer.Argument(metavar="REQUEST", help="The id of a request (overt request list shows it).")]


def _several(metavar: str, help_: str, name: str | None = None) -> Any:
    return typer.Option(*([name] if name else []), metavar=metavar, help=f"{help_} (repeatable).")


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    example = (
        'overt request enter words.txt --channel "via intermediary" --sender "A friend of an employee" --principal '
        '"An office" --ask "create account" --audience north --watch-handle tiktok=quiet_voice --as ana'
    )
    request.command("enter", epilog=f"Example: {example}")(enter)
    for command, example in (
        (list_, "overt request list --as ana"),
        (show, "overt request show REQUEST --as ana"),
        (review, 'overt request review REQUEST declined --because "It would hide who speaks" --as ben'),
        (disclose, 'overt request disclose REQUEST --because "The public has a right to know" --as cas'),
        (withhold, 'overt request withhold REQUEST --until 2026-12-01 --reason "safety of a person" '
                   '--because "Somebody is in danger" --as dor'),
        (due, "overt request due --as cas"),
        (publish, "overt request publish --out register.json --as cas"),
    ):  # fmt: skip
        request.command(command.__name__.rstrip("_"), epilog=f"Example: {example}")(command)
    app.add_typer(request, name="request")


def enter(
    words: Annotated[Path, typer.Argument(metavar="FILE", help="What was asked, in the words used: a text file.")],
    channel: Annotated[str, text("How it came: chat, email, verbal, via intermediary, ...", "WORDS")],
    sender: Annotated[str, text("Who brought it.")],
    principal: Annotated[str, text("Who wants it.")],
    ask: Annotated[list[str], _several("WORDS", "create account, conceal affiliation, avoid label, ...")],
    audience: Annotated[list[str], _several("MARKET", "Whom it would reach")],
    as_: As,
    received: Annotated[str | None, text("When it came (default: now).", "TIME")] = None,
    principal_kind: Annotated[str | None, text("What the principal is.")] = None,
    principal_country: Annotated[str | None, text("Its country.")] = None,
    state_link: Annotated[str | None, text("How close it is to a state, such as state-executed.", "WORD")] = None,
    confidence: Annotated[str | None, text("How sure that is: low, moderate or high.", "WORD")] = None,
    relationship: Annotated[str | None, text("What the sender has to do with it, and with us.")] = None,
    conceals: Annotated[list[str], _several("WORD", "identity, location, relationships, popularity or purpose")] = [],  # noqa: B006
    consideration: Annotated[str, text("none, payment, access, threat or unknown.", "WORD")] = "unknown",
    legal_basis: Annotated[str | None, text("The law that is cited, if any.")] = None,
    policy_ref: Annotated[list[str], _several("TEXT", "A rule that it touches")] = [],  # noqa: B006
    disclose_on: Annotated[str | None, text("When the public learns of it (default: 180 days later).", "DAY")] = None,
    watch_handle: Annotated[list[str], _several("PLATFORM=HANDLE", "Look for this handle")] = [],  # noqa: B006
    watch_name: Annotated[list[str], _several("NAME", "Look for this display name")] = [],  # noqa: B006
    watch_indicator: Annotated[list[str], _several("TEXT", "Look for this site or account id")] = [],  # noqa: B006
    role: Role = None,
    database: Database = DATABASE,
    json: options.Json = False,
) -> None:
    """Enter a request, and what to look for afterwards in every scan that is imported."""
    from overt.case import requests, store, watch
    from overt.case.moment import moment_of

    try:
        said = words.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read as text", where=str(words)) from error
    demand = requests.Demand(
        channel, sender, principal, tuple(ask), tuple(audience), said,
        moment_of(received, "--received") or store.now(), principal_kind, principal_country, state_link, confidence,
        relationship, tuple(conceals), consideration, legal_basis, tuple(policy_ref),
        moment_of(disclose_on, "--disclose-on"),
    )  # fmt: skip
    terms = None
    if watch_handle or watch_name or watch_indicator:
        handles = [_handle(given) for given in watch_handle]
        terms = watch.Terms(tuple(watch_name), tuple(handles), tuple(watch_indicator))
    made = requests.enter(opened(database), who(as_, role), demand, terms)
    if json:
        say_json({"request": made})
    else:
        say(made)


def _handle(given: str) -> tuple[str | None, str]:
    platform, equals, handle = given.partition("=")
    if equals and not (platform.strip() and handle.strip()):
        raise UsageError(f"--watch-handle {given[:60]} has an empty side", mend="write it as tiktok=NAME, or NAME")
    return (platform.strip(), handle.strip()) if equals else (None, given.strip())


def list_(as_: As, role: Role = None, database: Database = DATABASE, json: options.Json = False) -> None:
    """List the requests: what was asked, what was decided, and what the public knows of it."""
    from overt.case import register, requests

    with opened(database).reading() as reading:
        found = [register.standing(reading, row) for row in requests.listed(reading, who(as_, role))]
    rows = [
        {"id": f.request.root, "received_at": f.request.received_at, "principal": f.request.principal,
         "ask": list(f.request.ask), "decision": f.request.decision, "public": f.state, "day": f.day}
        for f in found
    ]  # fmt: skip
    if json:
        say_json({"requests": plain(rows)})
        return
    shown = [[r["id"], day(r["received_at"]), r["principal"], ", ".join(r["ask"]), r["decision"],
              f"{r['public']} ({day(r['day'])})"] for r in rows]  # fmt: skip
    table("Requests", ["request", "received", "principal", "asks to", "decision", "public"], shown)


def show(which: Which, as_: As, role: Role = None, database: Database = DATABASE, json: options.Json = False) -> None:
    """Show a request with its reviews, its watch, and the accounts that the watch found."""
    from overt.case import policy, requests, tables
    from overt.case.people import person_by_id

    with opened(database).reading() as reading:
        row = requests.request_of(reading, which)
        policy.allowed(reading, who(as_, role), "view_request", policy.request(reading, row))
        hidden = {"id", "version", "supersedes", "withdrawn", "actor", "role", "because"}
        facts: dict[str, Any] = {name: getattr(row, name) for name in row._fields if name not in hidden}
        facts["reviews"] = [
            {"by": person_by_id(reading, r.person).name, "decision": r.decision, "outside_market": r.outside,
             "because": r.because, "at": r.at}
            for r in requests.reviews_of(reading, row.root)
        ]  # fmt: skip
        facts["watches"] = [
            {"names": w.names, "handles": w.handles, "indicators": w.indicators,
             "hits": [{"case": h.case, "how": h.how, "at": h.at} for h in reading.all(tables.hits, watch=w.root)]}
            for w in reading.all(tables.watches, request=row.root)
        ]  # fmt: skip
    if json:
        say_json(plain(facts))
        return
    for name, value in facts.items():
        if value not in (None, [], "") and name not in ("reviews", "watches"):
            said = day(value) if hasattr(value, "strftime") else ", ".join(value) if isinstance(value, list) else value
            for line in f"{name.replace('_', ' ')}: {said}".splitlines():
                say(line)
    for r in facts["reviews"]:
        where = "outside of the market" if r["outside_market"] else "of the market"
        say(f"{r['by']} ({where}): {r['decision']}, {r['because']}")
    for w in facts["watches"]:
        say(f"watched for: {', '.join([*w['names'], *(h for _, h in w['handles']), *w['indicators']])}")
        for hit in w["hits"]:
            say(f"  {day(hit['at'])} {hit['how']}: {hit['case']}")


def review(
    which: Which,
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="declined, accepted, partial or escalated.")],
    because: Because,
    as_: As,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Review a request. It is decided once two agree, one of them outside of the market that it is about."""
    from overt.case import requests

    say(requests.review(opened(database), who(as_, role), which, decision, because))


def disclose(which: Which, because: Because, as_: As, role: Role = None, database: Database = DATABASE) -> None:
    """Propose that the public learns of a request on its day; two people in two roles vote (overt case vote)."""
    from overt.case import register

    say(register.propose(opened(database), who(as_, role), which, because))


def withhold(
    which: Which,
    until: Annotated[str, text("Until when, 180 days from now at most.", "DAY")],
    reason: Annotated[str, text("safety of a person, open investigation or order of a court.", "WORDS")],
    because: Because,
    as_: As,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Propose to hold a request back; two people in two roles vote, and the register says that one is held back."""
    from overt.case import register
    from overt.case.moment import moment_of

    at = moment_of(until, "--until")
    if at is None:
        raise UsageError("--until is empty")
    say(register.withhold(opened(database), who(as_, role), which, at, reason, because))


def due(as_: As, role: Role = None, database: Database = DATABASE, json: options.Json = False) -> None:
    """List the requests whose day has come and of which the public knows nothing; exit code 1 if there are any."""
    from overt.case import register, requests

    with opened(database).reading() as reading:
        requests.listed(reading, who(as_, role))
        found = register.due(reading)
    if json:
        say_json({"due": plain([{"id": f.request.root, "day": f.day, "agreed": f.agreed} for f in found])})
    else:
        for f in found:
            lacks = "" if f.agreed else ", and two people have not agreed to it"
            say(f"{f.request.root} was due on {day(f.day)}{lacks}")
        say(f"{many(len(found), 'request')} due")
    if found:
        raise typer.Exit(1)


def publish(
    as_: As,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="A file for the public register.")] = None,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Disclose what is due and agreed on, and write the public register: all that was ever disclosed."""
    from overt.case import register

    found = register.publish(opened(database), who(as_, role))
    if out is None:
        say_json(found)
        return
    try:
        out.write_text(register.written(found), "utf-8")
    except OSError as error:
        raise unwritable(error, out) from error
    say(f"{out}: {many(len(found['requests']), 'request')} disclosed, {found['counts']['withheld']} withheld")

"""`overt case`: what people make of findings. What changes a case; what only looks at one is in case_look.py."""

from pathlib import Path
from typing import Annotated

import typer

from overt.cli import case_look, options
from overt.cli.case_options import DATABASE, As, Because, Case, Database, Role, many, opened, text, who
from overt.cli.console import say, say_json
from overt.errors import InputError

case = typer.Typer(
    help="Work on cases: evidence, judgements, decisions of two people, appeals. Nothing is ever erased.",
    epilog="Example: overt case list --as ana",
    no_args_is_help=True,
)
About = Annotated[str, typer.Argument(metavar="ID", help="The id of a case, network, account or other record.")]
Title = Annotated[str | None, text("What the case is called.")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    for command, example in (
        (open_, 'overt case open "Accounts around the spring vote" --as ana'),
        (import_, "overt case import results --as ana"),
        (evidence, "overt case evidence CASE page.png --kind capture --source https://news.example/a --as ana"),
        (judge, 'overt case judge ID positive --because "They copy each other within seconds" --as ana'),
        (suppose, 'overt case suppose ID "They are fans of one team" --alternative --as ana'),
        (comment, 'overt case comment ID "Look at the hours" --as ana'),
        (tag, "overt case tag CASE spring --as ana"),
        (propose, 'overt case propose ID --class covert --because "They hide who they are" --as ana'),
        (vote, 'overt case vote PROPOSAL yes --because "The evidence shows it" --as ben'),
        (appeal, 'overt case appeal ID --from "The account holder" --because "We say who we are" --as dor'),
        (merge, 'overt case merge CASE --into CASE --because "The same office" --as ana'),
        (split, 'overt case split CASE --network ID --title "Another office" --because "They differ" --as ana'),
        (undo, 'overt case undo ID --because "The wrong account" --as ana'),
        (erase, 'overt case erase ID --because "The account holder asked for it" --as dor'),
        (close, 'overt case close CASE --because "All is said" --as cas'),
    ):
        name = command.__name__.rstrip("_")
        case.command(name, epilog=f"Example: {example}")(command)
    case_look.add_to(case)
    app.add_typer(case, name="case")


def open_(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What the case is called.")],
    as_: As,
    nonpublic: Annotated[
        bool,
        typer.Option("--nonpublic", help="It holds data that is not public."),
    ] = False,
    role: Role = None,
    database: Database = DATABASE,
    json: options.Json = False,
) -> None:
    """Open a case."""
    from overt.case.cases import Opening, open_case

    made = open_case(opened(database), who(as_, role), Opening(title, nonpublic))
    if json:
        say_json({"case": made})
    else:
        say(made)


def import_(
    path: Annotated[Path, typer.Argument(metavar="DIR|FILE", help="Results of a scan, or a bundle of another overt.")],
    as_: As,
    case: Annotated[str | None, text("Into this case; else a new one is opened.", "CASE")] = None,
    title: Title = None,
    nonpublic: Annotated[bool, typer.Option("--nonpublic", help="It holds data that is not public.")] = False,
    role: Role = None,
    database: Database = DATABASE,
    json: options.Json = False,
) -> None:
    """Import a scan with its receipts, or a bundle. The watch of the requests looks at everybody in a scan."""
    from overt.case import bundle, imports
    from overt.case.cases import Opening

    store = opened(database)
    if path.is_file():
        made = bundle.receive(store, who(as_, role), path)
        done = imports.Imported(made, (), ())
    else:
        opening = Opening(title or f"Scan of {path.resolve().name}", nonpublic, origin="scan")
        done = imports.import_scan(store, who(as_, role), path, case, opening)
    if json:
        say_json({"case": done.case, "networks": list(done.networks), "watched": list(done.watched)})
        return
    say(f"{done.case}: {many(len(done.networks), 'network')}" if done.case else "The scan found no network.")
    for found in done.watched:
        say(f"{found}: an account looks like what a request asked for")


def evidence(
    case: Case,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files; WARC and WACZ are checked first.")],
    as_: As,
    kind: Annotated[str, text("post, capture, file, report or note.", "KIND")] = "file",
    title: Title = None,
    source: Annotated[str | None, text("From where it is.", "TEXT")] = None,
    tool: Annotated[str | None, text("With what it was taken.", "TEXT")] = None,
    captured: Annotated[str | None, text("When it was taken.", "TIME")] = None,
    keep_faulty: Annotated[
        bool, typer.Option("--keep-faulty", help="Take a web archive that does not fit, with its faults.")
    ] = False,
    because: Because = "",
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Put files into a case as evidence, with their SHA-256, who, when, with what, from where."""
    from overt.case import archives
    from overt.case import evidence as shelf
    from overt.case.moment import moment_of

    items = []
    for path in files:
        if path.name.endswith((".warc", ".warc.gz", ".wacz")):
            items.append(archives.capture(path, title, keep_faulty=keep_faulty))
            continue
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
        at = moment_of(captured, "--captured")
        items.append(shelf.Item(kind, title or path.name, data, source=source or path.name, tool=tool, captured_at=at))
    for made, item in zip(
        shelf.add(opened(database), who(as_, role), case, items, because or None), items, strict=True
    ):
        faults = item.facts.get("faults") or []
        signature = (item.facts.get("signature") or {}).get("state")
        more = f"; signature: {signature}; {many(len(faults), 'fault')}" if item.facts else ""
        say(f"{made}: {item.title}{more}")


def judge(
    about: About,
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="positive, negative or unsure.")],
    because: Because,
    as_: As,
    confidence: Annotated[str, text("low, moderate or high.", "WORD")] = "moderate",
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Say what you think of an account or a network; a second judgement takes the place of your first."""
    from overt.case import judgements

    say(judgements.judge(opened(database), who(as_, role), about, verdict, because, confidence))


def suppose(
    about: About,
    statement: Annotated[str, typer.Argument(metavar="TEXT", help="What may be the case.")],
    as_: As,
    alternative: Annotated[bool, typer.Option("--alternative", help="It is a rival or innocent reading.")] = False,
    weigh: Annotated[str | None, text("With the id of a hypothesis: open, favoured or rejected.", "WORD")] = None,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Enter a hypothesis or an alternative to it, or weigh one: then TEXT is the reason."""
    from overt.case import judgements

    store, me = opened(database), who(as_, role)
    if weigh is not None:
        say(judgements.weigh(store, me, about, weigh, statement))
    else:
        say(judgements.suppose(store, me, about, statement, alternative=alternative))


def comment(
    about: About,
    words: Annotated[str, typer.Argument(metavar="TEXT", help="The comment.")],
    as_: As,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Put a comment on a case or on anything in it."""
    from overt.case import cases

    say(cases.comment(opened(database), who(as_, role), about, words))


def tag(
    case: Case,
    word: Annotated[str, typer.Argument(metavar="TAG", help="The tag.")],
    as_: As,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away.")] = False,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Put a tag on a case, or take it away."""
    from overt.case import cases

    cases.tag(opened(database), who(as_, role), case, word, remove=remove)


def propose(
    about: About,
    because: Because,
    as_: As,
    class_: Annotated[str | None, typer.Option("--class", metavar="CLASS", help="What a network is.")] = None,
    disclose: Annotated[bool, typer.Option("--disclose", help="That a case may leave the house.")] = False,
    named: Annotated[bool, typer.Option("--named", help="With the names of its accounts.")] = False,
    outcome: Annotated[str | None, text("What to say to an appeal: granted or refused.", "WORD")] = None,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Propose what two people in two roles have to agree on: a class, a disclosure, or what to say to an appeal."""
    from overt.case import appeals, decisions
    from overt.errors import UsageError

    store, me = opened(database), who(as_, role)
    if sum((class_ is not None, disclose, outcome is not None)) != 1:
        raise UsageError("one thing is proposed at a time", mend="give --class, --disclose or --outcome")
    if outcome is not None:
        say(appeals.decide(store, me, about, outcome, because))
    elif disclose:
        say(decisions.propose(store, me, about, decisions.DISCLOSE, {"named": named}, because))
    else:
        say(decisions.propose(store, me, about, decisions.CLASS, {"class": class_}, because))


def vote(
    proposal: Annotated[str, typer.Argument(metavar="PROPOSAL", help="The id of a proposal.")],
    word: Annotated[str, typer.Argument(metavar="yes|no", help="Whether you agree.")],
    because: Because,
    as_: As,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Vote on a proposal, in one of your roles, once; a second vote takes the place of your first."""
    from overt.case import decisions
    from overt.errors import UsageError

    if word not in ("yes", "no"):
        raise UsageError(f"a vote is yes or no, not {word[:20]!r}")
    found = decisions.vote(opened(database), who(as_, role), proposal, word == "yes", because)
    say(f"{found.state}: {len(found.agree)} for it, {len(found.against)} against")


def appeal(
    about: About,
    from_: Annotated[str, typer.Option("--from", metavar="TEXT", help="Who appeals.")],
    because: Because,
    as_: As,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Enter an appeal; others than those who decided have to decide on it (overt case propose ID --outcome)."""
    from overt.case import appeals

    say(appeals.appeal(opened(database), who(as_, role), about, from_, because))


def merge(
    case: Case,
    into: Annotated[str, text("The case that takes everything.", "CASE")],
    because: Because,
    as_: As,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Move everything of a case into another one."""
    from overt.case import merging

    merging.merge(opened(database), who(as_, role), case, into, because)


def split(
    case: Case,
    network: Annotated[list[str], typer.Option(metavar="ID", help="A network that moves (repeatable).")],
    title: Annotated[str, text("What the new case is called.")],
    because: Because,
    as_: As,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Move networks of a case, with all that is about them, into a new case."""
    from overt.case import merging

    say(merging.split(opened(database), who(as_, role), case, network, title, because))


def undo(about: About, because: Because, as_: As, role: Role = None, database: Database = DATABASE) -> None:
    """Undo the last version of a record by a new one; undone again, it is back."""
    from overt.case import undo as undoing

    undoing.undo(opened(database), who(as_, role), about, because)


def erase(about: About, because: Because, as_: As, role: Role = None, database: Database = DATABASE) -> None:
    """Erase what a record says of a person, in all its versions; that it was erased, by whom and why, stays."""
    from overt.case import erase as erasing

    count = erasing.erase(opened(database), who(as_, role), about, because)
    say(f"{about}: erased in {many(count, 'version')}")


def close(case: Case, because: Because, as_: As, role: Role = None, database: Database = DATABASE) -> None:
    """Close a case for good: the key of its pseudonyms is destroyed, and nobody can make them again."""
    from overt.case import cases

    cases.close(opened(database), who(as_, role), case, because)

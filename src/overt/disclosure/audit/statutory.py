"""Statutory reports against their own figures: what cannot be true, what does not add up, what is left blank.

Templates of the harmonised transparency reports, and statements of reasons (by the rules in exchange/dsa_rules.py). A
flag says which cells do not go together; which of them is wrong, and whether a rule allows it, is for people to ask.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from overt.disclosure.audit import templates
from overt.disclosure.audit.templates import TOTAL, Line, Sheet
from overt.disclosure.exchange.documents import json_of
from overt.disclosure.exchange.dsa_rules import faults_of_call
from overt.disclosure.exchange.dsa_words import KEYWORDS, OTHER_KEYWORD
from overt.errors import InputError

MONTHS_TO_PUBLISH = 2
"""After the end of the period (Article 6 of the Implementing Regulation, as the notes on policy state it)."""
SOME_SHEETS_ONLY = ("STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE", "STATEMENT_CATEGORY_OTHER_VIOLATION_TC")
"""Categories that not every sheet has."""
NOT_SPECIFIED_ORDER = "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"
"""The last row of the sheet of orders."""
MEASURES, AUTOMATED = "number of measures taken at the provider's own initiative", "solely automated means"
_RESTRICTIONS = ("visibility restriction", "monetary restriction", "provision of the service", "account restriction")
_PLACEHOLDER = "text to detail the"
MAX_STATEMENTS = 100_000


@dataclass(frozen=True)
class Fault:
    """Cells that do not go together. `rule` names the check; `rows` are rows of the file."""

    file: str
    rule: str
    told: str
    rows: tuple[int, ...] = ()


def is_statutory(text: str) -> bool:
    """Whether a file is a sheet of a harmonised report, or holds statements of reasons."""
    return templates.looks_like(text) or _looks_like_statements(text)


def faults(name: str, text: str) -> list[Fault]:
    """Every fault of a statutory file. Raises InputError where it is none."""
    if not templates.looks_like(text):
        return _statements(name, text)
    sheet = templates.parse(name, text)
    if sheet.kind == templates.IDENTIFICATION:
        return list(_identification(sheet))
    found = [
        Fault(name, "no count", f"{c} of {n.word} holds something else", (n.row,)) for n in sheet.lines for c in n.wrong
    ]
    if sheet.kind == templates.COMPLAINTS:
        return [*found, *_complaints(sheet)]
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in sheet.lines:
        groups.setdefault(line.group, []).append(line)
    for lines in groups.values():
        for check in (_totals, _keyword_sums, _automated, _restricted, _blanks, _others, _missing):
            found += check(sheet, lines)
    return found


def _totals(sheet: Sheet, lines: list[Line]) -> Iterator[Fault]:
    """TOTAL against the sum of the categories, and what stands in TOTAL alone."""
    total = next((line for line in lines if line.word == TOTAL), None)
    categories = [_with_keywords(line, words) for line, words in _families(lines)]
    categories += [line for line in lines if line.word == NOT_SPECIFIED_ORDER]
    if total is None or not categories:
        return
    alone = {}
    for column in sheet.columns:
        held, parts = total.values[column], _sum(categories, column)
        if held and parts is None:
            alone[column] = held
    for column in sheet.columns:
        held, parts = total.values[column], _sum(categories, column)
        if held is None or parts is None or held == parts:
            continue
        told = f"{column}: TOTAL is {held:,}, the categories add up to {parts:,}, {abs(held - parts):,} "
        told += "fewer" if parts < held else "more"
        if alone and "restriction" not in column and held - parts == sum(alone.values()):
            told += f", exactly {' and '.join(f'{n:,} ({c})' for c, n in alone.items())}, which stand in TOTAL alone"
        elif parts > held:
            told += "; one item may be counted in several categories"
        yield Fault(sheet.name, "total against categories", told, (total.row,))
    for column, held in alone.items():
        told = f"{column}: {held:,} in TOTAL, and no category has any: of none of them is it said what they were for"
        yield Fault(sheet.name, "total alone", told, (total.row,))


def _keyword_sums(sheet: Sheet, lines: list[Line]) -> Iterator[Fault]:
    for category, words in _families(lines):
        for column in sheet.columns:
            held, parts = category.values[column], _sum(words, column)
            if parts is not None and held != parts and (parts or held):
                stated = "blank" if held is None else f"{held:,}"
                told = f"{column}: {category.word} is {stated}, its keywords add up to {parts:,}"
                rows = (category.row, *(line.row for line in words if line.values[column]))
                yield Fault(sheet.name, "category against keywords", told, rows)


def _automated(sheet: Sheet, lines: list[Line]) -> Iterator[Fault]:
    """More measures after detection by solely automated means than measures."""
    column = next((c for c in sheet.columns if AUTOMATED in c), None)
    whole = next((c for c in sheet.columns if c.startswith(MEASURES)), None)
    for line in lines if column and whole else ():
        some, all_of_them = line.values[column or ""], line.values[whole or ""]
        if some is not None and all_of_them is not None and some > all_of_them:
            told = f"{line.word}: {some:,} measures after solely automated detection, of {all_of_them:,} measures"
            yield Fault(sheet.name, "impossible automated share", told, (line.row,))


def _restricted(sheet: Sheet, lines: list[Line]) -> Iterator[Fault]:
    """Fewer restrictions than measures: a measure restricts something; it may restrict several things."""
    whole = next((c for c in sheet.columns if c.startswith(MEASURES)), None)
    columns = [c for c in sheet.columns if c.startswith(_RESTRICTIONS)]
    for line in lines if whole and columns else ():
        held = line.values[whole or ""]
        parts = [v for c in columns if (v := line.values[c]) is not None]
        if held and parts and sum(parts) < held:
            told = f"{line.word}: {held:,} measures, but {sum(parts):,} restrictions of any sort"
            yield Fault(sheet.name, "fewer restrictions than measures", told, (line.row,))


def _blanks(sheet: Sheet, lines: list[Line]) -> Iterator[Fault]:
    """Keywords left blank, neither a count nor zero, though their category has counts."""
    column = sheet.columns[0] if sheet.columns else ""
    for category, words in _families(lines):
        held = category.values.get(column)
        blank = [w for w in words if w.word != OTHER_KEYWORD and all(v is None for v in w.values.values())]
        if held and blank:
            other = _sum([w for w in words if w.word == OTHER_KEYWORD], column)
            names = ", ".join(line.word for line in blank)
            told = f"{category.word} has {held:,} ({column}); blank, neither a count nor zero: {names}"
            told += f"; {OTHER_KEYWORD} has {other:,}, {other / held:.1%} of it" if other else ""
            yield Fault(sheet.name, "blank keywords", told, (category.row, *(line.row for line in blank)))


def _others(sheet: Sheet, lines: list[Line]) -> Iterator[Fault]:
    """KEYWORD_OTHER with a count has to say what it is."""
    for line in lines:
        told = line.description.lower()
        if line.word == OTHER_KEYWORD and any(line.values.values()) and (not told or told.startswith(_PLACEHOLDER)):
            yield Fault(
                sheet.name, "other not described", f"{OTHER_KEYWORD} has a count and no description", (line.row,)
            )


def _missing(sheet: Sheet, lines: list[Line]) -> Iterator[Fault]:
    """Categories and keywords of the template that have no row, and words that it does not have."""
    present = {line.word for line in lines}
    absent = [c for c in KEYWORDS if c not in present and c not in SOME_SHEETS_ONLY]
    for category, words in _families(lines):
        held = {line.word for line in words}
        absent += [word for word in KEYWORDS[category.word] if word not in held] if held else []
    if absent:
        yield Fault(sheet.name, "rows missing", f"no row for {', '.join(absent)}")
    known = {
        TOTAL,
        OTHER_KEYWORD,
        NOT_SPECIFIED_ORDER,
        *KEYWORDS,
        *(word for words in KEYWORDS.values() for word in words),
    }
    for line in lines:
        if line.word not in known:
            yield Fault(sheet.name, "unknown word", f"{line.word[:80]} is no category or keyword", (line.row,))


def _families(lines: list[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Each category with the rows of its keywords, which follow it."""
    at = [i for i, line in enumerate(lines) if line.word in KEYWORDS]
    for start, stop in zip(at, [*at[1:], len(lines)], strict=True):
        yield lines[start], [line for line in lines[start + 1 : stop] if line.word.startswith("KEYWORD_")]


def _with_keywords(category: Line, words: list[Line]) -> Line:
    """The category with the sum of its keywords where its own cell is blank."""
    values = {c: _sum(words, c) if held is None else held for c, held in category.values.items()}
    return replace(category, values=values)


def _sum(lines: Iterable[Line], column: str) -> Decimal | None:
    """None where every cell is blank."""
    held = [value for line in lines if (value := line.values.get(column)) is not None]
    return sum(held, Decimal(0)) if held else None


def _complaints(sheet: Sheet) -> Iterator[Fault]:
    """Outcomes against the number of complaints, and each sort of complaint against all of them."""
    told: dict[tuple[str, ...], dict[str, Line]] = {}
    for line in sheet.lines:
        told.setdefault(line.group, {})[line.word] = line
    whole = next(
        (
            g["total number"]
            for (_, i), g in told.items()
            if i.startswith("number of complaints") and "total number" in g
        ),
        None,
    )
    for (_, indicator), scopes in told.items():
        total = scopes.get("total number")
        held = total.values["value"] if total else None
        outcomes = [line for word, line in scopes.items() if word.startswith(("decisions ", "decision omitted"))]
        parts = _sum(outcomes, "value")
        if total and held is not None and parts is not None and parts > held:
            rows = (total.row, *(line.row for line in outcomes))
            yield Fault(
                sheet.name, "more outcomes than complaints", f"{indicator}: {parts:,} outcomes of {held:,}", rows
            )
        all_of_them = whole.values["value"] if whole else None
        if (
            total
            and held
            and all_of_them is not None
            and indicator.startswith("complaint regarding")
            and held > all_of_them
        ):
            yield Fault(
                sheet.name,
                "part above the whole",
                f"{indicator}: {held:,}, of {all_of_them:,} complaints in all",
                (total.row,),
            )
        percent = scopes.get("percentage of outcomes implemented")
        if percent and (value := percent.values["value"]) is not None and value > 100:
            yield Fault(sheet.name, "impossible percentage", f"{indicator}: {value}%", (percent.row,))


def _identification(sheet: Sheet) -> Iterator[Fault]:
    """Days of the report: blank, in the wrong order, or published late."""
    days: dict[str, tuple[int, date]] = {}
    for name, (row, text) in sheet.texts.items():
        if not text:
            yield Fault(sheet.name, "blank", f"{name} is blank", (row,))
        elif "dat" in name:
            try:
                days[name] = (row, date.fromisoformat(text[:10]))
            except ValueError:
                yield Fault(sheet.name, "no date", f"{name} is {text[:40]!r}", (row,))
    start, end = _find(days, "starting date"), _find(days, "ending date")
    published = next((v for n, v in days.items() if "publication of the report" in n), None)
    if start and end and end[1] < start[1]:
        yield Fault(
            sheet.name, "dates", f"the period ends on {end[1]}, before it begins on {start[1]}", (start[0], end[0])
        )
    if end and published:
        month = end[1].month + MONTHS_TO_PUBLISH
        after = (published[1].year - end[1].year) * 12 + published[1].month - month
        if after > 0:
            told = (
                f"published on {published[1]}, more than {MONTHS_TO_PUBLISH} months after the period ended on {end[1]}"
            )
            yield Fault(sheet.name, "late", told, (published[0],))


def _find(days: dict[str, tuple[int, date]], word: str) -> tuple[int, date] | None:
    return next((held for name, held in days.items() if word in name), None)


def _looks_like_statements(text: str) -> bool:
    head = text.lstrip("\ufeff \t\r\n")[:20_000]
    return head[:1] in ("{", "[") and '"decision_ground"' in head and '"puid"' in head


def _statements(name: str, text: str) -> list[Fault]:
    """Statements of reasons: each rule and field that is broken, and by how many."""
    value: Any = json_of(text, name)
    held = value.get("statements", [value]) if isinstance(value, dict) else value
    if not isinstance(held, list) or len(held) > MAX_STATEMENTS:
        raise InputError("holds no list of statements", where=name, mend=f"at most {MAX_STATEMENTS:,} are read")
    broken: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], int] = {}
    for place, statement in enumerate(held, 1):
        for each in faults_of_call([statement]):
            key = (each.field.partition("].")[2] or each.field, each.rule, each.message)
            broken[key] += 1
            first.setdefault(key, place)
    puids = Counter(json.dumps(s.get("puid")) for s in held if isinstance(s, dict) and s.get("puid"))
    twice = sum(n > 1 for n in puids.values())
    found = [
        Fault(
            name,
            f"statement: {rule}",
            f"{field}: {message}; {many:,} of {len(held):,} statements",
            (first[field, rule, message],),
        )
        for (field, rule, message), many in sorted(broken.items())
    ]
    return found + ([Fault(name, "statement: unique", f"{twice:,} puids stand in several statements")] if twice else [])

"""The rules for a statement of reasons of the DSA Transparency Database, each with a name.

`faults(statement)` says every rule that does not hold: the field, the rule, and what to do. No statement may hold
personal data: names, ids and addresses of accounts are looked for in every text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from overt.disclosure.exchange import dsa_words as words

MAX_IN_ONE_CALL = 100
"""Statements that the database takes in one call."""
MAX_PUID = 500
EARLIEST = {"content_date": date(2000, 1, 1), "application_date": date(2020, 1, 1)}
ENDS = tuple(f"end_date_{what}_restriction" for what in ("account", "monetary", "service", "visibility"))
DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")

ENUMS: dict[str, Iterable[str]] = {
    "decision_monetary": words.MONETARY,
    "decision_provision": words.PROVISION,
    "decision_account": words.ACCOUNT,
    "account_type": words.ACCOUNT_TYPES,
    "decision_ground": (words.ILLEGAL, words.INCOMPATIBLE),
    "incompatible_content_illegal": words.YES_NO,
    "category": words.CATEGORIES,
    "source_type": words.SOURCES,
    "automated_detection": words.YES_NO,
    "automated_decision": words.AUTOMATED,
    "content_language": words.LANGUAGES,
}
"""Field -> the words of which it is one."""
LISTS: dict[str, Iterable[str]] = {
    "decision_visibility": words.VISIBILITY,
    "content_type": words.CONTENT_TYPES,
    "category_addition": words.CATEGORIES,
    "category_specification": words.ALL_KEYWORDS,
    "territorial_scope": words.COUNTRIES,
}
"""Field -> the words of which it is a list."""
LENGTHS = {
    "decision_visibility_other": 500,
    "decision_monetary_other": 500,
    "decision_ground_reference_url": 500,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2_000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2_000,
    "content_type_other": 500,
    "category_specification_other": 500,
    "decision_facts": 5_000,
    "source_identity": 500,
    "puid": MAX_PUID,
}
"""Text -> characters it may have."""
REQUIRED = (
    *("decision_ground", "content_type", "category", "content_date", "application_date", "decision_facts"),
    *("source_type", "automated_detection", "automated_decision", "puid"),
)
WITH: dict[str, tuple[str, str]] = {
    "decision_visibility_other": ("decision_visibility", "DECISION_VISIBILITY_OTHER"),
    "decision_monetary_other": ("decision_monetary", "DECISION_MONETARY_OTHER"),
    "content_type_other": ("content_type", "CONTENT_TYPE_OTHER"),
    "illegal_content_legal_ground": ("decision_ground", words.ILLEGAL),
    "illegal_content_explanation": ("decision_ground", words.ILLEGAL),
    "incompatible_content_ground": ("decision_ground", words.INCOMPATIBLE),
    "incompatible_content_explanation": ("decision_ground", words.INCOMPATIBLE),
}
"""Text -> the field and its word with which it has to be given, and without which it may not."""
ONLY_WITH = {"incompatible_content_illegal": ("decision_ground", words.INCOMPATIBLE)}
"""The same, where it may be left out."""
FIELDS = frozenset((*DECISIONS, *ENUMS, *LISTS, *LENGTHS, *ENDS, "content_date", "application_date", "content_id"))

_PUID = re.compile(r"[a-zA-Z0-9_-]+")
_PERSONAL = (
    ("an e-mail address", re.compile(r"[^\s@]{1,64}@[^\s@]{1,253}\.[^\s@.]{2}")),
    ("a handle", re.compile(r"(?<![\w/.])@[A-Za-z0-9_.]{2,}")),
    ("an address of a profile", re.compile(r"https?://[^\s/]{1,253}/(?:@|u/|user/|profile|channel/)\S+", re.I)),
    ("a telephone number", re.compile(r"(?<![\w-])\+\d[\d ()/-]{6,20}\d")),
    ("an IP address", re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")),
)


@dataclass(frozen=True)
class Fault:
    """A rule that a statement breaks: the field, the name of the rule, and what it asks for."""

    field: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message} (rule {self.rule})"


def faults(statement: Any, names: Iterable[str] = ()) -> list[Fault]:
    """Every rule that the statement breaks. `names`: handles, display names, ids of accounts, which it may not hold."""
    if not isinstance(statement, dict):
        return [Fault("statement", "object", "a statement is an object")]
    given = {k: v for k, v in statement.items() if v not in (None, "", [])}
    found = [
        Fault(str(name)[:60], "known-field", "the schema has no such field") for name in given if name not in FIELDS
    ]
    found += [Fault(name, "required", "it has to be given") for name in REQUIRED if name not in given]
    if not any(name in given for name in DECISIONS):
        told = "one of decision_visibility, decision_monetary, decision_provision and decision_account has to be given"
        found.append(Fault("decision_visibility", "one-decision", told))
    for check in (_words, _lists, _texts, _conditions, _dates, _others):
        found += check(given)
    return found + _personal(given) + names_in(given, names)


def faults_of_call(statements: Any, names: Iterable[str] = ()) -> list[Fault]:
    """The same for all statements of one call, with their number in front of the field."""
    if not isinstance(statements, list):
        return [Fault("statements", "array", "it is a list of statements")]
    held = list(names)
    found = []
    if not 1 <= len(statements) <= MAX_IN_ONE_CALL:
        found.append(Fault("statements", "at-most-100", f"one call holds 1 to {MAX_IN_ONE_CALL} statements"))
    for number, each in enumerate(statements):
        found += [Fault(f"statements[{number}].{f.field}", f.rule, f.message) for f in faults(each, held)]
    puids = [each.get("puid") for each in statements if isinstance(each, dict)]
    for number, puid in enumerate(puids):
        if isinstance(puid, str) and puid in puids[:number]:
            found.append(Fault(f"statements[{number}].puid", "unique", "another statement of the call has it"))
    return found


def _words(given: dict[str, Any]) -> list[Fault]:
    return [
        Fault(name, "one-of", f"it is one of {_some(allowed)}")
        for name, allowed in ENUMS.items()
        if name in given and not (isinstance(given[name], str) and given[name] in allowed)
    ]


def _lists(given: dict[str, Any]) -> list[Fault]:
    found = []
    for name, allowed in LISTS.items():
        value = given.get(name)
        if value is None:
            continue
        if not isinstance(value, list):
            found.append(Fault(name, "array", "it is a list"))
        elif not all(isinstance(v, str) and v in allowed for v in value):
            found.append(Fault(name, "one-of", f"its values are among {_some(allowed)}"))
        elif len(set(value)) < len(value):
            found.append(Fault(name, "distinct", "it has a value twice"))
    return found


def _texts(given: dict[str, Any]) -> list[Fault]:
    found = []
    for name, most in LENGTHS.items():
        value = given.get(name)
        if value is not None and not isinstance(value, str):
            found.append(Fault(name, "text", "it is a text"))
        elif value is not None and len(value) > most:
            found.append(Fault(name, "length", f"it has {len(value):,} characters, at most {most:,} are taken"))
    return found


def _has(given: dict[str, Any], name: str, word: str) -> bool:
    value = given.get(name)
    return word in value if isinstance(value, list) else value == word


def _conditions(given: dict[str, Any]) -> list[Fault]:
    found = []
    for name, (other, word) in WITH.items():
        if _has(given, other, word) and name not in given:
            found.append(Fault(name, "required-with", f"it has to be given, since {other} is {word}"))
    for name, (other, word) in {**WITH, **ONLY_WITH}.items():
        if name in given and not _has(given, other, word):
            found.append(Fault(name, "only-with", f"leave it out, since {other} is not {word}"))
    if _has(given, "category_specification", words.OTHER_KEYWORD) and "category_specification_other" not in given:
        told = f"it has to be given, since category_specification is {words.OTHER_KEYWORD}"
        found.append(Fault("category_specification_other", "required-with", told))
    if given.get("source_type") == words.VOLUNTARY and "source_identity" in given:
        found.append(Fault("source_identity", "only-with", f"leave it out, since source_type is {words.VOLUNTARY}"))
    return found


def _dates(given: dict[str, Any]) -> list[Fault]:
    found, days = [], {}
    for name in (*EARLIEST, *ENDS):
        if name not in given:
            continue
        day = _day(given[name])
        if day is None:
            found.append(Fault(name, "date", "write it as year-month-day, such as 2026-03-01"))
        elif name in EARLIEST and day < EARLIEST[name]:
            found.append(Fault(name, "earliest", f"it is not before {EARLIEST[name]}"))
        else:
            days[name] = day
    start = days.get("application_date")
    for name in ENDS:
        if start and name in days and days[name] < start:
            found.append(Fault(name, "after-application", f"it is not before application_date, {start}"))
    return found


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _others(given: dict[str, Any]) -> list[Fault]:
    found = []
    puid = given.get("puid")
    if isinstance(puid, str) and not _PUID.fullmatch(puid):
        found.append(Fault("puid", "letters-digits-hyphens", "it has only letters, digits, - and _ of ASCII"))
    url = given.get("decision_ground_reference_url")
    if isinstance(url, str) and not _is_url(url):
        found.append(Fault("decision_ground_reference_url", "url", "it is an address that begins with http"))
    content = given.get("content_id")
    if content is not None and not (
        isinstance(content, dict) and set(content) == {"EAN-13"} and re.fullmatch(r"\d{13}", str(content["EAN-13"]))
    ):
        found.append(Fault("content_id", "ean-13", 'it is {"EAN-13": thirteen digits}'))
    return found


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


def names_in(given: dict[str, Any], names: Iterable[str], fields: Iterable[str] = tuple(LENGTHS)) -> list[Fault]:
    """The texts that hold one of the names, in whatever case, as a word or words of their own."""
    held = [name.casefold() for name in names if name.strip()]
    told = "it holds a name or id of an account: say it without"
    return [
        Fault(field, "no-personal-data", told)
        for field in fields
        if field != "decision_ground_reference_url" and isinstance(given.get(field), str)
        if any(_names(given[field].casefold(), name) for name in held)
    ]


def _personal(given: dict[str, Any]) -> list[Fault]:
    """Personal data by its form, in any text. The address of the terms is no text of this sort."""
    return [
        Fault(field, "no-personal-data", f"it holds {what}: say it without")
        for field in LENGTHS
        if field != "decision_ground_reference_url" and isinstance(given.get(field), str)
        for what, pattern in _PERSONAL
        if pattern.search(given[field])
    ]


def _names(text: str, name: str) -> bool:
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _some(allowed: Iterable[str]) -> str:
    held = sorted(allowed)
    return ", ".join(held[:8]) + (f" and {len(held) - 8} more" if len(held) > 8 else "")

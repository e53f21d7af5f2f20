"""How a network reads, as findings.json has it: innocent reading first, then what speaks against it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One question with its answer, how likely and how sure (in words, where any were computed), and on what basis."""

    question: str
    says: str
    confidence: str
    basis: list[str]


@dataclass(frozen=True)
class ReadingView:
    """What the template prints; empty lists where the findings say nothing."""

    headline: str
    innocent: list[str]
    speaks_for_it: list[str]
    speaks_against_it: list[str]
    unknown: list[str]
    answers: list[Answer]
    techniques: list[tuple[str, str, str]]


def view(network: dict[str, Any]) -> ReadingView:
    """The reading of a network; of findings that have none, what their older lists say."""
    reading = network.get("reading")
    if not isinstance(reading, dict):
        reading = {
            "innocent": network.get("innocent_explanations"),
            "speaks_for_it": network.get("evidence_against"),
            "speaks_against_it": network.get("evidence_for"),
        }
    return ReadingView(
        str(reading.get("headline") or ""),
        _lines(reading.get("innocent")),
        _lines(reading.get("speaks_for_it")),
        _lines(reading.get("speaks_against_it")),
        _lines(reading.get("unknown")),
        [_answer(one) for one in reading.get("confidence") or [] if isinstance(one, dict)],
        [_technique(one) for one in reading.get("techniques") or [] if isinstance(one, dict)],
    )


def _lines(value: Any) -> list[str]:
    return [str(line) for line in value] if isinstance(value, list) else []


def _answer(one: dict[str, Any]) -> Answer:
    confidence = one.get("confidence")
    return Answer(
        str(one.get("question") or ""),
        str(one.get("says") or ""),
        f"Confidence: {confidence}." if confidence else "",
        _lines(one.get("basis")),
    )


def _technique(one: dict[str, Any]) -> tuple[str, str, str]:
    return str(one.get("id") or ""), str(one.get("name") or ""), str(one.get("framework") or "DISARM")


def openness(network: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Account (platform, id) -> what it is openly and why; accounts of which nothing is known are left out."""
    found = {}
    for account in network.get("accounts") or []:
        known = account.get("open")
        if isinstance(known, dict):
            key = (str(account.get("platform") or ""), str(account.get("account_id") or ""))
            found[key] = f"{known.get('kind') or 'open'}: {known.get('reason') or 'no reason recorded'}"
    return found

"""A case study as OpenAI publishes them: a named operation, its actor, behaviour, completions and impact.

Text or Markdown with one heading for each operation and labelled paragraphs under it (Actor, Behavior, Completions,
Distribution, Impact); the impact names a category of the Breakout Scale, one (stays on one platform) to six. A place
stands in the prose: "originating in X", "operation from X", "linked to X".
"""

import re

from overt.disclosure.operation import Operation, Report
from overt.disclosure.reports.base import MAX_TEXT, identity, joined, listed, made, span
from overt.errors import InputError
from overt.registry.platforms import PLATFORMS

NAME = "openai-case"
REPORTER = "OpenAI"
LABELS = ("Actor", "Behavior", "Completions", "Distribution", "Impact")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<title>.+?)\s*#*\s*$")
_LABEL = re.compile(
    r"^[\s*_#>-]*(?P<label>Actors?|Behaviou?rs?|Completions?|Distribution|Impact)[\s*_]*[:.—–-]?[\s*_]*(?P<rest>.*)$"
)
_CATEGORY = re.compile(r"\bcategory\s+(?P<word>one|two|three|four|five|six|[1-6])\b", re.I)
_NAME = r"(?:the )?[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*"
_NAMES = rf"{_NAME}(?:(?:, and |, | and ){_NAME})*"
_FROM = re.compile(
    r"\b(?:originat(?:ing|ed|es)(?: likely)? (?:in|from)|(?:likely )?operated from|based in|operation from)\s+"
    rf"(?P<where>{_NAMES})"
)
_LINKED = re.compile(rf"\blinked to\s+(?P<who>{_NAME})")
_TARGETED = re.compile(rf"\b(?:targeting|targeted|aimed at)\s+(?:audiences in\s+)?(?P<who>{_NAMES})")
_LANGUAGES = re.compile(r"\bin ((?:[A-Z][a-z]+(?:, and |, | and ))*[A-Z][a-z]+) (?:on|across|that|for|and posted)")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def looks_like(name: str, text: str) -> bool:
    """Whether it has the labels of a case study and a Breakout category."""
    held = {m["label"].lower()[:5] for line in text.splitlines() if (m := _LABEL.match(line))}
    return {"actor", "behav", "impac"} <= held


def parse(name: str, text: str) -> Report:
    """The case studies of a text. Raises InputError where there is none."""
    if not looks_like(name, text):
        raise InputError("is no case study", where=name, mend=f"its paragraphs are labelled {', '.join(LABELS)}")
    period = span(text[:5_000])
    left: list[str] = []
    found = []
    for place, (line, title, parts) in enumerate(_studies(text), 1):
        operation = _operation(name, place, line, title, parts, left)
        found += [operation] if operation else []
    return Report(
        REPORTER,
        NAME,
        tuple(found),
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        left=tuple(left),
    )


def emit(report: Report) -> str:
    """The case studies as Markdown."""
    lines = []
    for operation in report.operations:
        lines += [f"## {operation.name or operation.id}", ""]
        lines += [operation.summary or _paragraphs(operation), ""]
    return "\n".join(lines)


def _studies(text: str) -> list[tuple[int, str | None, dict[str, str]]]:
    """Line, heading and labelled paragraphs of each study: it begins with its Actor."""
    found: list[tuple[int, str | None, dict[str, str]]] = []
    title: str | None = None
    label: str | None = None
    for place, whole in enumerate(text.splitlines(), 1):
        line = whole[:MAX_TEXT]
        told = _LABEL.match(line)
        heading = _HEADING.match(line)
        if told:
            label = _known(told["label"])
            if label == "Actor":
                found.append((place, title, {}))
            if found:
                found[-1][2].setdefault(label, told["rest"].strip())
        elif heading:
            title, label = heading["title"], None
        elif label and found and line.strip():
            found[-1][2][label] = f"{found[-1][2].get(label, '')} {line.strip()}".strip()[:MAX_TEXT]
    return found


def _known(label: str) -> str:
    return next(known for known in LABELS if known.lower()[:5] == label.lower()[:5])


def _operation(
    name: str, place: int, line: int, title: str | None, parts: dict[str, str], left: list[str]
) -> Operation | None:
    where = f"{name}:{line}"
    actor, told = parts.get("Actor", ""), " ".join(parts.values())
    category, origin = _CATEGORY.search(parts.get("Impact", "")), _FROM.search(actor)
    linked, targeted = _LINKED.search(actor), _TARGETED.search(told)
    languages = _LANGUAGES.search(told)
    if category is None:
        left.append(f"{where}: the impact names no category of the Breakout Scale")
    word = category["word"].lower() if category else ""
    return made(
        where,
        left,
        id=identity(REPORTER, name, place),
        reporter=REPORTER,
        name=title,
        origins=listed(origin["where"]) if origin else (),
        linked_to=listed(linked["who"]) if linked else (),
        audiences=listed(targeted["who"]) if targeted else (),
        languages=listed(languages[1]) if languages else (),
        breakout=(_NUMBERS.get(word) or int(word)) if word else None,
        touched=platforms_in(f"{parts.get('Distribution', '')} {parts.get('Behavior', '')} {parts.get('Impact', '')}"),
        goal=parts.get("Completions"),
        summary="\n\n".join(f"{label}: {parts[label]}" for label in LABELS if label in parts),
        source=where,
    )


def platforms_in(text: str) -> tuple[str, ...]:
    """The platforms that a text names, in the order of overt's list. X counts only where it cannot be another word."""
    found = []
    for platform in PLATFORMS:
        names = [platform.name, *(a for a in platform.also if len(a) > 2), *platform.hosts]
        if platform.name == "x":
            hit = re.search(r"\bTwitter\b|\bX\b(?=[\s,.;)]*(?:accounts?|\(formerly|,| and |\.|$))|\bx\.com\b", text)
        else:
            hit = re.search(rf"(?<![\w.])(?:{'|'.join(map(re.escape, names))})(?![\w-])", text, re.I)
            hit = hit if hit and (len(platform.name) > 3 or hit[0].isupper()) else None
        found += [platform.name] if hit else []
    return tuple(found)


def _paragraphs(operation: Operation) -> str:
    """Labelled paragraphs made from the fields."""
    actor = ["An operation"]
    if operation.origins:
        actor.append(f"originating in {joined(operation.origins)}")
    if operation.linked_to:
        actor.append(f"linked to {joined(operation.linked_to)}")
    behaviour = f"The operation was targeting {joined(operation.audiences)}." if operation.audiences else "Not stated."
    shown = [f"Actor: {' '.join(actor)}.", f"Behavior: {behaviour}"]
    if operation.goal:
        shown.append(f"Completions: {operation.goal}")
    if operation.touched:
        shown.append(f"Distribution: {joined(tuple(_shown(p) for p in operation.touched))}.")
    scale = f"Category {operation.breakout} on the Breakout Scale." if operation.breakout else "Not rated."
    return "\n\n".join([*shown, f"Impact: {scale}"])


def _shown(platform: str) -> str:
    return {"x": "Twitter", "tiktok": "TikTok", "youtube": "YouTube"}.get(platform, platform.capitalize())

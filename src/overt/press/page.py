"""A page of HTML as the text that a reader sees. A sanitiser reads it; nothing is fetched."""

import re
from html import unescape

from overt.errors import InputError, UsageError

_HIDDEN = {"script", "style", "template", "noscript", "svg", "nav", "iframe", "object", "title"}
_CODE = {"script", "style", "template"}
_BLOCKS = set(
    "p div li ul ol tr table section article blockquote br hr h1 h2 h3 h4 h5 h6 header footer main figure figcaption "
    "aside dd dt dl pre td th".split()
)
_PAGE = re.compile(r"<!doctype html|<html\b|<body\b|<(?:article|p|div)\b[^<>]*>", re.I)
MOST_TAGS = 30_000
"""Tags of a page: deep nests of them cost more than they say."""


def is_page(text: str) -> bool:
    """Whether a text is HTML: it opens with a tag of a page."""
    head = text.lstrip("\ufeff \t\r\n")[:1_000]
    return head.startswith("<") and _PAGE.search(head) is not None


def text_of_page(text: str, where: str = "") -> str:
    """The text that a reader sees, a line for each block."""
    try:
        import nh3
    except ImportError as error:
        raise UsageError("reading HTML needs a further part", mend='pip install "overt[press]"') from error
    if text.count("<") > MOST_TAGS:
        raise InputError(f"more than {MOST_TAGS:,} tags", where=where, mend="save the report as text")
    clean = nh3.clean(text, tags=_BLOCKS, clean_content_tags=_HIDDEN, attributes={}, strip_comments=True)
    if not re.sub(r"<[^<>]*>", "", clean).strip():  # an element that hides, and is not closed, hides the whole page
        clean = nh3.clean(text, tags=_BLOCKS, clean_content_tags=_CODE, attributes={}, strip_comments=True)
    # what is left are tags of blocks without attributes, and text with every "<" written as an entity
    lines = re.sub(r"<[^<>]*>", "\n", re.sub(r"\s+", " ", clean)).splitlines()
    return "\n".join(shown for line in lines if (shown := " ".join(unescape(line).split()))) + "\n"

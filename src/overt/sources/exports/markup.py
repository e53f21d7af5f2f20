"""The text of HTML, as platforms write posts and descriptions: breaks become line feeds, tags go."""

import html
import re

_BREAK = re.compile(r"<(?:br|/p)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")


def plain(content: str | None) -> str | None:
    """The text without its tags, entities resolved; None where nothing is left."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", content or ""))).strip() or None

"""Hashtags in the order in which they stand in the text, where an export lists them in another."""

from collections.abc import Iterable

from overt.sources.lists import text_hashtags


def in_order(names: Iterable[str], text: str | None) -> list[str]:
    """The hashtags of the text as it spells them, then those of the list that it does not show."""
    shown = text_hashtags(text or "")
    seen = {tag.casefold() for tag in shown}
    rest = {name.casefold(): name for raw in names if (name := raw.strip().lstrip("#＃"))}
    return shown + [name for folded, name in rest.items() if folded not in seen]

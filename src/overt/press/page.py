"""A page of HTML as the text that a reader sees. Depth does not matter to the parser: it builds no tree."""

import re
from html.parser import HTMLParser

_HIDDEN = frozenset({"script", "style", "template", "noscript", "svg", "head", "nav", "iframe", "object"})
_BLOCKS = frozenset(
    "p div li ul ol tr table section article blockquote br hr h1 h2 h3 h4 h5 h6 header footer main figure "
    "figcaption aside dd dt pre td th title".split()
)
_PAGE = re.compile(r"<!doctype html|<html\b|<body\b|<(?:article|p|div)\b[^<>]*>", re.I)


def is_page(text: str) -> bool:
    """Whether a text is HTML: it opens like a page, or it opens with a tag."""
    head = text.lstrip("\ufeff \t\r\n")[:1_000]
    return head.startswith("<") and _PAGE.search(head) is not None


def text_of_page(text: str) -> str:
    """The text that a reader sees, a line for each block."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = "".join(reader.parts).splitlines()
    return "\n".join(line for each in lines if (line := " ".join(each.split()))) + "\n"


class _Reader(HTMLParser):
    """Collects what is seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; what is hidden opens a stretch that is left out."""
        if tag in _HIDDEN and len(self._hidden) < 100:
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line; a stretch that is left out ends with its own tag."""
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self.parts.append("\n")
        if tag in ("head", "body", "html"):
            self._hidden.clear()

    def handle_data(self, data: str) -> None:
        """What is seen; line breaks of the source are blanks."""
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))

"""A published page as plain text: a line for each paragraph, heading and item, bars between the cells of a table.

Scripts, styles and everything that a reader does not see are left out. Nothing that the page names is fetched.
"""

from html.parser import HTMLParser

_HIDDEN = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_BLOCKS = frozenset(
    "p div li ul ol tr table section article br h1 h2 h3 h4 h5 h6 thead tbody header footer main".split()
)
_CELLS = frozenset({"td", "th"})
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}


def is_page(text: str) -> bool:
    """Whether a text is HTML."""
    head = text.lstrip("\ufeff \t\r\n")[:2_000].lower()
    return head.startswith(("<!doctype html", "<html")) or (head.startswith("<") and "<table" in text[:200_000].lower())


def text_of_page(text: str) -> str:
    """The text that a reader sees."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = ("".join(reader.parts)).splitlines()
    return "\n".join(line for each in lines if (line := " ".join(each.split()).strip(" |"))) + "\n"


class _Reader(HTMLParser):
    """Collects what is seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self._row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Blocks begin a line of their own, but not inside of a row."""
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "tr":
            self._row = True
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append(" " if self._row else f"\n{_HEADINGS.get(tag, '')} ")

    def handle_endtag(self, tag: str) -> None:
        """Cells end in a bar, rows and blocks in a line break."""
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _CELLS:
            self.parts.append(" | ")
        elif tag == "tr":
            self._row = False
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append(" " if self._row else "\n")

    def handle_data(self, data: str) -> None:
        """What is seen; line breaks of the source are blanks, a bar in a cell is a slash."""
        if not self._hidden:
            self.parts.append(" ".join(data.replace("|", "/").splitlines()) if data.strip() else " ")

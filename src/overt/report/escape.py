"""Text of strangers, made safe to look at.

Characters that a reader cannot see, or that reorder what a reader sees, are written out as ⟨U+202E⟩: they are
shown, not dropped.
"""

import re

from markupsafe import Markup, escape

_INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 (but tab and line feed), DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers, Mongolian
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, line separators, bidi embeddings, isolates
    "\u3164\ufeff\uffa0\ufff0-\uffff"  # fillers, byte order mark, specials
    "\ud800-\udfff"  # halves of surrogate pairs: not text at all
    "\U000e0000-\U000e0fff"  # tags, which can carry a hidden message
)
_VISIBLE = re.compile(f"[{_INVISIBLE}]")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile("[ \t\n]+")
_NAMED = re.compile(r"(⟨U\+[0-9A-F]{4,6}⟩)")
_MARKS = "\u0300-\u036f\u0483-\u0489\u1dc0-\u1dff\u20d0-\u20ff"
_COMBINING = re.compile(f"([{_MARKS}]{{5}})[{_MARKS}]+")


def _named(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match.group()):04X}⟩"


def visible(text: object) -> str:
    """The text with every invisible or reordering character written as ⟨U+XXXX⟩. Line feed and tab stay.

    Piles of more than five combining marks, which would climb over the lines above, are cut to five.
    """
    return _COMBINING.sub(r"\1", _VISIBLE.sub(_named, str(text).replace("\r\n", "\n")))


def clip(text: object, length: int) -> str:
    """At most `length` characters of the text, saying how many were left out."""
    whole = str(text)
    if len(whole) <= length:
        return whole
    return f"{whole[:length]}… [{len(whole) - length:,} more characters]"


def one_line(text: object, length: int) -> str:
    """`visible` and `clip` with runs of blanks as one space: for labels, cells and terminals."""
    whole = str(text)
    head = whole[: 4 * length + 400]
    line = _BLANKS.sub(" ", visible(head)).strip()
    beyond = max(0, len(line) - length) + len(whole) - len(head)
    return f"{line[:length]}… [{beyond:,} more characters]" if beyond else line


def shown(text: object) -> Markup:
    """HTML of the text: escaped, and what is invisible written out in a style of its own."""
    html = _NAMED.sub(r'<span class="esc">\1</span>', str(escape(visible(text))))
    return Markup(html)  # noqa: S704 - escaped one line above


def isolated(text: object) -> Markup:
    """`shown`, kept from reordering what stands around it."""
    return Markup("<bdi>{}</bdi>").format(shown(text))


def finalize(value: object) -> object:
    """What Jinja does with every value before it is escaped: nothing reaches the page unseen or endless."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return visible(clip(value, 20_000))
    return "" if value is None else value


def for_xml(text: object) -> str:
    """The text without the characters that XML 1.0 does not allow."""
    return _NOT_XML.sub("", str(text))

"""Defanged values: addresses that were broken so that nobody clicks on them, and what they stood for.

Styles seen in published lists: `example[.]com`, `example[.com`, `(.)`, `[dot]`, `hxxp://`, `hxxps[:]//`, `https{:}//`,
`name[at]example[.]com`, an address with blanks where a line was broken. A value that was not defanged stays as it is.
"""

import re
from typing import NamedTuple

_DOT = re.compile(r"\s?[\[({<]\s?(?:\.|dot)\s?[\])}>]\s?", re.IGNORECASE)
_HALF_DOT = re.compile(r"\[\.(?![\]\[(])|(?<![\[(])\.\](?!\()")
_COLON = re.compile(r"[\[({<]\s?:\s?[\])}>]")
_SLASHES = re.compile(r"[\[({<]\s?(://|//|/)\s?[\])}>]")
_AT = re.compile(r"\s?[\[({<]\s?(?:@|at)\s?[\])}>]\s?", re.IGNORECASE)
_SCHEME = re.compile(r"\b(?:h[xX*t]{2}p|hXXP|meow|fxp)(s?)(?=:|\[|\{|\()", re.IGNORECASE)

_HOST = r"(?:[^\s/?#@:.,;()'\"<>\[\]{}|\\]{1,63}\.){1,10}[^\W\d_]{2,63}"
_DOMAIN = re.compile(rf"(?:\*\.)?{_HOST}\.?", re.UNICODE)
_URL = re.compile(
    rf"(?:(?:https?|ftp)://)?(?:{_HOST}|(?:\d{{1,3}}\.){{3}}\d{{1,3}})\.?(?::\d+)?(?:[/?#]\S*)?", re.UNICODE
)
_EMAIL = re.compile(rf"[^\s@/<>\"']{{1,64}}@{_HOST}", re.UNICODE)
_IP4 = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_HASHES = {32: "md5", 40: "sha1", 64: "sha256"}
_HEX = re.compile(r"[0-9a-fA-F]+")
_IN_TEXT = re.compile(
    rf"(?<![\w@/.])(?:(?:https?|ftp)://[^\s,;\"'<>]+|[\w.+-]{{1,64}}@{_HOST}|{_HOST}(?:/[^\s,;\"'<>]*)?)", re.UNICODE
)
_WITH_REMARK = re.compile(r"(\S{3,2048})\s+(?:\([^()]*\)|\[\w+\]|redirects to:)\s*")
"""An address, and what somebody wrote beside it in the same cell."""
_FILES = frozenset(
    "mp4 mp3 avi mov jpg jpeg png gif webp pdf doc docx xls xlsx ppt pptx txt csv html htm apk exe".split()
)
"""Endings of files, which no plain text means as a domain."""
MAX_VALUE = 4_096
"""Characters of a value that are looked at."""


class Value(NamedTuple):
    """What a defanged text stands for: its kind (domain, url, ip, email, md5, sha1, sha256) and its plain form."""

    kind: str
    text: str


def refanged(text: str) -> str:
    """The text with its addresses as they were."""
    text = _SCHEME.sub(lambda m: "http" + m[1].lower(), text)
    text = _SLASHES.sub(r"\1", _COLON.sub(":", text))
    text = _AT.sub("@", _DOT.sub(".", text))
    return _HALF_DOT.sub(".", text)


def defanged(text: str) -> str:
    """The text with its dots and schemes broken, as lists are published."""
    return re.sub(r"\bhttp(s?)://", r"hxxp\1://", text).replace(".", "[.]")


def was_defanged(text: str) -> bool:
    """Whether the text has addresses that somebody broke on purpose."""
    return refanged(text) != text


def value_of(text: str) -> Value | None:
    """The one value that a cell is; None where it is a sentence, a name or a count."""
    plain = refanged(text[:MAX_VALUE]).strip().strip("`").strip()
    remarked = _WITH_REMARK.fullmatch(plain)
    plain = remarked[1] if remarked and "." in remarked[1] else plain
    if " " in plain or "\n" in plain:
        plain = _joined(plain)
    if not plain or re.search(r"\s", plain):
        return None
    if _HEX.fullmatch(plain) and len(plain) in _HASHES:
        return Value(_HASHES[len(plain)], plain.lower())
    if _IP4.fullmatch(plain):
        return Value("ip", plain) if all(int(part) < 256 for part in plain.split(".")) else None
    if _EMAIL.fullmatch(plain):
        return Value("email", plain)
    if _DOMAIN.fullmatch(plain) and (was_defanged(text) or plain.lower().rsplit(".", 1)[1] not in _FILES):
        return Value("domain", plain.rstrip(".").lower())
    return Value("url", plain) if _URL.fullmatch(plain) and not _DOMAIN.fullmatch(plain) else None


def _joined(text: str) -> str:
    """An address into which a page break put blanks, in one piece; any other text as it is."""
    first, *rest = text.split()
    broken = re.match(rf"https?://{_HOST}/", first) and len(rest) <= 2 and all(re.search(r"[-_/%\d]", w) for w in rest)
    return "".join((first, *rest)) if broken else text


def values_in(text: str) -> list[Value]:
    """The addresses that a sentence names, each once."""
    found: dict[Value, None] = {}
    for match in _IN_TEXT.finditer(refanged(text[:MAX_VALUE])):
        value = value_of(match[0].rstrip(".,;:!?)"))
        if value:
            found[value] = None
    return list(found)

"""Addresses of profiles: which account of which platform a link names."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from overt.registry.domains import MAX_ADDRESS, host_of
from overt.registry.platforms import HOSTS, handle_of, id_of

_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?/{1,3}", re.IGNORECASE)
_LAST_ID = re.compile(r"(?:-([0-9]{9,17})|(?<![0-9])(1000[0-9]{11}|6[0-9]{13}))\Z")
"""The id at the end of a Facebook address: after a hyphen, or the fifteen digits that ids of profiles have."""
_TIKTOK = "MS4wLjAB"
"""How the second sort of TikTok's account ids begins (sec_uid)."""
_PLACES = frozenset({"channel", "c", "user", "company", "in", "s", "people", "group", "public", "pages", "pg", "video"})
"""First parts of a path that only say what sort of account follows."""


@dataclass(frozen=True)
class Named:
    """An account that an address names: by handle, by id, or by both."""

    platform: str
    handle: str | None = None
    account_id: str | None = None


def named(address: str) -> Named | None:
    """The account that an address of a profile names; None where it leads to no account of a known platform."""
    host = host_of(address)
    if host is None or len(address) > MAX_ADDRESS:
        return None
    known = next((p for h, p in HOSTS.items() if host == h or host.endswith("." + h)), None)
    if known is None:
        return None
    parts = urlsplit("https://" + _SCHEME.sub("", address.strip(), count=1))
    path = [unquote(p) for p in parts.path.split("/") if p]
    found = account(known.name, "/".join(path) + (f"?{parts.query}" if parts.query else ""))
    return found if found.handle or found.account_id else None


def account(platform: str, text: str) -> Named:
    """The account that the last part of an address names on a platform: a handle, an id, or profile.php?id=7."""
    rest = text.strip().strip("/\\").strip()
    path, _, query = rest.partition("?")
    parts = [unquote(p) for p in path.split("/") if p]
    while len(parts) > 1 and parts[0].lower().lstrip("@") in _PLACES:
        parts = parts[1:]
    if not parts:
        return Named(platform)
    if platform == "facebook":
        return _facebook("".join(parts[:2]) if len(parts) > 1 and parts[1].isdigit() else parts[0], query)
    if (platform == "youtube" or parts[0].startswith(_TIKTOK)) and id_of(platform, parts[0]):
        return Named(platform, None, parts[0])
    if platform in ("rutube", "ok") and parts[0].isdigit():
        return Named(platform, None, parts[0])
    return Named(platform, handle_of(platform, parts[0]))


def _facebook(part: str, query: str) -> Named:
    if part == "profile.php":
        given = parse_qs(query, max_num_fields=50).get("id", [""])[0]
        return Named("facebook", None, id_of("facebook", given))
    if part.isdigit():
        return Named("facebook", None, id_of("facebook", part))
    if re.fullmatch(r"[0-9.]+E\+[0-9]+", part):
        return Named("facebook")
    ending = _LAST_ID.search(part)
    number = (ending[1] or ending[2]) if ending else None
    return Named("facebook", handle_of("facebook", part), number)

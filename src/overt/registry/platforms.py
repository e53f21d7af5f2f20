"""Platforms: one name for each, what a handle and an account id may look like there, and whose addresses they are."""

import re
from dataclasses import dataclass, field

MAX_HANDLE = 200
UNSTATED = frozenset({"", "unknown", "none", "null", "n/a"})

_WORD = re.compile(r"[^\s/\\@?#&<>:\"]{1,200}")
_DIGITS = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True)
class Platform:
    """One platform. `hosts`: whose addresses lead to accounts; `handle` and `account_id`: what either may look like."""

    name: str
    hosts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    handle: re.Pattern[str] = field(default=_WORD)
    account_id: re.Pattern[str] = field(default=_DIGITS)


def _made(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


PLATFORMS: tuple[Platform, ...] = (
    Platform("x", ("x.com", "twitter.com"), ("twitter", "xtwitter"), _made(r"[a-z0-9_]{1,20}")),
    Platform("facebook", ("facebook.com", "fb.com"), ("fb",)),
    Platform("instagram", ("instagram.com",), ("ig",), _made(r"[a-z0-9_.]{1,30}")),
    Platform("threads", ("threads.net", "threads.com"), (), _made(r"[a-z0-9_.]{1,30}")),
    Platform(
        "tiktok",
        ("tiktok.com",),
        (),
        _made(r"[a-z0-9_.]{1,30}"),
        re.compile(r"[0-9]{1,20}|MS4wLjABAAAA[A-Za-z0-9_-]{40,100}"),
    ),
    Platform("youtube", ("youtube.com",), ("yt",), account_id=re.compile(r"UC[A-Za-z0-9_-]{22}")),
    Platform("telegram", ("t.me", "telegram.me"), ("tg",), _made(r"[a-z0-9_]{3,32}")),
    Platform("vk", ("vk.com", "vk.ru"), ("vkontakte",), _made(r"[a-z0-9_.]{1,60}")),
    Platform("ok", ("ok.ru", "odnoklassniki.ru"), ("odnoklassniki",)),
    Platform("rutube", ("rutube.ru",)),
    Platform("linkedin", ("linkedin.com",)),
    Platform("bluesky", ("bsky.app",), ("bsky",), account_id=re.compile(r"did:[a-z]+:[A-Za-z0-9.:_-]{1,180}")),
    Platform("mastodon", (), ("fediverse",), _made(r"[^\s/\\@]{1,100}@[^\s/\\@]{1,100}")),
    Platform("reddit", ("reddit.com",), (), _made(r"[a-z0-9_-]{1,40}"), re.compile(r"(?:t2_)?[a-z0-9]{1,20}")),
    Platform("rumble", ("rumble.com",)),
    Platform("bitchute", ("bitchute.com",)),
    Platform("gettr", ("gettr.com",)),
    Platform("gab", ("gab.com",)),
    Platform("parler", ("parler.com",)),
    Platform("substack"),
    Platform("truthsocial", ("truthsocial.com",), ("truth",)),
)
"""The visible list. Others have the name that the data gives them."""

_NAMES = {name: p for p in PLATFORMS for name in (p.name, *p.also, *p.hosts)}
HOSTS = {host: p for p in PLATFORMS for host in p.hosts}
SITES = frozenset({"news", "web", "website", "blog", "rss", "online news"})
"""Platforms whose accounts are sites: their names are domains."""


def platform_name(text: object) -> str | None:
    """overt's name of a platform; None where none is stated."""
    word = str(text).strip().lower() if text is not None else ""
    if word in UNSTATED:
        return None
    known = _NAMES.get(word.removeprefix("www."))
    return known.name if known else word


def platform(name: str) -> Platform:
    """The platform of that name, or one where anything may be a handle."""
    return _NAMES.get(name) or Platform(name, account_id=re.compile(r"[^\s]{1,200}"))


def handle_of(name: str, text: str) -> str | None:
    """The handle as a platform would show it, without '@'; None where no account there can have it."""
    found = text.strip().removeprefix("@").removeprefix("＠")
    return found if platform(name).handle.fullmatch(found) else None


def id_of(name: str, text: str) -> str | None:
    """The account id; None where it is none of that platform, such as one that a spreadsheet shortened."""
    found = text.strip()
    return found if platform(name).account_id.fullmatch(found) else None

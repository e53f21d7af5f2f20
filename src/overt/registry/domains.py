"""Domains: the host of an address, which hosts a labelled domain covers, and which hosts nobody can be labelled by.

A label of rt.example covers rt.example and everything below it (www.rt.example, de.rt.example), never what only ends or
begins alike (nrt.example, rt.example.test). A host under which everybody may publish is no label of anybody.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from overt.registry.platforms import HOSTS

MAX_ADDRESS, MAX_HOST, MAX_DEPTH = 4_096, 253, 20
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?/{1,3}", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_OWN = ("www.", "m.", "mobile.", "amp.")
"""What stands before a domain without making it another."""

_SECOND = frozenset("ac co com edu gob gouv gov go gen id in inf info int mil ne net nom or org web".split())
"""Names under a country's domain under which anybody of that sort registers (gov.uk, com.cn)."""

SHARED = frozenset(HOSTS) | frozenset(
    """
    amazonaws.com blogger.com blogspot.com dailymotion.com discord.com docs.google.com drive.google.com flickr.com
    github.com github.io gitlab.com google.com issuu.com linktr.ee livejournal.com medium.com news.google.com
    odysee.com patreon.com pinterest.com podcasts.google.com quora.com scribd.com sites.google.com soundcloud.com
    spotify.com substack.com telegra.ph tumblr.com twitch.tv vimeo.com web.archive.org archive.org weebly.com weibo.com
    wikipedia.org wixsite.com wordpress.com yandex.ru youtu.be apple.com archive.is archive.ph
    bit.ly buff.ly clck.ru dlvr.it fb.me goo.gl ift.tt is.gd lnkd.in ow.ly t.co tinyurl.com trib.al vk.cc wp.me
    blogs.mediapart.fr change.org cont.ws dzen.ru fc2.com blogfa.com hatenablog.com altervista.org over-blog.com mail.ru
    narod.ru nairaland.com pikabu.ru squarespace.com tilda.ws ucoz.ru webnode.com wix.com yahoo.com zen.yandex.ru
    netlify.app pages.dev vercel.app herokuapp.com cloudfront.net akamaized.net azurewebsites.net
    bsky.social mastodon.social
    """.split()
)
"""Hosts under which everybody may publish. What stands below one of them may be somebody's own."""


def host_of(address: str) -> str | None:
    """The host of an address or a bare domain, in lower case and ASCII; None where there is none."""
    text = address.strip(" \t\r\n\f\v,;")
    if not text or len(text) > MAX_ADDRESS:
        return None
    bare = _SCHEME.sub("", text, count=1)
    try:
        found = urlsplit("https://" + bare).hostname or ""
        found = unquote(found, errors="strict").rstrip(".")
        if len(found) > MAX_HOST:
            return None
        if not found.isascii():
            found = found.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    found = found.lower()
    return found if _HOST.fullmatch(found) else None


def is_shared(host: str) -> bool:
    """Whether everybody may publish under this host, so that it says nothing of anybody."""
    parts = host.split(".")
    ending = len(parts) == 2 and len(parts[1]) == 2 and parts[0] in _SECOND
    own = host
    while own.startswith(_OWN) and own.count(".") >= 2:
        own = own.split(".", 1)[1]
    return len(parts) == 1 or ending or own in SHARED or host in SHARED


def labelled(address: str) -> str | None:
    """The domain that a label may carry: without www. and m., unless nothing but a shared ending would be left.

    None where there is no host, or only one that everybody shares.
    """
    host = host_of(address)
    if host is None or is_shared(host):
        return None
    while host.startswith(_OWN) and host.count(".") >= 2:
        rest = host.split(".", 1)[1]
        if is_shared(rest):
            break
        host = rest
    return host


def above(host: str) -> Iterator[str]:
    """The host and every domain above it, the longest first."""
    for _ in range(MAX_DEPTH):
        yield host
        _, dot, host = host.partition(".")
        if not dot or "." not in host:
            return

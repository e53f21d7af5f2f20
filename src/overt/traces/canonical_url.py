"""One spelling for every way to write the same link.

Trackers are stripped, hosts folded (case, www., m., mobile and amp hosts, internationalised names, renamed
sites), default ports, fragments and trailing slashes gone, needless escapes undone, parameters sorted. Nothing is ever
fetched.
"""

import re
import string
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

TRACKERS = frozenset(
    """
    fbclid gclid dclid gbraid wbraid msclkid yclid igshid igsh mc_cid mc_eid mkt_tok _ga _gl _hsenc
    _hsmi vero_id oly_anon_id oly_enc_id wickedid twclid ttclid li_fat_id s_cid cmpid ncid ref ref_src
    ref_url referrer feature share_id shareid si spm smid smtyp sr_share ocid cid ito source_caller
    is_copy_url is_from_webapp sender_device web_id _r _t amp ns_campaign ns_mchannel ns_source
    ns_linkname ns_fee xtor guccounter guce_referrer guce_referrer_sig
    """.split()
)
TRACKER_PREFIXES = ("utm_", "hsa_", "pk_", "mtm_", "ga_", "at_", "fb_", "__twitter", "__cft__", "__tn__")
FOLDED_PREFIXES = ("www.", "m.", "mobile.", "amp.", "web.", "old.", "touch.")
RENAMED_HOSTS = {"twitter.com": "x.com", "fb.com": "facebook.com", "youtube-nocookie.com": "youtube.com"}
SHORTENERS = frozenset(
    """
    t.co bit.ly goo.gl ow.ly buff.ly dlvr.it tinyurl.com ift.tt is.gd v.gd fb.me wp.me youtu.be lnkd.in
    trib.al shar.es tiny.cc rebrand.ly cutt.ly t.ly j.mp su.pr bl.ink po.st amzn.to nyti.ms wapo.st
    reut.rs cnn.it bbc.in on.fb.me vk.cc clck.ru
    """.split()
)
"""Hosts whose name says nothing of where a link leads: never an object of the domain trace."""
MAX_URL = 4_096
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
NO_PAGE = re.compile(r"(?:mailto|sms|tel|javascript|data):", re.IGNORECASE)
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")
"""Characters that mean the same written plainly or as an escape (RFC 3986, 2.3)."""
HOST = re.compile(r"[^\s.:]+(?:\.[^\s.:]+)+")


@lru_cache(maxsize=200_000)
def canonical_url(url: str) -> str | None:
    """The canonical form, without a scheme; None where the text is no http(s) link."""
    text = url.strip(" \t\r\n\f\v")
    if len(text) > MAX_URL:
        return None
    if not SCHEME.match(text):
        if "." not in text.split("/", 1)[0] or " " in text or NO_PAGE.match(text):
            return None
        text = "https://" + text
    try:
        parts = urlsplit(text)
        host = folded_host(parts.hostname or "")
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not HOST.fullmatch(host):
        return None
    path, query = ESCAPE.sub(_escape, parts.path.rstrip("/")), kept_query(parts.query)
    if host == "youtu.be" and len(path) > 1:
        host, path, query = "youtube.com", "/watch", urlencode({"v": path[1:]}, errors="replace")
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def _escape(found: re.Match[str]) -> str:
    """An escape of a path in its one spelling (RFC 3986, 6.2.2); a bare percent sign is the escape of itself."""
    if not found[1]:
        return "%25"
    char = chr(int(found[1], 16))
    return char if char in UNRESERVED else found[0].upper()


def folded_host(host: str) -> str:
    """The host in lower case and ASCII, without the prefixes that name the same site."""
    host = host.lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return ""
    host = host.rstrip(".")
    while host.startswith(FOLDED_PREFIXES) and host.count(".") >= 2:
        host = host.split(".", 1)[1]
    return RENAMED_HOSTS.get(host, host)


def kept_query(query: str) -> str:
    """The parameters that choose the page, sorted; those that only follow people are gone."""
    if not query:
        return ""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return query
    kept = sorted(
        (name, value)
        for name, value in pairs
        if name.lower() not in TRACKERS and not name.lower().startswith(TRACKER_PREFIXES)
    )
    return urlencode(kept, errors="replace")


def domain(canonical: str) -> str | None:
    """The host of a canonical link; None for link shorteners, whose name says nothing."""
    host = canonical.split("/", 1)[0].split("?", 1)[0]
    return None if host in SHORTENERS else host

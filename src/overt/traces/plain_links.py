"""Links of the usual plain form, all at once: no parameters, no port, no escapes, a host in ASCII.

Says of such links what `canonical_url` says, and leaves all others to it.
"""

import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.canonical_url import MAX_URL, SHORTENERS, folded_host

_LABEL = "[A-Za-z0-9-]+"
_PLAIN = rf"^https?://(?P<host>{_LABEL}(?:\.{_LABEL})+)(?P<path>(?:/[A-Za-z0-9._~!$&'()*+,;=:@/-]*)?)$"
_UNFOLDED = ("youtu.be",)
"""Hosts that name another site together with the path."""


def plain_links(urls: pa.StringArray) -> tuple[pa.StringArray, pa.BooleanArray]:
    """The canonical form of each plain link, and which links are not plain and still open."""
    parts = pc.extract_regex(urls, _PLAIN)
    hosts = parts.field("host").dictionary_encode()
    folded = pa.array([folded_host(host) for host in hosts.dictionary.to_pylist()], pa.string())
    site = folded.take(hosts.indices)
    plain = pc.and_(parts.is_valid(), pc.less_equal(pc.binary_length(urls), MAX_URL))
    plain = pc.fill_null(pc.and_(plain, pc.invert(pc.is_in(site, pa.array(_UNFOLDED)))), False)
    found = pc.binary_join_element_wise(site, pc.ascii_rtrim(parts.field("path"), "/"), "")
    return pc.if_else(plain, found, pa.scalar(None, pa.string())), pc.and_(urls.is_valid(), pc.invert(plain))


def domains(links: pa.StringArray) -> pa.StringArray:
    """The host of each canonical link; null for link shorteners. What `canonical_url.domain` says of one."""
    hosts = pc.replace_substring_regex(links, r"(?s)[/?].*", "")
    short = pc.is_in(hosts, pa.array(sorted(SHORTENERS)))
    return pc.if_else(short, pa.scalar(None, pa.string()), hosts)

"""Two accounts share links to the same site."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.canonical_url import canonical_url
from overt.traces.canonical_url import domain as domain_of
from overt.traces.plain_links import domains
from overt.traces.posts import Posts
from overt.traces.redirects import Redirects
from overt.traces.settings import TraceSettings


class Domain(Trace):
    """The host of each link, or of where it leads; link shorteners left out. Popular sites are no object."""

    name = "domain"
    plural = "domains"
    meaning = "links to the same little-used site"
    innocent: ClassVar[tuple[str, ...]] = (
        "readers of the same small newspaper or blog",
        "members of one club or campaign that has a site of its own",
    )
    rare_only = True

    def __init__(self, redirects: Redirects | None = None) -> None:
        self.redirects = redirects or Redirects()

    @classmethod
    def made(cls, settings: TraceSettings) -> Trace:
        """See Trace.made."""
        return cls(settings.redirects)

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """One use per distinct host of a post's links."""
        for row, urls in enumerate(column(batch, "urls")):
            if urls:
                links = (canonical_url(url) for url in urls if url)  # type: ignore[attr-defined]
                hosts = (domain_of(self.redirects.landing(link)) for link in links if link)
                for host in dict.fromkeys(h for h in hosts if h):
                    yield row, host

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        links = self.redirects.landed(posts.links) if len(self.redirects) else posts.links
        return Uses.of_items(links.mapped(domains(links.words)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"urls": ["https://www.example.org/a", "http://m.example.org/b"]}, ("example.org",)),
            Example({"urls": ["https://bit.ly/3xyz"]}, ()),
        )

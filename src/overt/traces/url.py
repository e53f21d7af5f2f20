"""Two accounts share the same link."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.canonical_url import canonical_url, domain
from overt.traces.plain_links import domains
from overt.traces.posts import Posts
from overt.traces.redirects import Redirects
from overt.traces.settings import TraceSettings


class Url(Trace):
    """The canonical form of each link of a post; where redirects are given, of the page that it leads to."""

    name = "url"
    plural = "urls"
    meaning = "the same link, trackers stripped, host folded, fragment gone, stored redirects followed"
    innocent: ClassVar[tuple[str, ...]] = (
        "a news story that many people shared when it broke",
        "a share button or newsletter that reached both at the same moment",
        "newsrooms or clubs that publish through the same syndication service",
    )

    def __init__(self, redirects: Redirects | None = None) -> None:
        self.redirects = redirects or Redirects()

    @classmethod
    def made(cls, settings: TraceSettings) -> Trace:
        """See Trace.made."""
        return cls(settings.redirects)

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """One use per distinct canonical link of a post."""
        for row, urls in enumerate(column(batch, "urls")):
            if urls:
                found = (canonical_url(url) for url in urls if url)  # type: ignore[attr-defined]
                for url in dict.fromkeys(self.redirects.landing(u) for u in found if u):
                    yield row, url

    def source(self, found: str, author: object) -> str | None:
        """The site; for shortened links the author of the repost."""
        return domain(found) or super().source(found, author)

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        return Uses.of_items(self.redirects.landed(posts.links) if len(self.redirects) else posts.links)

    def sources(self, objects: pa.Array, authors: pa.StringArray) -> pa.StringArray:
        """See Trace.sources."""
        return pc.coalesce(domains(objects.dictionary).take(objects.indices), super().sources(objects, authors))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"urls": ["https://www.example.org/a/?utm_source=x&id=7#top"]}, ("example.org/a?id=7",)),
            Example({"urls": ["http://EXAMPLE.org/a?id=7"]}, ("example.org/a?id=7",)),
            Example({"urls": []}, ()),
            Example({"urls": ["not a link"]}, ()),
        )

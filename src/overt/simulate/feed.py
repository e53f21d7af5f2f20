"""What the processes of the crowd write into: contents (what is said) and acts (who says it when)."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]

POST = 0
REPOST = 1


@dataclass
class Contents:
    """Everything that is said, once: words, tags and links; an id is a place in the concatenated blocks."""

    words: list[Any] = field(default_factory=list)
    tags: list[Any] = field(default_factory=list)
    urls: list[Any] = field(default_factory=list)
    languages: list[Ints] = field(default_factory=list)
    count: int = 0

    def add(self, words: Any, tags: Any, urls: Any, languages: Ints) -> Ints:
        """Ids of the new contents; all four have one entry per content."""
        for block, target in ((words, self.words), (tags, self.tags), (urls, self.urls)):
            target.append(block)
        self.languages.append(languages)
        ids = np.arange(self.count, self.count + len(words), dtype=np.int64)
        self.count += len(words)
        return ids

    def finished(self, languages: list[str]) -> tuple[Any, Any, Any, Any]:
        """Text as it would be shown (words, tags with '#', links), tags, urls and language names."""
        texts, tags, urls = [], [], []
        while self.words:  # blocks are let go as they are worded
            words, some_tags, some_urls = self.words.pop(0), self.tags.pop(0), self.urls.pop(0)
            shown = pa.ListArray.from_arrays(
                some_tags.offsets, pc.binary_join_element_wise(pa.scalar("#"), some_tags.values, "")
            )
            ending = [_or_null(pc.binary_join(part, " ")) for part in (shown, some_urls)]
            texts.append(pc.binary_join_element_wise(words, *ending, " ", null_handling="skip"))
            tags.append(some_tags)
            urls.append(some_urls)
        names = pa.array(languages, pa.string()).take(pa.array(np.concatenate(self.languages)))
        return pa.concat_arrays(texts), pa.concat_arrays(tags), pa.concat_arrays(urls), names


def _or_null(strings: Any) -> Any:
    return pc.if_else(pc.equal(strings, ""), pa.scalar(None, pa.string()), strings)


@dataclass
class Acts:
    """Acts as parallel arrays. `original` is the place of the reposted public post, -1 where there is
    none."""

    account: Ints
    time: Ints
    content: Ints
    original: Ints

    @staticmethod
    def posts(account: Ints, time: Ints, content: Ints) -> "Acts":
        """Acts that repost nothing."""
        return Acts(account, time, content, np.full(len(account), -1, dtype=np.int64))

    @staticmethod
    def joined(parts: list["Acts"]) -> "Acts":
        """All parts one after the other."""
        return Acts(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("account", "time", "content", "original")
            )
        )

"""Rows: planted posts while they are being made, one list per column."""

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.simulate.table import posts_table

FIELDS = (
    *("text", "lang", "urls", "hashtags", "repost_of", "repost_of_account", "kind"),
    *("reply_to", "reply_to_account", "client", "sound_id", "effects", "media"),
)
"""Fields of posts that a row may have."""


class Original(Protocol):
    """What a repost needs to know of the posts that can be passed on."""

    def fields(self, original: int) -> dict[str, Any]:
        """text, lang, urls, hashtags, repost_of and repost_of_account of a repost of this public post."""


@dataclass(frozen=True)
class Said:
    """What an own post says."""

    words: str
    tags: list[str]
    urls: list[str]
    lang: str | None
    mentions: tuple[str, ...] = ()


@dataclass
class Rows:
    """Planted posts; a row of `fields` holds text, lang, urls, hashtags, repost_of, repost_of_account."""

    account: list[str] = field(default_factory=list)
    time: list[int] = field(default_factory=list)
    fields: list[dict[str, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.account)

    def add(self, account: str, time: int, fields: dict[str, Any]) -> None:
        """One more row."""
        self.account.append(account)
        self.time.append(time)
        self.fields.append(fields)

    def post(self, account: str, time: int, said: Said) -> None:
        """An own post; the text shows tags and links as platforms do."""
        shown = " ".join([said.words, *("#" + tag for tag in said.tags), *said.urls])
        fields = {"text": shown, "lang": said.lang, "urls": said.urls, "hashtags": said.tags}
        fields["mentions"] = list(said.mentions)
        self.add(account, time, {**fields, "repost_of": None, "repost_of_account": None, "kind": "post"})

    def repost(self, account: str, time: int, public: Original, original: int) -> None:
        """A repost of a public post."""
        self.add(account, time, {**public.fields(original), "kind": "repost"})

    @staticmethod
    def joined(parts: list["Rows"]) -> "Rows":
        """All parts one after the other."""
        whole = Rows()
        for part in parts:
            whole.account += part.account
            whole.time += part.time
            whole.fields += part.fields
        return whole

    def table(self, platform: str, ids: Any, time: npt.NDArray[np.int64], schema: Any) -> Any:
        """As posts, with the columns of `schema` that the fields know, null in the others."""
        columns: dict[str, Any] = {
            name: pa.array([row.get(name) for row in self.fields], schema.field(name).type) for name in FIELDS
        }
        columns["mentions"] = pa.array([row.get("mentions", []) for row in self.fields], schema.field("mentions").type)
        columns["platform"] = pa.array([platform] * len(self), pa.string())
        columns["post_id"] = ids
        columns["account_id"] = pa.array(self.account, pa.string())
        columns["created_at"] = pa.array(time).cast(pa.timestamp("us", tz="UTC"))
        return posts_table(columns)

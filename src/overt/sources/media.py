"""The media of a post: kind, address and hashes, from addresses or from objects."""

from typing import Any

import pyarrow as pa

from overt.model.post import posts_schema
from overt.sources.base import Column
from overt.sources.lists import ITEM_LIMIT, split_list
from overt.sources.values import clean, each_distinct, is_text, valid_text

MEDIA_TYPE = posts_schema([]).field("media").type
_KEYS = {
    "kind": ("kind", "type", "media_type"),
    "url": ("url", "media_url_https", "media_url", "expanded_url", "href", "fullsize"),
    "sha256": ("sha256",),
    "pdq": ("pdq", "pdq_hash"),
}


def media(column: Column | None, size: int) -> pa.ListArray:
    """A media column; null where the file has none."""
    if column is None:
        return pa.nulls(size, MEDIA_TYPE)
    if not isinstance(column, list) and is_text(column.type):
        return each_distinct(valid_text(column), _media, MEDIA_TYPE)
    values = column if isinstance(column, list) else column.to_pylist()
    return pa.array([_media(v) for v in values], MEDIA_TYPE)


def _media(value: Any) -> list[dict[str, str | None]] | None:
    if isinstance(value, str):
        value = split_list(value)
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return None
    found = [_one(v) for v in value[:ITEM_LIMIT]]
    return [v for v in found if v["url"] or v["sha256"] or v["pdq"]]


def _one(value: Any) -> dict[str, str | None]:
    if isinstance(value, str):
        return {"kind": None, "url": clean(value), "sha256": None, "pdq": None}
    if not isinstance(value, dict):
        return dict.fromkeys(_KEYS)
    return {
        name: next((clean(v) for k in keys if isinstance(v := value.get(k), str) and v), None)
        for name, keys in _KEYS.items()
    }

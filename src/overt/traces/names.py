"""One spelling for the names of accounts: handles and mentions."""

import unicodedata
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.normal_text import INVISIBLE

MAX_NAME = 500
"""Characters of a name that are looked at."""


@lru_cache(maxsize=100_000)
def folded_name(name: str) -> str:
    """A handle without "@", compatibility forms and case folded, invisible characters and spaces gone.

    Look-alike letters are kept apart: names that only look alike are other names.
    """
    plain = unicodedata.normalize("NFKC", name[:MAX_NAME].translate(INVISIBLE)).casefold()
    return "".join(unicodedata.normalize("NFKC", plain).split()).lstrip("@")


def platform_id(platform: object, value: object) -> str:
    """An id that means something on one platform only, with the platform before it where that is known."""
    return str(value) if platform in (None, "", "unknown") else f"{platform}:{value}"


def platform_ids(platforms: pa.StringArray, values: pa.StringArray) -> pa.StringArray:
    """What `platform_id` says of each value; empty or null where the value is."""
    unnamed = pc.fill_null(pc.is_in(platforms, pa.array(["", "unknown"])), True)
    unnamed = pc.or_(unnamed, pc.is_null(platforms))
    bare = pc.fill_null(pc.equal(values, ""), True)
    return pc.if_else(pc.or_(unnamed, bare), values, pc.binary_join_element_wise(platforms, values, ":"))

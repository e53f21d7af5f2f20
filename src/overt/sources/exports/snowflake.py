"""What an id of X (Twitter) says: those since November 2010 count milliseconds in their upper bits."""

import re
from typing import Any

EPOCH_MS = 1_288_834_974_657
"""4 November 2010, from which they count."""
FIRST = 1 << 34
"""Smaller ids are of the time before, and hold none."""
_ADDRESS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:i/web|\w{1,64})/status/(\d{1,20})", re.I)


def made_at(name: Any) -> int | None:
    """Milliseconds since 1970 at which the post or account of that id was made; None where the id does not say."""
    if isinstance(name, str) and len(name) < 20 and name.isascii() and name.isdigit():
        name = int(name)
    if not isinstance(name, int) or isinstance(name, bool) or not FIRST < name < 1 << 63:
        return None
    return (name >> 22) + EPOCH_MS


def is_post(url: str, name: Any) -> bool:
    """Whether an address is that of the post of that id."""
    found = _ADDRESS.match(url) if name is not None else None
    return found is not None and found[1] == str(name)

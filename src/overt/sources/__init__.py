"""Sources: export files of any platform become the posts table.

`open_posts` looks at every file and settles format, encoding and columns; `Reading.batches` streams posts.
"""

from overt.sources.listing import FormatName, format_names
from overt.sources.profiles import Profiles
from overt.sources.reading import Reading, ReadOptions, open_posts
from overt.sources.redirects import StoredRedirects, stored_redirects

__all__ = [
    "FormatName",
    "Profiles",
    "ReadOptions",
    "Reading",
    "StoredRedirects",
    "format_names",
    "open_posts",
    "stored_redirects",
]

"""Sources: export files of any platform become the posts table.

`open_posts` looks at every file and settles format, encoding and columns; `Reading.batches` streams posts.
"""

from overt.sources.listing import FormatName, format_names
from overt.sources.profiles import Profiles
from overt.sources.reading import Reading, ReadOptions, open_posts

__all__ = ["FormatName", "Profiles", "ReadOptions", "Reading", "format_names", "open_posts"]

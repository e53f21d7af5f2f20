"""Sources: export files of any platform become the posts table.

`open_posts` looks at every file and settles format, encoding and columns; `Reading.batches` streams the posts.
"""

from overt.sources.reading import Reading, ReadOptions, open_posts

__all__ = ["ReadOptions", "Reading", "open_posts"]

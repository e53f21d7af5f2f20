"""The nouns of overt, one per file: what every room reads and writes."""

"""What leaves overt, or comes in from others, about an operation: case records, exchange formats, reports."""

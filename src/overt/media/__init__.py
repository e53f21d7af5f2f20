"""Pictures, videos and sounds: read from a folder or an archive, decoded apart, and compared."""

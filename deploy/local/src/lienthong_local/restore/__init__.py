"""A backup made into a stack again, in an empty home."""

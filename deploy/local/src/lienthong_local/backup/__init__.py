"""A stack copied while it runs: databases, log, documents and secrets of one and the same moment."""

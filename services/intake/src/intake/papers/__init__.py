"""A dossier's papers as files: which are taken, what they truly are, and where their bytes lie."""

from intake.papers.kinds import KINDS, Kind, kind_named
from intake.papers.objects import NoSuchObject, Objects, StoreFull, objects_at
from intake.papers.receive import BOUND, Kept, receive

__all__ = ["BOUND", "KINDS", "Kept", "Kind", "NoSuchObject", "Objects", "StoreFull", "kind_named", "objects_at", "receive"]

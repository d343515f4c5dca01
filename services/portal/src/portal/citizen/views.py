"""What is shown on citizens' first page."""

from dataclasses import dataclass

from portal.catalogue.views import ProcedureCard


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page: procedures that are often asked for, and whether the reader is a citizen who is signed in."""

    popular: tuple[ProcedureCard, ...] = ()
    known: bool = False

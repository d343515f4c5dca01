"""Which agencies an event names as having a part in its dossier."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from lienthong_contracts import DossierEvent, JourneyPlanned

_NAMED = ("desk", "agency", "sender", "receiver", "asked", "competent", "return_desk", "successor")


def parties_of(event: Any) -> Iterable[str | None]:
    """Agencies, as far as the event says; a plan names all of its legs' and who watches over them (R17)."""
    named = [getattr(event, name) for name in _fields(type(event))]
    if isinstance(event, JourneyPlanned):
        named += [agency for leg in event.legs for agency in (leg.agency, leg.supervisor)]
    return named


@cache
def _fields(kind: type[DossierEvent]) -> tuple[str, ...]:
    # Asking a pydantic model for what it hasn't is dear: eight names an event were a quarter of the portal's time.
    return tuple(name for name in _NAMED if name in kind.model_fields)

"""Which agencies an event names as having a part in its dossier."""

from collections.abc import Iterator
from typing import Any

from lienthong_contracts import JourneyPlanned

_NAMED = ("desk", "agency", "sender", "receiver", "asked", "competent", "return_desk", "successor")


def parties_of(event: Any) -> Iterator[str | None]:
    """Agencies, as far as the event says; a plan names all of its legs' and who watches over them (R17)."""
    yield from (getattr(event, name, None) for name in _NAMED)
    if isinstance(event, JourneyPlanned):
        yield from (agency for leg in event.legs for agency in (leg.agency, leg.supervisor))

"""A petition as intake tells it, put together for a page."""

from datetime import datetime
from typing import Any

from portal.petitions.views import PetitionView
from portal.windows import Windows

_PLAIN = ("code", "subject", "status", "petition_id", "text", "name", "contact")


def petition_view(windows: Windows, found: dict[str, Any], now: datetime) -> PetitionView:
    """With the agency's name, and the working time that is left to answer."""
    calendar = windows.parts.catalogue.calendar
    at = {name: datetime.fromisoformat(found[name]) for name in ("received_at", "refuse_by", "answer_by")}
    answered = datetime.fromisoformat(found["answered_at"]) if found.get("answered_at") else None
    plain = {name: str(found.get(name) or "") for name in _PLAIN}
    return PetitionView(**plain, **at, agency=windows.wording.name(found["agency"]), answered_at=answered,
                        answer=found.get("answer") or "", left=calendar.between(now, at["answer_by"]),
                        per_day=calendar.office.day_minutes)  # fmt: skip

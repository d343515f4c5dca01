"""Which dossiers a list is asked for, and from which place on."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

type Place = tuple[datetime, UUID]
DUES = ("overdue", "due_soon", "on_time", "paused", "done", "stopped")
NEEDS = ("call", "unanswered", "lapsed", "stalled")


class NoSuchPlace(Exception):
    """A cursor that no page gave."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which dossiers: by what time says, agency, need and code; `after` is where the page before ended."""

    due: str = ""
    agency: str = ""
    need: str = ""
    q: str = ""
    after: str = ""

    @property
    def early(self) -> bool:
        """Whether calls about what isn't received yet belong there."""
        return self in (Asked(), Asked(need="call"))

    def address(self, after: str) -> str:
        """The same list from that place on."""
        given = {field.name: value for field in fields(self) if (value := getattr(replace(self, after=after), field.name))}
        return f"/ho-so?{urlencode(given)}"

    def conditions(self, line: list[str] | None) -> dict[str, Any]:
        """What the store narrows by. `line` are the agencies of a reader who doesn't oversee: what they received or hold.

        Whoever took another part in a dossier finds it by its code, or in their inbox as long as it waits there.
        """
        code = self.q.strip().upper()
        whole = code.count("-") > 1
        agencies = [self.agency] if self.agency else line
        return {
            "due": self.due or None, "need": self.need or None,
            "agencies": None if code else agencies, "code": code if whole else None,
            "tail_from": code if code and not whole else None, "tail_to": f"{code}~" if code and not whole else None,
            "open": None if self.due or self.need or code else True,
        }  # fmt: skip


def place_of(text: str) -> Place | None:
    """The place that a cursor names. Raises NoSuchPlace."""
    if not text:
        return None
    at, _, dossier = text.partition("_")
    try:
        place = datetime.fromisoformat(at), UUID(dossier)
    except ValueError:
        raise NoSuchPlace from None
    if place[0].tzinfo is None or not 1900 <= place[0].year < 3000:
        raise NoSuchPlace
    return place


def cursor(due_at: datetime, dossier_id: Any) -> str:
    """The cursor behind a row."""
    return f"{due_at.isoformat()}_{dossier_id}"

"""The kinds of catalogue entries: the word in the address, the name that intake gives them, and how an entry is named."""

from dataclasses import dataclass
from typing import Any

from lienthong_contracts import AgencyPublished, CalendarYearPublished, LetterPublished, ProcedurePublished, RoutePublished


@dataclass(frozen=True, slots=True)
class Kind:
    """`word` stands in addresses, `name` is intake's."""

    word: str
    name: str
    entry: type[Any]
    icon: str


KINDS = {kind.word: kind for kind in (
    Kind("thu-tuc", "procedures", ProcedurePublished, "file-text"),
    Kind("co-quan", "agencies", AgencyPublished, "building-community"),
    Kind("lich", "calendars", CalendarYearPublished, "calendar-event"),
    Kind("lo-trinh", "routes", RoutePublished, "route"),
    Kind("mau-thu", "letters", LetterPublished, "mail"),
)}  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS.values()}


def title_of(entry: Any) -> str:
    """What an entry is called."""
    if isinstance(entry, CalendarYearPublished):
        return f"{entry.agency or 'Việt Nam'} {entry.year}"
    if isinstance(entry, LetterPublished):
        return f"{entry.template} · {entry.channel} · {entry.language}"
    return str(entry.name)


def decision_of(entry: Any) -> str:
    """The decision behind an entry, as far as it names one."""
    return str(getattr(entry, "decision_no", "") or "")

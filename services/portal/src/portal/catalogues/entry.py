"""An entry's page: its versions as intake tells them, what differs between two, and a picture where one says more."""

import calendar as months
import json
from datetime import date
from typing import Any
from urllib.parse import quote

from lienthong_contracts import CalendarYearPublished, LetterPublished, RoutePublished

from portal.catalogues.kinds import Kind, title_of
from portal.catalogues.views import EntryPage, Leg, Month
from portal.windows import Windows

_DRAWN = ("legs", "days", "text")
_FLAGS = ("branch", "posting", "external", "pause_before", "result")


async def page(windows: Windows, kind: Kind, entry_id: str, old: int, new: int, token: str, lang: str) -> EntryPage | None:
    """The page; None where there is no such entry. `old` and `new` are the versions to compare, 0 for the last two."""
    catalogue, now = windows.parts.catalogue, windows.parts.clock.now()
    latest = catalogue.latest(kind.entry, entry_id)
    if latest is None:
        return None
    answer = await windows.neighbours.read("intake", f"/catalogue/{kind.name}/{quote(entry_id)}/versions", token, lang)
    versions = tuple(answer.body) if answer.status == 200 else ()
    numbers = [version["entry_version"] for version in versions]
    new = new if new in numbers else numbers[-1] if numbers else 0
    old = old if old in numbers else next((n for n in reversed(numbers) if n < new), 0)
    changes = await _changes(windows, kind, entry_id, old, new, token, lang) if old else ()
    chosen = next((v["entry"] for v in versions if v["entry_version"] == new), None)
    shown = kind.entry.model_validate(chosen) if chosen is not None else latest
    months_of = _months(shown) if isinstance(shown, CalendarYearPublished) else ()
    return EntryPage(
        now, kind, entry_id, title_of(shown), versions, old, new, changes, _fields(shown.model_dump(mode="json")),
        _columns(shown) if isinstance(shown, RoutePublished) else (), months_of,
        tuple((d.on, d.kind, d.name, d.decision_no) for d in shown.days) if isinstance(shown, CalendarYearPublished) else (),
        shown.text if isinstance(shown, LetterPublished) else "", answer.status != 200,
    )  # fmt: skip


async def _changes(windows: Windows, kind: Kind, entry_id: str, old: int, new: int, token: str, lang: str) -> tuple[dict[str, Any], ...]:
    path, asked = f"/catalogue/{kind.name}/{quote(entry_id)}/diff", {"from": str(old), "to": str(new)}
    answer = await windows.neighbours.read("intake", path, token, lang, **asked)
    return tuple(answer.body) if answer.status == 200 else ()


def _fields(entry: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    said = ((name, value) for name, value in entry.items() if name not in _DRAWN and value not in (None, "", [], {}))
    return tuple((name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)) for name, value in said)


def _columns(route: RoutePublished) -> tuple[tuple[Leg, ...], ...]:
    """Legs in columns: each one right of all that it waits for."""
    places: dict[str, int] = {}
    for leg in route.legs:  # a route's legs stand after those they wait for (checked when it is published)
        earlier = [places[other.leg] for other in route.legs if other.phase < leg.phase and other.leg in places]
        before = [*earlier, *(places.get(other, 0) for other in leg.after)]
        places[leg.leg] = 1 + max(before, default=0)
    made = [(places[leg.leg], Leg(leg.leg, leg.task, leg.agency, str(leg.share), tuple(leg.after), _flags(leg))) for leg in route.legs]
    return tuple(tuple(leg for place, leg in made if place == column) for column in range(1, max(places.values(), default=0) + 1))


def _flags(leg: Any) -> tuple[str, ...]:
    return tuple(f"{name}: {value}" for name in _FLAGS if (value := getattr(leg, name, None)) not in (None, "", False, ()))


def _months(year: CalendarYearPublished) -> tuple[Month, ...]:
    named = {day.on: (day.kind, day.name) for day in year.days} | {day.on: ("own_hours", day.name) for day in year.own_hours}
    return tuple(_month(year.year, n, named) for n in range(1, 13))


def _month(year: int, n: int, named: dict[date, tuple[str, str]]) -> Month:
    before, length = months.monthrange(year, n)
    days = [date(year, n, day) for day in range(1, length + 1)]
    return Month(n, (*(None,) * before, *((on, *named.get(on, ("rest" if on.weekday() > 4 else "work", ""))) for on in days)))

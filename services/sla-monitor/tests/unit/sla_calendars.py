"""Published calendars for sla-monitor's tests: years, an agency's own days and hours, each with its version."""

from datetime import date

from lienthong_calendar import day_of, shipped_tables
from lienthong_contracts import AgencyPublished, CalendarYearPublished
from lienthong_runtime import Catalogue
from sla_lives import PROCEDURE


def table(year=2026, version=1, off=(), worked=(), gone=(), agency=None, own_hours=()):
    """A year's table: the shipped days unless it is an agency's own, without `gone`, with days off and Saturdays worked."""
    shipped = next((t.days for t in shipped_tables() if t.year == year), ()) if agency is None else ()
    changed = {date.fromisoformat(day) for day in (*off, *worked, *gone)}
    days = [{"on": d.on, "kind": d.kind, "name": d.name, "decision_no": d.decision_no} for d in shipped if d.on not in changed]
    days += [{"on": day, "kind": kind, "name": "x", "decision_no": f"QĐ {version}"}
             for kind, named in (("swapped_off", off), ("working_saturday", worked)) for day in named]  # fmt: skip
    hours = [{"on": day, "name": "x", "decision_no": "QĐ 1", "windows": windows} for day, windows in own_hours]
    return CalendarYearPublished.model_validate(
        {"id": f"{agency or 'VN'}/{year}", "entry_version": version, "valid_from": f"{year}-01-01", "year": year, "days": days,
         "agency": agency, "own_hours": hours})  # fmt: skip


def agency(name, version=1, since="2025-07-01", work=None, **more):
    """An agency, with hours of its own when `work` names its windows from Monday to Friday."""
    hours = {"work": {day: work for day in ("mon", "tue", "wed", "thu", "fri")}} if work else None
    return AgencyPublished.model_validate({"id": name, "entry_version": version, "valid_from": since, "name": name, "kind": "one_stop",
                                           "hours": hours, **more})  # fmt: skip


def published(*more, procedure=PROCEDURE):
    """The shipped years as they are published, and more."""
    return Catalogue([procedure, *(table(t.year) for t in shipped_tables()), *more])


def off_from(day, count=1):
    """So many weekdays from a day on, as ISO text."""
    start = day_of(day).toordinal()
    days = (date.fromordinal(start + n) for n in range(3 * count + 4))
    return [d.isoformat() for d in days if d.weekday() < 5][:count]

"""What a catalogue must hold to as a whole: terms that can be read, calendars without gaps, letters that can be sent."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from lienthong_calendar import FaultyOffice, FaultyTable, UnknownTerm, hung_kings_day, lunar_new_year, parse_term
from lienthong_contracts import AgencyPublished, CalendarYearPublished, CatalogueEntry, LetterPublished, ProcedurePublished, RoutePublished
from lienthong_runtime import Catalogue
from lienthong_runtime.calendars import calendar_of, edition_of, office_of, table_of
from lienthong_runtime.letters import letter_faults

from intake.route_faults import route_faults


def faults_among(entries: Iterable[CatalogueEntry]) -> Iterator[str]:
    """Every fault, each with the entry's key and the field."""
    entries = list(entries)
    yield from (f"{key}: twice: raise entry_version" for key, n in Counter(entry.key for entry in entries).items() if n > 1)
    for entry in entries:
        own = letter_faults(entry) if isinstance(entry, LetterPublished) else _own_faults(entry)
        yield from (f"{entry.key}: {fault}" for fault in own)
    yield from _calendar_faults(entries)
    yield from route_faults(entries)


def _own_faults(entry: CatalogueEntry) -> Iterator[str]:
    for field, text in _terms(entry):
        try:
            parse_term(text)
        except UnknownTerm as fault:
            yield f"{field}: {fault}"
    try:
        if isinstance(entry, AgencyPublished):
            office_of(entry)
        elif isinstance(entry, CalendarYearPublished):
            table_of(entry)
            yield from _missing_days(entry)
    except (FaultyOffice, FaultyTable) as fault:
        yield str(fault)


def _missing_days(entry: CalendarYearPublished) -> Iterator[str]:
    """A national table replaces the whole year: without the law's own days it would make Tết a working day (BLLĐ Đ.112)."""
    if entry.agency is None:
        year, off = entry.year, {day.on for day in entry.days}
        law = {date(year, 1, 1): "Tết Dương lịch", lunar_new_year(year): "Tết Nguyên đán", hung_kings_day(year): "Giỗ Tổ Hùng Vương",
               date(year, 4, 30): "Ngày Chiến thắng", date(year, 5, 1): "Quốc tế Lao động", date(year, 9, 2): "Quốc khánh"}  # fmt: skip
        yield from (f"{day} {name} is missing: a table holds the whole year" for day, name in sorted(law.items()) if day not in off)


def _terms(entry: CatalogueEntry) -> Iterator[tuple[str, str]]:
    if isinstance(entry, ProcedurePublished):
        named = {"term": entry.term, "stalled_after": entry.stalled_after, "escalate_after": entry.escalate_after,
                 "supplement_window": entry.supplement_window, "legal_term": entry.legal_term,
                 "priority_term": entry.priority_term}  # fmt: skip
        named |= {f"cases.{case.id}.term": case.term for case in entry.cases}
        named |= {f"warn_at.{rung}": rung.removeprefix("left-") for rung in entry.warn_at if rung.startswith("left-")}
    elif isinstance(entry, RoutePublished):
        named = {f"legs.{leg.leg}.share": leg.share for leg in entry.legs}
        named |= {f"legs.{leg.leg}.{field}": getattr(leg, field) for leg in entry.legs for field in ("consult_within", "posting")}
        named |= {f"legs.{leg.leg}.warn_at.{rung}": rung.removeprefix("left-")
                  for leg in entry.legs for rung in leg.warn_at if rung.startswith("left-")}  # fmt: skip
    else:
        named = {}
    yield from ((field, text) for field, text in named.items() if text is not None)


def _calendar_faults(entries: list[CatalogueEntry]) -> Iterator[str]:
    known = {entry.id for entry in entries if isinstance(entry, AgencyPublished)}
    # What is faulty by itself was named already, and would hide what is wrong with the rest.
    sound = sorted((entry for entry in entries if not any(_own_faults(entry))), key=lambda entry: entry.entry_version)
    newest = {entry.id: entry for entry in sound if isinstance(entry, CalendarYearPublished)}.values()
    agencies = {entry.id: entry for entry in sound if isinstance(entry, AgencyPublished)}
    find = Catalogue(sound).version
    for owner in sorted({table.agency for table in newest}, key=str):
        if owner is not None and owner not in known:
            yield f"CalendarYearPublished/{owner}: no such agency"
            continue
        try:
            calendar_of(edition_of(newest, agencies.get(owner or "")), find)
        except (FaultyTable, FaultyOffice) as fault:
            yield f"calendar of {owner or 'VN'}: {fault}"

"""The lists of the catalogues, from the portal's own copy."""

from collections import Counter
from datetime import date
from typing import Any

from lienthong_calendar import day_of, term_in_words
from lienthong_calendar.words import Lang
from lienthong_contracts import AgencyPublished, LetterPublished, ProcedurePublished, RoutePublished
from lienthong_runtime import Catalogue

from portal.catalogues.kinds import Kind, decision_of, title_of
from portal.catalogues.views import EntryRow, ListPage
from portal.folding import folded
from portal.windows import Windows

MOST = 300  # rows; a search finds the rest


def page(windows: Windows, kind: Kind, asked: str, above: str, lang: Lang) -> ListPage:
    """A kind's entries by name; agencies as a tree, one storey at a time, unless something is searched for."""
    catalogue, now = windows.parts.catalogue, windows.parts.clock.now()
    day, wanted = day_of(now), folded(asked.strip())
    entries = catalogue.all(kind.entry)
    under = Counter(entry.parent or "" for entry in entries) if kind.entry is AgencyPublished else Counter[str]()
    if wanted:
        entries = [entry for entry in entries if wanted in folded(f"{entry.id} {title_of(entry)}")]
    elif kind.entry is AgencyPublished:
        entries = [entry for entry in entries if (entry.parent or "") == above]
    rows = sorted((_row(catalogue, entry, day, under, lang) for entry in entries), key=lambda row: (row.state == "over", row.title, row.id))
    return ListPage(now, kind, tuple(rows[:MOST]), len(rows), asked, _path(catalogue, above) if kind.entry is AgencyPublished else ())


def _row(catalogue: Catalogue, entry: Any, day: date, under: Counter[str], lang: Lang) -> EntryRow:
    answers = catalogue.in_force(type(entry), entry.id, day)
    state = "now" if answers is not None else "later" if entry.valid_from > day else "over"
    shown = answers or entry
    return EntryRow(shown.id, title_of(shown), shown.entry_version, shown.valid_from, shown.valid_to, decision_of(shown), state,
                    _note(catalogue, shown, lang), under[shown.id])  # fmt: skip


def _note(catalogue: Catalogue, entry: Any, lang: Lang) -> str:
    if isinstance(entry, AgencyPublished):
        return f"→ {catalogue.agency_name(entry.successor)}" if entry.successor else entry.level
    if isinstance(entry, ProcedurePublished):
        return term_in_words(entry.term, lang)
    if isinstance(entry, RoutePublished):
        return str(len(entry.legs))
    return entry.subject if isinstance(entry, LetterPublished) else str(len(entry.days))


def _path(catalogue: Catalogue, above: str) -> tuple[tuple[str, str], ...]:
    line: list[tuple[str, str]] = []
    while above and (agency := catalogue.latest(AgencyPublished, above)) and above not in dict(line):
        line.insert(0, (above, agency.name))
        above = agency.parent or ""
    return tuple(line)

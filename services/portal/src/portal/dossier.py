"""A dossier's page, put together from its picture and its ledger entries."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from lienthong_calendar import WorkingCalendar, term_in_words
from lienthong_calendar.words import Lang
from lienthong_contracts import DOSSIER_CLOCK, DossierReceived
from lienthong_runtime import Catalogue

from portal import why
from portal.domain.record import LegRecord, Record
from portal.entry_lines import Wording
from portal.statement import breach, last_word, statement
from portal.told import told
from portal.views import DossierRow, DossierView, LegView, Upcoming

_AS_RECORDED = ("procedure", "channel", "due", "received_at", "due_at", "original_due_at", "granted", "paused", "finished_at", "verdict")


def dossier_view(
    dossier_id: str, record: Record, entries: list[Any], asked: dict[str, Any] | None, catalogue: Catalogue, wording: Wording,
    now: datetime, lang: Lang, only: str,
) -> DossierView:  # fmt: skip
    """Everything about one dossier, for those who work on it; `asked` is the monitor's answer on its budget."""
    calendar, running = catalogue.calendar_of(record.calendar), (asked or {}).get("used", {})
    used, remaining = _lengths(record, calendar, now)
    return DossierView(
        now=now,
        code=record.code or "",
        dossier_id=dossier_id,
        procedure_name=wording.name(record.procedure),
        desk=wording.name(record.desk),
        term=term_in_words(record.term, lang) if record.term else "",
        used=running.get(DOSSIER_CLOCK, used),
        remaining=remaining,
        legs=_legs(record, wording, calendar, now, running),
        needs=record.needs,
        upcoming=tuple(_upcoming(record, calendar, now)),
        messages=told(dossier_id, record, wording, lang, staff=False),
        notices=told(dossier_id, record, wording, lang, staff=True),
        only=only,
        minutes_per_day=calendar.office.day_minutes,
        **{name: getattr(record, name) for name in _AS_RECORDED},
        **_told(record, entries, asked, wording, now, lang),
    )


def _told(record: Record, entries: list[Any], asked: dict[str, Any] | None, wording: Wording, now: datetime, lang: Lang) -> dict[str, Any]:
    """What the ledger itself says: the reasons of the date, who used how much, and every event in words."""
    kinds, bodies = [entry["kind"] for entry in entries], [msgspec.json.decode(entry["body"]) for entry in entries]
    timeline = tuple(wording.line(entry, record.code, lang) for entry in entries)
    received = next((DossierReceived.from_json(entry["body"]) for entry in entries if entry["kind"] == "DossierReceived"), None)
    return {
        "timeline": timeline,
        "trace": why.trace(received, lang) if received else (),
        "moves": why.moves(timeline, bodies),
        "statement": statement(last_word(kinds, bodies, "ClockStopped"), asked, record, wording.name, now),
        "restarted": "ClockRestarted" in kinds,
        "breach": breach(last_word(kinds, bodies, "DeadlineBreached"), record, wording.name),
    }


def dossier_row(dossier_id: str, record: Record, wording: Wording, catalogue: Catalogue, now: datetime) -> DossierRow:
    """A dossier in a list."""
    calendar = catalogue.calendar_of(record.calendar)
    _, remaining = _lengths(record, calendar, now)
    return DossierRow(
        record.code or "",
        dossier_id,
        wording.name(record.procedure),
        record.due,
        remaining,
        record.due_at,
        wording.name(record.holder),
        _legs(record, wording, calendar, now, {}),
        record.ground,
        record.needs,
        calendar.office.day_minutes,
    )


def _lengths(record: Record, calendar: WorkingCalendar, now: datetime) -> tuple[int, int]:
    """What was used of the time by law, and what remains until the date that holds."""
    if record.due_at is None or record.original_due_at is None:
        return 0, 0
    end = record.finished_at or now
    if record.ground and not record.finished_at:
        return max(0, record.granted - record.remaining), record.remaining
    used = record.used or max(0, record.granted - calendar.between(end, record.original_due_at))
    return used, calendar.between(end, record.due_at)


def _legs(record: Record, wording: Wording, calendar: WorkingCalendar, now: datetime, known: Mapping[str, int]) -> tuple[LegView, ...]:
    """Each leg; what the monitor knows to be used goes before what events alone let one count."""
    legs = (_leg(name, leg, wording, calendar, now) for name, leg in record.journey.items())
    return tuple(replace(leg, used=known.get(leg.name, leg.used)) for leg in legs)


def _leg(name: str, leg: LegRecord, wording: Wording, calendar: WorkingCalendar, now: datetime) -> LegView:
    states = {"waiting": "waiting", "under_way": "waiting", "here": "here", "done": "done"}
    running = leg.state == "here" and leg.begun_at is not None
    used = max(0, calendar.between(leg.begun_at, now)) if running else leg.used
    return LegView(name, leg.task, wording.name(leg.agency), states[leg.state], leg.granted, used, leg.begun_at, leg.ended_at, leg.officer)


def _upcoming(record: Record, calendar: WorkingCalendar, now: datetime) -> list[Upcoming]:
    if record.status != "open" or record.due_at is None:
        return []
    coming = [Upcoming(record.due_at, "flag", "act", "due" if record.due_at == record.original_due_at else "promise")]
    if record.apology_by and not record.apologised:
        coming.insert(0, Upcoming(record.apology_by, "mail-exclamation", "over", "apology"))
    return [replace(item, minutes=calendar.between(now, item.at)) for item in coming if item.at > now]

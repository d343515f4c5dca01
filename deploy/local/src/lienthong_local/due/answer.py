"""Answers: the due moment and its trace, with the calendar of the agency that is asked about."""

from datetime import date
from pathlib import Path
from typing import Any

from intake.catalogue import FaultyCatalogue, read_catalogue
from lienthong_calendar import Due, OutsideTables, WorkingCalendar, day_of, due_at, explain, lines
from lienthong_calendar.words import Lang
from lienthong_contracts import AgencyPublished
from lienthong_runtime import Catalogue, Fault

from lienthong_local.due.question import Faulty, Question
from lienthong_local.failure import StackError


class Calendars:
    """The calendars of a catalogue's agencies, read once; the shipped years unless an administration's own go first."""

    def __init__(self, folder: Path, agencies: bool) -> None:
        # Tables of agencies name them.
        own = any((folder / "calendars").glob("*.yml"))
        try:
            self._catalogue = Catalogue(read_catalogue(folder, ("agencies", "calendars") if agencies or own else ()))
        except FaultyCatalogue as fault:
            raise StackError(f"the catalogue in {folder} is faulty:\n{fault}") from None

    def of(self, agency: str, day: date) -> WorkingCalendar:
        """The calendar of an agency on a day, or the national one. Raises Faulty for an agency that isn't there then."""
        if agency and self._catalogue.in_force(AgencyPublished, agency, day) is None:
            raise Faulty(Fault("agency", f"ngày {day:%d/%m/%Y} không có cơ quan {agency!r}", f"no agency {agency!r} on {day}"))
        return self._catalogue.calendar_for(agency, day)


def explained(question: Question, calendars: Calendars) -> Due:
    """The due moment with its reasons. Raises Faulty."""
    try:
        calendar = calendars.of(question.agency, day_of(question.received))
        return explain(calendar, question.received, question.term, question.after_hours, question.duty)
    except OutsideTables as fault:
        raise _outside(fault) from None


def briefly(question: Question, calendars: Calendars) -> str:
    """The due moment alone, as ISO 8601 at UTC+7. Raises Faulty."""
    try:
        calendar = calendars.of(question.agency, day_of(question.received))
        return due_at(calendar, question.received, question.term, question.after_hours, question.duty).isoformat()
    except OutsideTables as fault:
        raise _outside(fault) from None


def _outside(fault: OutsideTables) -> Faulty:
    years = str(fault).rpartition(" ")[2]
    return Faulty(Fault("", f"thời hạn đi ra ngoài các năm đã có bảng lịch ({years}) nên không trả lời",
                        f"that leads out of the years whose tables are known ({years}), so there is no answer"))  # fmt: skip


def as_facts(due: Due, lang: Lang) -> dict[str, Any]:
    """The whole answer for programs."""
    trace = [{"on": line.on.isoformat(), "counts": line.count is not None, "count": line.count, "rule": line.rule, "why": line.why,
              "law": line.law, "decision_no": line.decision_no} for line in lines(due, lang)]  # fmt: skip
    return {"due_at": due.due_at.isoformat(), "deemed_at": due.deemed_at.isoformat(), "trace": trace}

"""Statutory working time of Việt Nam: due moments, working minutes, and the reasons of each answer."""

from lienthong_calendar.calendar import OutsideTables, WorkingCalendar, at_minute
from lienthong_calendar.due import AfterHours, Due, due_at, explain, granted_minutes
from lienthong_calendar.office import VIET_NAM, FaultyOffice, Office
from lienthong_calendar.table import DayRow, FaultyTable, YearTable, shipped_tables
from lienthong_calendar.term import Term, UnknownTerm, parse_term, term_in_words
from lienthong_calendar.trace import Step

__all__ = [
    "VIET_NAM", "AfterHours", "DayRow", "Due", "FaultyOffice", "FaultyTable", "Office", "OutsideTables", "Step", "Term",
    "UnknownTerm", "WorkingCalendar", "YearTable", "at_minute", "due_at", "explain", "granted_minutes", "parse_term",
    "shipped_tables", "term_in_words",
]  # fmt: skip

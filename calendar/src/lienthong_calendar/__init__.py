"""Statutory working time of Việt Nam: due moments, working minutes, and the reasons of each answer."""

from lienthong_calendar.broken import NoFixedLength, ends_when_broken, length_when_broken
from lienthong_calendar.calendar import OutsideTables, WorkingCalendar, at_minute
from lienthong_calendar.due import Due, deemed_at, due_at, explain, granted_minutes
from lienthong_calendar.length import WORKING_DAY, working_words
from lienthong_calendar.lunar import hung_kings_day, lunar_new_year
from lienthong_calendar.office import VIET_NAM, AfterHours, FaultyOffice, Office, Window, day_of, parse_office, parse_windows
from lienthong_calendar.projection import projected
from lienthong_calendar.table import DayRow, FaultyTable, YearTable, shipped_tables
from lienthong_calendar.term import Term, UnknownTerm, parse_term, term_in_words
from lienthong_calendar.trace import Step
from lienthong_calendar.words import Line, law, lines, sentence, weekday

__all__ = [
    "VIET_NAM", "WORKING_DAY", "AfterHours", "DayRow", "Due", "FaultyOffice", "FaultyTable", "Line", "NoFixedLength", "Office",
    "OutsideTables", "Step", "Term", "UnknownTerm", "Window", "WorkingCalendar", "YearTable", "at_minute", "day_of", "deemed_at",
    "due_at", "ends_when_broken", "explain", "granted_minutes", "hung_kings_day", "law", "length_when_broken", "lines", "lunar_new_year",
    "parse_office", "parse_term", "parse_windows", "projected", "sentence", "shipped_tables", "term_in_words", "weekday", "working_words",
]  # fmt: skip

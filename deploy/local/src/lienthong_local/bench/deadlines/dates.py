"""Due dates a second in one process, without and with their trace."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from lienthong_calendar import VIET_NAM, Term, WorkingCalendar, due_at, explain, parse_term

TERMS = ("30min", "4h", "4wh", "15d", "3wd", "0.5wd", "2w", "1mo", "1y", "sameday", "20wd")
COUNT, ROUNDS = 50_000, 5
JANUARY = datetime(2026, 1, 5, tzinfo=VIET_NAM)
MINUTES = 300 * 24 * 60


def measure_dates(seed: int) -> dict[str, Any]:
    """The median of five rounds each, questions drawn from a seed over 300 days and all units."""
    dice, calendar = random.Random(seed), WorkingCalendar()
    questions = [(JANUARY + timedelta(minutes=dice.randrange(MINUTES)), parse_term(dice.choice(TERMS))) for _ in range(COUNT)]
    years = [(at, parse_term("1y")) for at, _ in questions]
    days = [(at, parse_term("1d")) for at, _ in questions]
    return {
        "due_dates_per_s": _rate(due_at, calendar, questions),
        "with_trace_per_s": _rate(explain, calendar, questions),
        "one_year_per_one_day": round(_rate(due_at, calendar, days) / _rate(due_at, calendar, years), 2),
    }


def _rate(ask: Callable[..., object], calendar: WorkingCalendar, questions: list[tuple[datetime, Term]]) -> int:
    rates = sorted(_round(ask, calendar, questions) for _ in range(ROUNDS))
    return round(rates[ROUNDS // 2])


def _round(ask: Callable[..., object], calendar: WorkingCalendar, questions: list[tuple[datetime, Term]]) -> float:
    began = time.perf_counter()
    for received, term in questions:
        ask(calendar, received, term)
    return len(questions) / (time.perf_counter() - began)

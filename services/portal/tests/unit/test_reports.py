"""The prescribed reports: periods, columns, identities and points are those of the texts (domain.md §1.6, §3, §7.6)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from portal.figures.paper import facts_of
from portal.figures.period import NoSuchPeriod, Period, asked, period, usual
from portal.figures.report_06a import COLUMNS, IdentityBroken, Row, check, columns, report
from portal.figures.report_766 import index
from portal.figures.views import Chosen, ReportRow, ReportView

CELLS = sorted({cell for column in COLUMNS for cell in column.cells} | {"twice"})


def counted(procedure="1.001612", **cells):
    return {"procedure": procedure, **dict.fromkeys(CELLS, 0), **cells}


# Thuận Bắc (S0, domain.md §7.6): 16.077 = 15.875 on the day + 194 early + 1 late + 7 in work.
THUAN_BAC = counted(online=3585, direct=12492, early=194, on_day=15875, late=1, open_in_time=7)


@pytest.mark.parametrize(("span", "n", "statutory", "since", "until"), [
    ("month", 3, False, "2026-03-01", "2026-03-31"), ("month", 2, False, "2024-02-01", "2024-02-29"),
    ("month", 1, True, "2025-12-15", "2026-01-14"), ("month", 3, True, "2026-02-15", "2026-03-14"),
    ("quarter", 1, True, "2025-12-15", "2026-03-14"), ("quarter", 4, False, "2026-10-01", "2026-12-31"),
    ("half", 1, True, "2025-12-15", "2026-06-14"), ("nine", 1, True, "2025-12-15", "2026-09-14"),
    ("year", 1, True, "2025-12-15", "2026-12-14"), ("year", 1, False, "2026-01-01", "2026-12-31"),
])  # fmt: skip
def test_a_statutory_period_begins_on_the_15th_before_and_ends_on_the_14th(span, n, statutory, since, until):
    year = 2024 if since == "2024-02-01" else 2026
    assert period(span, year, n, statutory=statutory) == Period(date.fromisoformat(since), date.fromisoformat(until))


@given(some.integers(2000, 2090), some.integers(1, 11), some.booleans())
def test_each_month_begins_the_day_after_the_one_before(year, n, statutory):
    before, after = period("month", year, n, statutory=statutory), period("month", year, n + 1, statutory=statutory)
    assert (after.since - before.until).days == 1


@given(some.dates(date(2001, 1, 1), date(2090, 1, 1)))
def test_today_lies_in_every_usual_period_but_the_last_month(today):
    for key, (since, until) in usual(today):
        assert since <= today <= until or key == "last_month"


def test_a_period_that_ends_before_it_begins_is_none():
    with pytest.raises(NoSuchPeriod):
        asked(date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(NoSuchPeriod):
        asked(date(1, 1, 1), date(9999, 1, 1))


def test_the_figures_of_thuan_bac_stand_in_their_columns():
    (row,) = report([THUAN_BAC], lambda _: "H32-HT").rows
    shown = {column.number: row.counts[column.key] for column in COLUMNS}
    assert [shown[str(n)] for n in range(3, 14)] == [16077, 3585, 12492, 0, 16070, 194, 15875, 1, 7, 7, 0]


def test_procedures_of_one_field_are_one_row_and_the_total_is_their_sum():
    made = report([THUAN_BAC, counted("3.000722", online=1, on_day=1), THUAN_BAC], lambda p: "HT" if p == "3.000722" else "KD")
    assert [(row.field, row.counts["received"]) for row in made.rows] == [("HT", 1), ("KD", 32154)]
    assert made.total.counts["received"] == 32155


def test_what_was_stopped_stands_apart_or_by_local_practice_among_the_resolved():
    found = [counted(direct=3, on_day=1, apart=2)]
    apart, merged = report(found, str), report(found, str, merged=True)
    assert (apart.total.counts["resolved"], apart.total.counts["apart"]) == (1, 2)
    assert (merged.total.counts["resolved"], merged.total.counts["on_day"]) == (3, 3) and "apart" not in merged.total.counts
    assert [c.key for c in columns(merged=True)].count("apart") == 0


@pytest.mark.parametrize("wrong", [{"received": 5}, {"resolved": 2}, {"open": 1}, {"online": 1, "received": 2}])
def test_a_report_whose_sums_don_t_hold_is_not_given_out(wrong):
    right = {**{column.key: 0 for column in COLUMNS}, "received": 1, "direct": 1, "resolved": 1, "early": 1}
    check(Row("HT", right))
    with pytest.raises(IdentityBroken):
        check(Row("HT", right | wrong))


def points(made):
    return {line.number: line.points for line in made.lines}


def test_on_time_of_766_counts_what_is_open_in_time_and_not_who_was_asked_twice():
    found = counted(direct=10, early=2, on_day=3, late=1, open_in_time=3, open_late=1, twice=2)
    assert points(index([found], 1, 1))["2.1"] == Decimal("12.00")  # (2+3+3-2) of 10, times 20


def test_online_of_766_is_full_from_half_of_the_dossiers_on():
    assert points(index([counted(online=5, direct=5)], 1, 1))["3.3"] == 12
    assert points(index([counted(online=1, direct=3)], 1, 1))["3.3"] == 6


def test_nothing_counted_is_not_measured_rather_than_nought_or_all():
    made = index([], 0, 0)
    assert {line.points for line in made.lines} == {None} and made.measured == 0


def test_one_late_dossier_of_very_many_never_earns_all_points():
    assert points(index([counted(direct=1_000_000, on_day=999_999, late=1)], 1, 1))["2.1"] == Decimal("19.99")


def test_the_groups_of_766_add_up_to_a_hundred():
    sums = {}
    for line in index([], 1, 1).lines:
        sums[line.group] = sums.get(line.group, 0) + line.most
    assert sums == {"open": 18, "progress": 20, "online": 22, "digital": 22, "content": 18}


def test_a_report_is_dated_by_viet_nam_s_day():
    """Printed at 06:30 on 1 December, when it is still November in UTC."""
    now, november = datetime(2026, 11, 30, 23, 30, tzinfo=UTC), Chosen(period("month", 2026, 11), "", "Tỉnh")
    view = ReportView(now, november, (), (), total=ReportRow("", "", {}))
    assert facts_of(view)["on"] == "01/12/2026"

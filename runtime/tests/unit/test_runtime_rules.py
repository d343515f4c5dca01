"""What commands, problems and clocks promise, as far as it needs no I/O."""

from datetime import UTC, date, datetime, timedelta

import pytest
from fastapi import Request
from fastapi.responses import HTMLResponse
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import AgencyPublished, CalendarYearPublished, ProcedurePublished, RoutePublished
from lienthong_runtime import Catalogue, CatalogueBehind, Fault, Refused, refuse_unless
from lienthong_runtime.clock import BusinessClock
from lienthong_runtime.problem import faults_of, language_of, problem
from starlette.applications import Starlette


def test_a_rule_that_holds_says_nothing_and_one_that_doesn_t_says_why():
    refuse_unless(True, "status", "x", "y")
    with pytest.raises(Refused) as refused:
        refuse_unless(False, "status", "đã đóng", "is closed", "R20")
    assert (refused.value.faults, refused.value.law) == ((Fault("status", "đã đóng", "is closed"),), "R20")


START = datetime(2026, 11, 23, tzinfo=UTC)


@given(some.lists(some.integers(-10_000, 10_000), max_size=30))
def test_business_time_never_runs_backwards(ticks):
    clock, seen = BusinessClock(START), [START]
    for minutes in ticks:
        clock.tick(START + timedelta(minutes=minutes))
        seen.append(clock.now())
    assert seen == sorted(seen)
    assert seen[-1] == max([START, *(START + timedelta(minutes=m) for m in ticks)])


def asked_in(language):
    headers = [(b"accept-language", language.encode())] if language else []
    return Request({"type": "http", "headers": headers, "app": Starlette()})


@pytest.mark.parametrize(("accepted", "language"), [
    ("", "vi"), ("vi", "vi"), ("vi-VN,vi;q=0.9,en;q=0.8", "vi"), ("en-GB,en;q=0.9", "en"), ("en,vi", "en"), ("fr", "vi"), ("*", "vi"),
])  # fmt: skip
def test_the_reader_s_language_is_vietnamese_unless_they_prefer_english(accepted, language):
    assert language_of(asked_in(accepted)) == language


def test_a_problem_lists_every_fault_in_the_reader_s_language():  # RFC 9457
    faults = [Fault("phone", "thiếu", "missing"), Fault("papers.form", "chưa có", "absent")]
    vi, en = (problem(asked_in(lang), 422, faults, law="R01") for lang in ("vi", "en"))
    assert vi.media_type == "application/problem+json" and vi.status_code == 422
    assert "thiếu" in vi.body.decode() and "chưa có" in vi.body.decode() and "R01" in vi.body.decode()
    assert "missing" in en.body.decode() and "absent" in en.body.decode() and en.headers["content-language"] == "en"


def test_a_service_with_windows_tells_a_problem_to_people_in_a_page_and_to_programs_as_ever():
    request = asked_in("vi")
    request.app.state.problem_page = lambda _request, status, faults: HTMLResponse(faults[0].vi, status)
    faults = [Fault("phone", "thiếu", "missing")]
    assert problem(request, 422, faults).media_type == "application/problem+json"
    request.scope["headers"].append((b"accept", b"text/html,*/*"))
    page = Request(request.scope)
    assert (problem(page, 422, faults).media_type, problem(page, 422, faults).status_code) == ("text/html", 422)


def test_a_problem_never_repeats_the_input():  # it may be personal data
    error = {"type": "string_too_long", "loc": ("body", "name"), "input": "Cao Thị E", "msg": "Cao Thị E is too long"}
    assert faults_of([error]) == [Fault("name", "quá dài", "is too long")]
    assert faults_of([{"type": "new_in_pydantic", "loc": ("body",), "input": "x"}])[0].field == "body"


def agency(version, since, until=None):
    return AgencyPublished(id="H32.41", entry_version=version, valid_from=since, valid_to=until, name=f"v{version}", kind="one_stop")


DAYS = some.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(DAYS)
def test_a_version_is_in_force_from_its_first_day_until_before_its_last(day):
    catalogue = Catalogue([agency(1, "2024-06-01", "2025-07-01"), agency(2, "2025-07-01", "2026-07-01")])
    found = catalogue.in_force(AgencyPublished, "H32.41", day)
    expected = {True: 1, False: 2}[day < date(2025, 7, 1)] if date(2024, 6, 1) <= day < date(2026, 7, 1) else None
    assert (found.entry_version if found else None) == expected


@given(DAYS)
def test_a_repealed_entry_does_not_fall_back_to_the_version_before(day):  # S0-25: not selectable the next day
    catalogue = Catalogue([agency(1, "2024-06-01"), agency(2, "2026-01-01", "2026-12-01")])
    found = catalogue.in_force(AgencyPublished, "H32.41", day)
    expected = 2 if day >= date(2026, 1, 1) else 1
    assert (found.entry_version if found else None) == (expected if date(2024, 6, 1) <= day < date(2026, 12, 1) else None)


@given(some.permutations([agency(1, "2024-01-01", "2025-07-01"), agency(2, "2025-07-01"), agency(3, "2027-01-01")]))
def test_the_order_in_which_versions_come_doesn_t_matter(entries):
    catalogue = Catalogue(entries)
    assert catalogue.latest(AgencyPublished, "H32.41").entry_version == 3
    assert catalogue.in_force(AgencyPublished, "H32.41", date(2026, 1, 1)).entry_version == 2
    assert [e.entry_version for e in catalogue.every_in_force(AgencyPublished, date(2024, 1, 1))] == [1]


def test_what_isn_t_known_yet_is_waited_for_not_guessed():
    empty = Catalogue()
    with pytest.raises(CatalogueBehind):
        empty.procedure("1.001612", 1)
    with pytest.raises(CatalogueBehind):
        empty.route("1.001612", date(2026, 1, 1))
    assert empty.in_force(ProcedurePublished, "x", date(2026, 1, 1)) is None
    assert empty.every_in_force(RoutePublished, date(2026, 1, 1)) == []
    assert empty.agency_name("H32.41") == "H32.41"


def test_a_year_s_table_that_is_published_changes_the_calendar():  # T9: the Prime Minister decides each year
    year = CalendarYearPublished.model_validate(
        {"id": "VN/2027", "entry_version": 1, "valid_from": "2027-01-01", "year": 2027, "days": [{"on": "2027-03-03", "kind": "holiday",
         "name": "Lễ mới", "decision_no": "QĐ 1"}]})  # fmt: skip
    catalogue = Catalogue([year])
    assert not catalogue.calendar.is_working_day(date(2027, 3, 3))
    later = year.model_copy(update={"entry_version": 2, "days": ()})
    catalogue.put(later)
    assert catalogue.calendar.is_working_day(date(2027, 3, 3))

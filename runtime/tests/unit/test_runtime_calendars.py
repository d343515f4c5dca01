"""A calendar's edition: which versions of tables and hours a date was counted with, to be counted again years later."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_calendar import VIET_NAM, FaultyOffice, FaultyTable, OutsideTables, shipped_tables
from lienthong_contracts import AgencyPublished, CalendarYearPublished
from lienthong_runtime import Catalogue, CatalogueBehind

DAY = date(2026, 11, 5)


def table(year=2026, version=1, off=(), agency=None, entry_id=None, own_hours=()):
    days = [{"on": day, "kind": "holiday", "name": "x", "decision_no": "QĐ 1"} for day in off]
    hours = [{"on": day, "name": "x", "decision_no": "QĐ 1", "windows": windows} for day, windows in own_hours]
    return CalendarYearPublished.model_validate(
        {"id": entry_id or f"{agency or 'VN'}/{year}", "entry_version": version, "year": year, "valid_from": f"{year}-01-01", "days": days,
         "agency": agency, "own_hours": hours})  # fmt: skip


def agency(name="H32.41", version=1, since="2025-07-01", work=None):
    hours = {"work": {day: work for day in ("mon", "tue", "wed", "thu", "fri")}} if work else None
    return AgencyPublished.model_validate({"id": name, "entry_version": version, "valid_from": since, "name": name, "kind": "one_stop",
                                           "hours": hours})  # fmt: skip


def published(*more):
    return Catalogue([table(2026), table(2027), *more])


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM)


def worked(catalogue, edition, day=DAY):
    return catalogue.calendar_of(edition).is_working_day(day)


def test_without_published_tables_the_shipped_ones_count():
    assert Catalogue().edition("H32.41", DAY) == ""
    assert [t.year for t in Catalogue().calendar_of("").tables] == [t.year for t in shipped_tables()]


def test_an_edition_names_every_version_it_is_made_of():
    catalogue = published(table(2026, 2), agency(work=["08:00-12:00"], version=3), agency("H32.99"))
    assert set(catalogue.edition("H32.41", DAY).split()) == {"VN/2026@2", "VN/2027@1", "H32.41@3"}
    assert set(catalogue.edition("H32.99", DAY).split()) == set(catalogue.edition().split()) == {"VN/2026@2", "VN/2027@1"}


def test_an_old_edition_counts_as_it_did():
    catalogue = published()
    before = catalogue.edition("H32.41", DAY)
    catalogue.put(table(2026, 2, off=["2026-11-05"]))
    after = catalogue.edition("H32.41", DAY)
    assert (worked(catalogue, before), worked(catalogue, after)) == (True, False)


def test_an_agency_s_own_day_is_its_own():
    catalogue = published(agency(), agency("H32.99"), table(agency="H32.41", off=["2026-11-05"]))
    assert not worked(catalogue, catalogue.edition("H32.41", DAY))
    assert worked(catalogue, catalogue.edition("H32.99", DAY)) and worked(catalogue, catalogue.edition())
    assert catalogue.calendar.is_working_day(DAY)


def test_an_agency_s_own_rows_go_before_the_nation_s_day_by_day():
    catalogue = published(table(2026, 2, off=["2026-11-05", "2026-11-06"]), agency(),
                          table(agency="H32.41", own_hours=[("2026-11-05", ["08:00-10:00"])]))  # fmt: skip
    own = catalogue.calendar_of(catalogue.edition("H32.41", DAY))
    assert own.windows(DAY) == ((8 * 60, 10 * 60),)
    assert not own.is_working_day(date(2026, 11, 6))


def test_an_agency_s_hours_are_its_own_and_hold_from_their_day():
    catalogue = published(agency(), agency("H32.99"), agency(version=2, since="2026-11-01", work=["08:00-12:00"]))
    new = catalogue.calendar_of(catalogue.edition("H32.41", DAY))
    assert new.between(at("2026-11-05T00:00"), at("2026-11-06T00:00")) == 240
    assert catalogue.edition("H32.41", date(2026, 10, 31)) == catalogue.edition("H32.99", DAY) == catalogue.edition()


def test_an_agency_s_own_table_doesn_t_invent_a_year():  # without the nation's, Tết would be worked: refused, never guessed
    catalogue = published(agency(), table(2028, agency="H32.41", off=["2028-11-05"]))
    with pytest.raises((FaultyTable, OutsideTables)):
        worked(catalogue, catalogue.edition("H32.41", DAY), date(2028, 1, 27))


def test_an_edition_with_a_version_that_isn_t_known_yet_is_waited_for():
    with pytest.raises(CatalogueBehind):
        published().calendar_of("VN/2026@9")


@pytest.mark.parametrize("faulty", [
    table(2026, 2, off=["2026-11-05", "2026-11-05"]), table(2026, 2, off=["2027-11-05"]),
    table(2026, 2, agency="H32.41", own_hours=[("2026-11-05", ["10:00-09:00"])]),
    table(2026, 2, agency="H32.41", own_hours=[("2026-11-05", [])]),
    table(2026, 2, entry_id="2026"),  # its edition couldn't be read again
    agency(version=2, work=["17:00-08:00"]), agency("H32/41", version=2, work=["08:00-17:00"]),
])  # fmt: skip
def test_a_faulty_entry_is_kept_in_no_part(faulty):
    catalogue = published(agency())
    before, calendar = (catalogue.edition(), catalogue.edition("H32.41", DAY)), catalogue.calendar
    with pytest.raises(ValueError):
        catalogue.put(faulty)
    assert (catalogue.edition(), catalogue.edition("H32.41", DAY)) == before
    assert catalogue.calendar is calendar and worked(catalogue, before[1])
    with pytest.raises(CatalogueBehind):
        catalogue.version(type(faulty), faulty.id, faulty.entry_version)


def test_an_agency_without_windows_is_refused():
    half = agency().model_copy(update={"hours": agency(work=["08:00-12:00"]).hours.model_copy(update={"work": {"mon": ("08:00-12:00",)}})})
    with pytest.raises(FaultyOffice):
        Catalogue().put(half)


entries = [table(2026), table(2027), table(2026, 2, off=["2026-11-05"]), agency(), agency(version=2, work=["08:00-12:00"]),
           table(agency="H32.41", off=["2026-11-06"]), agency("H32.99")]  # fmt: skip


@given(some.permutations(entries))
def test_in_whatever_order_entries_are_read_the_calendars_are_the_same(order):  # a compacted topic keeps no order of keys
    one, other = Catalogue(entries), Catalogue(order)
    for name in ("", "H32.41", "H32.99"):
        edition = one.edition(name, DAY)
        assert other.edition(name, DAY) == edition
        assert [other.calendar_of(edition).windows(date(2026, 11, n)) for n in range(1, 30)] == [
            one.calendar_of(edition).windows(date(2026, 11, n)) for n in range(1, 30)]  # fmt: skip
    assert [other.calendar.is_working_day(date(2026, 11, n)) for n in range(1, 30)] == [
        one.calendar.is_working_day(date(2026, 11, n)) for n in range(1, 30)]  # fmt: skip


def test_a_calendar_that_is_about_to_end_says_so():
    catalogue = Catalogue()
    assert catalogue.ends_soon(datetime(2027, 9, 1, tzinfo=UTC)) == []
    assert "2027" in catalogue.ends_soon(datetime(2027, 11, 1, tzinfo=UTC))[0].en

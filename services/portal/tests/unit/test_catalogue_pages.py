"""The catalogues' pages: a fault is found in its line, a route stands in its order, a name is found without its marks."""

import pytest
from lienthong_contracts import CalendarYearPublished, RoutePublished
from portal.catalogues.entry import _columns, _months
from portal.catalogues.lines import line_of
from portal.catalogues.proposals import EXAMPLE, key_of
from portal.folding import folded

TEXT = """title: Sửa lộ trình
entries:
  routes:
    - id: r1
      legs:
        - {leg: a, share: 1wd}
        - leg: b
          share: x
"""


@pytest.mark.parametrize(("field", "line"), [
    ("title", 1), ("entries.routes.0.id", 4), ("entries.routes.0.legs.0", 6), ("entries.routes.0.legs.1.share", 8),
    ("entries.routes.0.name", 4), ("entries.nothing", 2), ("body", 1),
])  # fmt: skip
def test_a_fault_is_told_with_its_line_or_that_of_what_it_belongs_to(field: str, line: int) -> None:
    assert line_of(TEXT, field) == line


def test_a_text_that_is_no_yaml_is_told_where_it_breaks_off() -> None:
    assert line_of("title: x\nentries: [", "body") in (2, 3)
    assert line_of("", "title") == 0


def test_aliases_that_hold_themselves_do_not_hang_anything() -> None:
    assert line_of("a: &a [*a, *a]\nb: 1", "b") == 2


def test_the_example_that_a_form_begins_with_is_a_proposal() -> None:
    assert line_of(EXAMPLE, "entries.calendars.0.days.0") > 5


def leg(name: str, *after: str, phase: int = 1) -> dict[str, object]:
    return {"leg": name, "agency": "business", "task": name, "share": "1wd", "after": after, "phase": phase}


def test_legs_that_wait_stand_right_of_what_they_wait_for() -> None:
    route = RoutePublished.model_validate(RoutePublished.example | {
        "legs": [leg("a"), leg("b", "a"), leg("c", "a"), leg("d", "b", "c"), leg("e", phase=2)]})  # fmt: skip
    assert [[one.leg for one in column] for column in _columns(route)] == [["a"], ["b", "c"], ["d"], ["e"]]


def test_a_year_is_drawn_with_every_day_and_its_special_ones_named() -> None:
    months = _months(CalendarYearPublished.model_validate(CalendarYearPublished.example))
    days = [day for month in months for day in month.days if day is not None]
    assert len(days) == 365
    assert next((kind, name) for on, kind, name in days if (on.month, on.day) == (1, 2)) == ("swapped_off", "Nghỉ hoán đổi")


@pytest.mark.parametrize("typed", ["dang ky", "ĐĂNG KÝ", " Đăng ký"])
def test_a_name_is_found_with_and_without_its_marks(typed: str) -> None:
    assert folded(typed.strip()) in folded("Đăng ký khai sinh")


def test_a_key_that_no_form_had_does_not_go_into_a_header() -> None:
    assert key_of("a" * 32) == "a" * 32
    assert key_of("x\r\nAuthorization: y") != "x\r\nAuthorization: y"

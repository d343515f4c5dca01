"""The live lines: each board gets those of its reader's dossiers, by the wall's own rule."""

from datetime import date

from lienthong_contracts import AgencyPublished
from lienthong_runtime import Actor, Catalogue
from portal.api import place
from portal.live import listener

AGENCIES = {"A": "B", "B": None, "C": None}


def catalogue() -> Catalogue:
    return Catalogue([AgencyPublished(id=own, entry_version=1, name=own, kind="resolving", valid_from=date(2025, 7, 1), successor=successor)
                      for own, successor in AGENCIES.items()])  # fmt: skip


def sees(agency: str | None, role: str, *parties: str) -> bool:
    reader = Actor("an", agency, frozenset([role]))  # type: ignore[list-item]
    return listener(reader, catalogue(), "vi").may_see(frozenset(parties))


def test_a_line_is_shown_to_every_agency_with_a_part_in_its_dossier() -> None:
    assert sees("B", "desk", "C", "B")
    assert sees("C", "head", "C", "B")


def test_a_line_of_other_agencies_is_not_shown() -> None:
    assert not sees("A", "officer", "C", "B")
    assert not sees("B", "officer")


def test_a_successor_sees_its_predecessors_lines() -> None:
    assert sees("B", "officer", "A")


def test_an_overseer_sees_every_line_even_of_a_dossier_nobody_has_a_part_in() -> None:
    assert sees(None, "auditor", "C") and sees("A", "admin", "C") and sees(None, "approver")


def test_an_officer_without_an_agency_sees_no_line() -> None:
    assert not any(sees(agency, "officer", party) for agency in (None, "") for party in AGENCIES)


def test_a_board_goes_on_where_its_browser_says_or_from_its_page() -> None:
    assert (place("12", 5), place("", 5), place("", None)) == (12, 5, None)
    assert [place(wrong, 5) for wrong in ("-1", "x", "²", "9" * 5000)] == [5] * 4

"""Whose dossiers an agency looks after: its own and those of whom it followed; nobody's for who acts for no agency."""

from datetime import date

from lienthong_contracts import AgencyPublished
from lienthong_runtime import Actor, Catalogue
from lienthong_runtime.guard import CITIZEN, OFFICER, OVERSEER, scope

FOLLOWED = {"A": "C", "B": "C", "C": "D", "D": None, "E": None}


def catalogue() -> Catalogue:
    return Catalogue([AgencyPublished(id=own, entry_version=1, name=own, kind="resolving", valid_from=date(2025, 7, 1), successor=successor)
                      for own, successor in FOLLOWED.items()])  # fmt: skip


def actor(agency: str | None, *roles: str) -> Actor:
    return Actor("an", agency, frozenset(roles))  # type: ignore[arg-type]


def test_an_agency_stands_for_all_that_it_followed_however_long_ago() -> None:
    assert catalogue().line_of("D") == ["D", "C", "A", "B"]
    assert catalogue().line_of("A") == ["A"]


def test_agencies_that_nobody_followed_are_in_nobodys_line() -> None:
    assert catalogue().line_of("") == [""]


def test_an_officer_sees_what_belongs_to_their_agencys_line() -> None:
    assert scope(actor("C", "officer"), catalogue()) == (OFFICER, "C,A,B", "")


def test_whoever_oversees_sees_all_whichever_agency_they_are_of() -> None:
    assert scope(actor("A", "auditor"), catalogue()) == scope(actor(None, "admin"), catalogue()) == (OVERSEER, "", "")


def test_whoever_acts_for_no_agency_sees_their_own_only() -> None:
    assert scope(actor(None, "citizen"), catalogue()) == scope(actor(None, "officer"), catalogue()) == (CITIZEN, "", "an")

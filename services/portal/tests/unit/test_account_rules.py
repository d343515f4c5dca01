"""Who may give which role to whom."""

import pytest
from lienthong_runtime import Actor
from portal.accounts.rules import Wanted, faults_of, given, leaves_nobody, may_confirm, near

AGENCIES = ("H32", "H32.41", "H01.1")
ALL: None = None
DESK, ADMIN = frozenset({"desk"}), frozenset({"admin"})


def test_an_officer_of_a_known_agency_is_an_account() -> None:
    assert faults_of(Wanted("canbo.nam", "H32.41", frozenset({"officer", "head"})), ALL, AGENCIES) == {}


@pytest.mark.parametrize("login", ["", "ab", "Nam", "nam nguyen", "079123456789", "0912345678", "nam@x", "a" * 41, "nam.", "nằm", "<b>"])
def test_a_login_is_letters_and_digits_and_no_number_of_a_person(login: str) -> None:
    assert faults_of(Wanted(login, "H32.41", DESK), ALL, AGENCIES) == {"login": "account.login.wrong"}


@pytest.mark.parametrize(("agency", "roles", "fault"), [
    ("", DESK, "account.agency.missing"), ("H99", DESK, "account.agency.unknown"),
    ("H32", frozenset({"citizen"}), "account.agency.citizen"),
])  # fmt: skip
def test_whoever_works_belongs_to_an_agency_and_a_citizen_to_none(agency: str, roles: frozenset[str], fault: str) -> None:
    assert faults_of(Wanted("nam", agency, roles), ALL, AGENCIES) == {"agency": fault}


@pytest.mark.parametrize(("roles", "fault"), [
    (frozenset(), "account.roles.none"), (frozenset({"god"}), "account.roles.none"), (frozenset({"system"}), "account.roles.none"),
    (frozenset({"citizen", "desk"}), "account.roles.citizen"),
])  # fmt: skip
def test_roles_that_there_are_not_or_that_do_not_go_together_are_refused(roles: frozenset[str], fault: str) -> None:
    assert faults_of(Wanted("nam", "H32.41", roles), ALL, AGENCIES)["roles"] == fault


def test_the_administrator_of_one_agency_gives_roles_there_only_and_none_that_sees_every_agency() -> None:
    reach = ("H32.41", "H32.41.1")
    assert faults_of(Wanted("nam", "H32.41", DESK), reach, AGENCIES) == {}
    assert faults_of(Wanted("nam", "H01.1", DESK), reach, AGENCIES) == {"agency": "account.agency.not_yours"}
    assert faults_of(Wanted("nam", "", frozenset({"citizen"})), reach, AGENCIES) == {"agency": "account.agency.not_yours"}
    assert faults_of(Wanted("nam", "H32.41", ADMIN), reach, AGENCIES) == {"roles": "account.roles.not_yours"}


def test_a_role_that_sees_every_agency_waits_for_a_second_administrator_once_there_were_two() -> None:
    assert given(ADMIN | DESK, frozenset(), 2) == (DESK, ADMIN)
    assert given(ADMIN, frozenset(), 1) == (ADMIN, frozenset())
    assert given(ADMIN, ADMIN, 2) == (ADMIN, frozenset()), "who has it keeps it"
    assert given(frozenset(), ADMIN, 5) == (frozenset(), frozenset()), "taking it away waits for nobody"


@pytest.mark.parametrize(("by", "asked_by", "one_time", "may"), [
    ("hai", "mot", False, True), ("mot", "mot", False, False), ("ba", "mot", False, False), ("hai", "mot", True, False),
    ("hai", None, False, False),
])  # fmt: skip
def test_the_second_pair_of_eyes_is_neither_who_asked_nor_who_gets_it(by: str, asked_by: str | None, one_time: bool, may: bool) -> None:
    assert may_confirm(Actor(by, None, ADMIN), asked_by, "ba", one_time) is may  # type: ignore[arg-type]


def test_the_administrator_of_one_agency_is_no_second_pair_of_eyes() -> None:
    assert not may_confirm(Actor("hai", "H32.41", ADMIN), "mot", "ba", False)  # type: ignore[arg-type]


def test_an_agency_is_found_by_a_part_of_its_name_without_accents_too() -> None:
    names = {"H32.41": "UBND xã Thuận Bắc", "H32": "UBND tỉnh Khánh Hoà", "H32.2": "Trung tâm xã Thuận Bắc", "H32.3": "Sở Đất đai"}
    assert [agency for agency, _ in near("thuan bac", names)] == ["H32.41", "H32.2"]
    assert near("ĐẤT", names) == (("H32.3", "Sở Đất đai"),) and near("", names) == ()


def test_nobody_removes_the_last_administrator() -> None:
    assert leaves_nobody(ADMIN, None, True, frozenset(), 1)
    assert not leaves_nobody(ADMIN, None, True, frozenset(), 2)
    assert not leaves_nobody(ADMIN, None, False, frozenset(), 1), "one who is disabled already isn't the last"
    assert not leaves_nobody(DESK, "H32", True, frozenset(), 1)

"""The five localities (domain.md §7) have every commune of theirs, before and after 1 July 2025, and each has who works for it."""

import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache

import pytest
from intake.agencies_tree import circles
from intake_lives import catalogue, entries
from lienthong_contracts import AgencyPublished

# The last day of three levels and the first of two (NQ 202, 203/2025/QH15), and the days around 1 March 2025 with its
# district police and social division.
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)
DAYS = [date(2025, 2, 28), date(2025, 3, 1), LAST, FIRST, date(2026, 11, 23)]


def agencies():
    return [entry for entry in entries() if isinstance(entry, AgencyPublished)]


@cache
def in_force(day):
    return {a.id: a for a in catalogue().every_in_force(AgencyPublished, day)}


def desks(day, top=""):
    return [a for a in in_force(day).values() if "desk" in a.roles and a.id.startswith(top)]


def named(name, day):
    (found,) = [a for a in in_force(day).values() if a.name == name]
    return found


# Published numbers: provinces before with districts, then communes by level (NQ 1283/2024, NQ 1286/2024 and others).
BEFORE = [
    ("H43", "tỉnh Ninh Thuận", 7, {"xã": 47, "phường": 12, "thị trấn": 3}, 62),
    ("H27", "tỉnh Hà Tĩnh", 12, {"xã": 170, "phường": 25, "thị trấn": 14}, 209),
    ("H18", "tỉnh Điện Biên", 10, {"xã": 115, "phường": 9, "thị trấn": 5}, 129),
    ("H26", "thành phố Hà Nội", 30, {"xã": 345, "phường": 160, "thị trấn": 21}, 526),
    ("H16", "tỉnh Đắk Nông", 8, {"xã": 60, "phường": 6, "thị trấn": 5}, 71),
]
# NQ 1667, 1665, 1661, 1656 and 1671/NQ-UBTVQH15 of 16 June 2025.
AFTER = [
    ("H32", "tỉnh Khánh Hoà", {"xã": 48, "phường": 16, "đặc khu": 1}, 65),
    ("H27", "tỉnh Hà Tĩnh", {"xã": 60, "phường": 9}, 69),
    ("H18", "tỉnh Điện Biên", {"xã": 42, "phường": 3}, 45),
    ("H26", "thành phố Hà Nội", {"xã": 75, "phường": 51}, 126),
    ("H36", "tỉnh Lâm Đồng", {"xã": 103, "phường": 20, "đặc khu": 1}, 124),
]


@pytest.mark.parametrize(("top", "name", "districts", "levels", "communes"), BEFORE)
def test_until_june_2025_a_province_has_its_districts_and_communes(top, name, districts, levels, communes):
    found = Counter(desk.level for desk in desks(LAST, top) if desk.id.count(".") == 2)
    assert (dict(found), found.total()) == (levels, communes)
    assert sum(desk.id.count(".") == 1 for desk in desks(LAST, top)) == districts + 1  # and the province's own
    assert named(f"Trung tâm Phục vụ hành chính công {name}", LAST).parent == top


@pytest.mark.parametrize(("top", "name", "levels", "communes"), AFTER)
def test_from_july_2025_it_has_communes_right_under_it(top, name, levels, communes):
    found = Counter(desk.level for desk in desks(FIRST, top) if desk.id != f"{top}.00")
    assert (dict(found), found.total()) == (levels, communes)
    assert {desk.parent for desk in desks(FIRST, top)} == {top}
    assert named(f"UBND {name}", FIRST).id == top


def test_there_is_no_district_any_more():
    districts = {a.id for a in in_force(LAST).values() if a.level in ("huyện", "quận", "thị xã", "thành phố") and a.id.count(".") == 1}
    assert len([own for own in districts if "desk" in in_force(LAST)[own].roles]) == 7 + 12 + 10 + 30 + 8 + 1  # and Hà Nội's own
    assert not {a.level for a in in_force(FIRST).values()} & {"huyện", "quận", "thị xã", "thị trấn"}


@pytest.mark.parametrize(("before", "after"), [
    ("Bộ phận một cửa UBND xã Bắc Phong", "Trung tâm Phục vụ hành chính công xã Thuận Bắc"),  # S0
    ("Bộ phận một cửa UBND huyện Cẩm Xuyên", "Trung tâm Phục vụ hành chính công xã Cẩm Xuyên"),  # S1
    ("Bộ phận một cửa UBND xã Cẩm Duệ", "Trung tâm Phục vụ hành chính công xã Cẩm Duệ"),  # S1-24
    ("Bộ phận một cửa UBND phường Mường Thanh", "Trung tâm Phục vụ hành chính công phường Điện Biên Phủ"),  # S2-27
    ("Bộ phận một cửa UBND thị trấn Tây Đằng", "Trung tâm Phục vụ hành chính công xã Quảng Oai"),  # S3
    ("Bộ phận một cửa UBND huyện Đắk Song", "Trung tâm Phục vụ hành chính công xã Đức An"),  # S4-18
    ("Trung tâm Phục vụ hành chính công tỉnh Đắk Nông", "Trung tâm Phục vụ hành chính công tỉnh Lâm Đồng"),
    ("Phòng Quản lý đô thị quận Ba Đình", "Phòng Kinh tế, Hạ tầng và Đô thị phường Ba Đình"),
    ("Phòng Kinh tế và Hạ tầng huyện Ba Vì", "Phòng Kinh tế xã Quảng Oai"),
    ("Công an xã Cẩm Duệ", "Công an xã Cẩm Duệ"),
])  # fmt: skip
def test_who_follows_whom_by_name(before, after):
    assert named(before, LAST).successor == named(after, FIRST).id


@pytest.mark.parametrize("turn", [date(2025, 3, 1), FIRST], ids=str)
def test_whoever_ceased_has_a_successor_in_force_from_that_day(turn):
    ceased = [a for a in agencies() if a.valid_to == turn]
    assert len(ceased) > 130
    assert [a.id for a in ceased if a.successor not in in_force(turn)] == []
    assert [a.id for a in ceased if a.kind == "one_stop" and in_force(turn)[a.successor].kind != "one_stop"] == []


def test_a_successor_takes_over_what_its_predecessor_did():  # a role may go up to the province, never to a stranger
    for a in agencies():
        if a.successor and (heir := catalogue().latest(AgencyPublished, a.successor)):
            assert set(a.roles) & set(heir.roles) or a.roles == (), a.id


def test_only_who_ceased_has_a_successor():
    assert [a.id for a in agencies() if bool(a.successor) != bool(a.valid_to)] == []


def test_the_decision_is_known_of_every_unit_that_was_made_or_closed_in_july_2025():
    made = [a for a in agencies() if FIRST in (a.valid_from, a.valid_to)]
    assert [a.id for a in made if not re.fullmatch(r"NQ (202|203)/2025/QH15|NQ 16\d\d/NQ-UBTVQH15", a.decision_no)] == []


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_superior_of_an_agency_in_force_is_in_force(day):
    assert [a.id for a in in_force(day).values() if a.parent is not None and a.parent not in in_force(day)] == []


def test_superiors_and_successors_have_an_end():
    assert list(circles({a.id: a.parent for a in agencies()})) == list(circles({a.id: a.successor for a in agencies()})) == []


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_commune_has_the_agencies_of_its_template(day):
    kinds = {"desk", "commune_leader", "civil_status", "justice", "social", "cadastral", "police"}
    kinds |= {"business", "construction"} if day >= FIRST else set()
    roles = {desk.id: set(desk.roles) for desk in desks(day) if desk.level in ("xã", "phường", "thị trấn", "đặc khu")}
    for a in in_force(day).values():
        if a.parent in roles:
            roles[a.parent] |= set(a.roles)
    assert len(roles) == (997 if day < FIRST else 429)
    assert [commune for commune, found in roles.items() if found != kinds] == []


def test_identifiers_are_what_the_law_allows():  # QĐ 20/2020 Đ.4; TT 10/2016
    assert [a.id for a in agencies() if not re.fullmatch(r"[0-9A-Z.]{1,35}", a.id)] == []
    old = [a.old_id for a in agencies() if a.old_id]
    assert [own for own in old if not re.fullmatch(r"\d{3}\.\d{2}\.\d{2}\.H\d{2}", own)] == []
    assert len(set(old)) == len(old) == 5 + 67 + 997
    assert named("UBND tỉnh Ninh Thuận", LAST).old_id == "000.00.00.H43"
    assert named("Bộ phận một cửa UBND xã Bắc Phong", LAST).old_id == "000.01.06.H43"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_names_read_right_and_say_which_agency_it_is(day):
    names = Counter((a.parent, a.name) for a in in_force(day).values())
    assert [name for name, times in names.items() if times > 1] == []
    for _, name in names:
        assert unicodedata.is_normalized("NFC", name)
        assert not re.search(r"[{}]|  |\b(\w+) \1 [A-ZĐ]|(?i:xã xã|phường phường)", name) and name == name.strip(), name
        assert not re.search(r"(?<![qQ])(òa|óa|ỏa|õa|ọa|ùy|úy|ủy|ũy|ụy)\b", name), f"{name}: the house writes hoà, thuỷ"
    for desk in desks(day):  # "UBND phường Láng Hạ", and no syllable of it small
        syllables = desk.name.partition(f" {desk.level} ")[2].split()
        assert syllables and all(part[0].isupper() or not part[0].isalpha() for part in syllables), desk.name


def test_hanoi_s_communes_receive_on_saturday_morning():  # S3-22: reception, not a working day
    for day, name in ((LAST, "Bộ phận một cửa UBND thị trấn Tây Đằng"), (FIRST, "Trung tâm Phục vụ hành chính công xã Quảng Oai")):
        calendar = catalogue().calendar_for(named(name, day).id, day)
        assert calendar.office.receives_on(5) and not calendar.is_working_day(date(2025, 6, 28))
    receive = {desk.id[:3] for day in (LAST, FIRST) for desk in desks(day) if desk.hours}
    assert receive == {"H26"}


def test_the_thuan_bac_of_before_and_after_keeps_its_identifiers():
    assert {own: in_force(FIRST)[own].name.rpartition("công ")[2] for own in ("H32.41", "H32.42", "H32.43")} == {
        "H32.41": "xã Thuận Bắc", "H32.42": "xã Công Hải", "H32.43": "xã Ninh Hải"}  # fmt: skip
    communes = [in_force(LAST)[f"H43.06.0{number}"].name.partition("xã ")[2] for number in range(1, 7)]
    assert communes == ["Bắc Phong", "Bắc Sơn", "Công Hải", "Lợi Hải", "Phước Chiến", "Phước Kháng"]

"""Around every desk each leg finds an agency, and one of the level that the law gives the work to, before July 2025 and since."""

from datetime import date
from functools import cache

import pytest
from intake_lives import catalogue
from lienthong_contracts import AgencyPublished, ProcedurePublished, RoutePublished

POLICE_LEFT, TWO_LEVELS = date(2025, 3, 1), date(2025, 7, 1)
DAYS = [date(2024, 12, 2), date(2025, 2, 28), POLICE_LEFT, date(2025, 6, 30), TWO_LEVELS, date(2026, 6, 30), date(2026, 7, 1),
        date(2026, 11, 23)]  # fmt: skip
LOCALITIES = {"H43": "H32", "H27": "H27", "H18": "H18", "H26": "H26", "H16": "H36"}  # before and since (domain.md §7)

# Whose level does the work, by the receiving desk's: commune, district and province before July 2025, then commune and province.
C, D, P = "commune", "district", "province"
BY_ROLE = {
    **dict.fromkeys(("civil_status", "justice", "social", "cadastral", "commune_leader"), (C, D, P, C, P)),
    "police": (C, D, P, C, P),  # but for the district's, which ended on 1 March 2025
    **dict.fromkeys(("business", "construction"), (D, D, P, C, P)),
    # What goes one level up from a commune: NĐ 20/2021's division and chairman, land, tax and insurance.
    **dict.fromkeys(("home_affairs", "land_office", "land_leader", "insurance", "tax"), (D, D, P, P, P)),
    "superior_leader": (D, D, P, "", ""),
    # The province's alone, whoever receives (Luật Doanh nghiệp 2020 Đ.26, Luật Lý lịch tư pháp, Luật Đất đai 2024).
    **dict.fromkeys(("enterprise_registry", "province_police", "province_land_office", "province_land_leader", "province_leader",
                     "dept_construction", "dept_environment", "supervising_desk"), (P, P, P, P, P)),
}  # fmt: skip


@cache
def in_force(day):
    return {a.id: a for a in catalogue().every_in_force(AgencyPublished, day)}


def level(unit, day):
    """A unit's level by how many stand above it, never by its name: there is a city at each level."""
    above = 0
    while unit := in_force(day)[unit].parent:
        above += 1
    return ((P, C) if day >= TWO_LEVELS else (P, D, C))[above]


def level_of(agency, day):
    """That of the unit which it belongs to."""
    found = in_force(day)[agency]
    return level(found.parent or found.id, day)


@cache
def desks(day):
    """Every one-stop desk with its level: it is its unit's own, but for a province's."""
    found = [a for a in in_force(day).values() if "desk" in a.roles]
    return {a.id: P if a.id.endswith(".00") else level(a.id, day) for a in found}


@cache
def routes(day):
    return catalogue().every_in_force(RoutePublished, day)


@cache
def holders(day):
    """Who has which role around which desk."""
    roles = {role for way in routes(day) for leg in way.legs for role in (leg.agency, leg.supervisor) if role}
    return {(desk, role): catalogue().holder(role, desk, day) for desk in desks(day) for role in roles}


def expected(role, desk_level, day):
    column = {C: 3, P: 4}[desk_level] if day >= TWO_LEVELS else {C: 0, D: 1, P: 2}[desk_level]
    left = role == "police" and desk_level == D and day >= POLICE_LEFT
    return P if left else BY_ROLE[role][column]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_desks_of_every_kind_of_all_five_localities_are_tried(day):
    tops = {old if day < TWO_LEVELS else new for old, new in LOCALITIES.items()}
    kinds = {P, C} if day >= TWO_LEVELS else {P, D, C}
    assert {(desk.partition(".")[0], kind) for desk, kind in desks(day).items()} >= {(top, kind) for top in tops for kind in kinds}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_leg_of_every_route_in_force_finds_an_agency_around_every_desk(day):
    # Around a desk that isn't the procedure's own, too: any desk of the province takes most of them (NĐ 107/2021).
    roles = [(way.key, leg.leg, role) for way in routes(day) for leg in way.legs for role in (leg.agency, leg.supervisor) if role]
    unresolved = [f"{way} {leg}: nobody is {role} around {desk} ({kind})" for way, leg, role in roles for desk, kind in desks(day).items()
                  if not holders(day)[desk, role]]  # fmt: skip
    assert not unresolved, f"{len(unresolved)}:\n" + "\n".join(unresolved[:20])


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_each_role_is_held_at_the_level_that_the_law_gives_the_work_to(day):
    wrong = {(role, kind, level_of(holder, day)) for (desk, role), holder in holders(day).items() for kind in [desks(day)[desk]]
             if holder and level_of(holder, day) != expected(role, kind, day)}  # fmt: skip
    assert not wrong, sorted(wrong)


def ways(day):
    """Each procedure in force with each route that its cases may take."""
    for procedure in catalogue().every_in_force(ProcedurePublished, day):
        for name in {procedure.route, *(case.route for case in procedure.cases if case.route)}:
            yield procedure, catalogue().route(name, day)


def own_desk(procedure, day):
    """The level whose desk the procedure is resolved around: its authority's, as announced. None: several, or not the administration's."""
    before = day < TWO_LEVELS and "trước 01/07/2025: cấp huyện" in procedure.authority
    return {"xã": D if before else C, "xã, huyện": C, "tỉnh": P, "công an tỉnh": P}.get(procedure.level)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_around_a_procedure_s_own_desk_its_own_level_does_what_nobody_above_watches(day):
    # A commune's procedure isn't looked at around the province's desk: it names the competent commune there.
    wrong = {(procedure.key, leg.leg, kind, level_of(holders(day)[desk, leg.agency], day))
             for procedure, way in ways(day) for leg in way.legs if not leg.supervisor for desk, kind in desks(day).items()
             if kind == own_desk(procedure, day) != level_of(holders(day)[desk, leg.agency], day)}  # fmt: skip
    assert not wrong, sorted(wrong)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize(("procedure_id", "words"), [("2.001610", "cấp tỉnh"), ("3.000333", "cấp tỉnh")])
def test_a_provincial_procedure_is_the_province_s_wherever_it_is_handed_in(procedure_id, words, day):
    found = [(procedure, way) for procedure, way in ways(day) if procedure.id == procedure_id]
    assert found and all(words in procedure.authority for procedure, _ in found)
    agencies = {holders(day)[desk, leg.agency] for _, way in found for leg in way.legs if leg.agency != "tax" for desk in desks(day)}
    assert {level_of(agency, day) for agency in agencies} == {P}

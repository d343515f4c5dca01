"""A route is somebody's work in an order that ends, whatever the citizen chooses, for as long as its procedure is in force."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.route_faults import route_faults
from intake.route_sums import in_days, least_minutes, longest_way, taken, warnings_among
from intake_lives import catalogue, entries
from lienthong_calendar import VIET_NAM, due_at, granted_minutes, parse_term
from lienthong_contracts import AgencyPublished, ProcedurePublished, RoutePublished

LISTED = """1.001193 3.000722 2.000986 2.002621 2.002913 2.002622 1.011537 1.000656 1.000894 1.004873 1.004837 1.001022 1.004859
1.004884 1.004746 2.000635 2.001263 2.000815 2.000884 2.000908 2.000913 2.000927 2.001019 2.001016 1.004222 1.004194 1.002755 1.003197
1.003677 2.001159 1.010038 2.000200 3.000333 1.001612 2.000720 1.001266 2.001610 1.001776 1.014027 1.014028 1.001731 1.001699 1.011607
1.014137 1.013225 1.013227 1.013831 1.012783 1.012784 1.012786 1.012790 1.011441 1.013978 1.013949 1.012812 1.013314 2.001909
2.001801"""  # domain.md §4.2


def leg(name, *after, **more):
    return {"leg": name, "agency": "office", "task": "x", "share": "1wd", "after": after, **more}


def route(*legs, **more):
    return RoutePublished.model_validate({**RoutePublished.example, "id": "way", "valid_from": "2024-01-01",
                                          "legs": legs or [leg("a"), leg("b", "a")], **more})  # fmt: skip


def procedure(**more):
    return ProcedurePublished.model_validate({**ProcedurePublished.example, "id": "1.1", "valid_from": "2024-01-01", "term": "3wd",
                                              "route": "way", **more})  # fmt: skip


def agency(**more):
    return AgencyPublished.model_validate({**AgencyPublished.example, "id": "A", "valid_from": "2020-01-01", "roles": ["office"], **more})


def branches(*ids, **more):
    return [{"id": name, "name": name, **more} for name in ids]


def faults(*parts):
    """Of a catalogue whole but for these parts."""
    whole = {"RoutePublished": route(), "ProcedurePublished": procedure(), "AgencyPublished": agency()}
    kept = [entry for kind, entry in whole.items() if kind not in {type(part).__name__ for part in parts}]
    return list(route_faults([*parts, *kept]))


def warned(term, *legs, **more):
    return list(warnings_among([route(*legs, **more), procedure(term=term)]))


CASE = {"id": "c", "name": "c"}
PLANTED = {  # each fault once, and how it is told
    "a leg named twice": (route(leg("a"), leg("a")), "way@1: legs.a: twice"),
    "a leg after nobody": (route(leg("a", "z")), "legs.a.after: no leg z"),
    "two that wait for each other": (route(leg("a", "b"), leg("b", "a")), "legs.a.after: waits for itself"),
    "one that waits for itself": (route(leg("a", "a")), "legs.a.after: waits for itself"),
    "a leg with the name of the way home": (route(leg("return")), "legs.return"),
    "a phase before its own beginning": (route(leg("a", phase=2), leg("b", "a")), "legs.b.phase: before the phase of a"),
    "a role that nobody has": (route(leg("a", agency="astrology")), "legs.a.agency: nobody is astrology on 2024-01-01"),
    "a role given up later": (agency(valid_to="2025-07-01"), "legs.a.agency: nobody is office on 2025-07-01"),
    "a supervisor that nobody is": (route(leg("a", supervisor="star")), "legs.a.supervisor: nobody is star"),
    "a branch that isn't there": (route(leg("a"), leg("b", branch="x")), "legs.b.branch: no branch x"),
    "a branch without a leg": (route(branches=branches("x")), "branches.x: no leg is of it"),
    "a branch twice": (route(leg("a"), leg("b", branch="x"), branches=branches("x", "x")), "branches.x: twice"),
    "more to choose than there is": (route(leg("a"), leg("b", branch="x"), branches=branches("x"), least_branches=2),
                                     "least_branches: 2 of 1"),
    "too few chosen by default": (route(leg("a"), leg("b", branch="x"), branches=branches("x", default=False), least_branches=1),
                                  "least_branches: fewer are chosen by default"),
    "nothing to do without a branch": (route(leg("a", branch="x"), branches=branches("x")), "without a branch nobody has anything to do"),
    "a leg that a missing branch lets begin too early": (
        route(leg("a"), leg("b", "a", branch="x"), leg("c", "b"), branches=branches("x")),
        "legs.c.after: without branch x it begins before a"),
    "a procedure without its route": (procedure(route="nowhere"), "1.1@1: route: no route nowhere on 2024-01-01"),
    "a route that begins too late": (route(valid_from="2024-02-01"), "no route way on 2024-01-01"),
    "a route that ends before its procedure": (route(valid_to="2025-01-01"), "no route way on 2025-01-01"),
    "a case without its route": (procedure(cases=[{**CASE, "route": "nowhere"}]), "cases.c: no route nowhere"),
    "a case with a paper that nobody asks for": (procedure(cases=[{**CASE, "papers": ["selfie"]}]), "cases.c.papers: no paper selfie"),
    "a case of a branch that isn't there": (procedure(cases=[{**CASE, "branches": ["x"]}]), "cases.c.branches: no branch x on way"),
    "a case of fewer branches than have to be chosen": (
        route(leg("a"), leg("b", branch="x"), branches=branches("x"), least_branches=1), procedure(cases=[{**CASE, "branches": []}]),
        "cases.c.branches: at least 1 of way"),
    "two cases of the same branches": (procedure(cases=[{**CASE, "branches": []}, {**CASE, "id": "d", "branches": []}]),
                                       "cases.d.branches: the same as those of c"),
    "a case twice": (procedure(cases=[CASE, CASE]), "cases.c: twice"),
    "a result that the procedure hasn't": (route(leg("a", result="card")), "leg a of way ends with card"),
    "a result of no procedure": (procedure(results=[{**CASE, "procedure": "9.9"}]), "results.c.procedure: no procedure 9.9"),
    "a fee for a closed channel": (procedure(fees=[{**CASE, "amount_dong": 1, "channel": "post"}]), "fees.c.channel: not taken post"),
    "a fee for no case": (procedure(fees=[{**CASE, "amount_dong": 1, "case": "x"}]), "fees.c.case: no case x"),
    "a successor that isn't there": (procedure(replaced_by=["9.9"]), "replaced_by: no procedure 9.9"),
    "days saved of an unknown term": (procedure(days_saved=2), "days_saved"),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_is_named_with_its_entry_and_field(fault):
    *parts, told = PLANTED[fault]
    found = faults(*parts)
    assert any(told in line for line in found), found


def test_what_is_whole_has_no_fault():
    assert faults() == []


def test_a_leg_behind_a_branch_may_wait_for_what_the_branch_waits_for():  # not chosen counts as done
    assert faults(route(leg("a"), leg("b", "a", branch="x"), leg("c", "a", "b"), branches=branches("x"))) == []


def test_two_versions_of_a_route_may_share_a_procedure_s_time():  # §1.1
    assert faults(route(valid_to="2025-07-01"), route(entry_version=2, valid_from="2025-07-01")) == []


def test_a_gap_of_a_day_between_two_versions_is_seen():
    found = faults(route(valid_to="2025-07-01"), route(entry_version=2, valid_from="2025-07-02"))
    assert len(found) == 1 and "on 2025-07-01" in found[0]


@given(some.permutations("abcde"), some.data())
def test_an_order_that_ends_has_no_fault_however_it_is_written(names, data):
    legs = [leg(name, *data.draw(some.sets(some.sampled_from(names[:n])) if n else some.just(()))) for n, name in enumerate(names)]
    assert faults(route(*data.draw(some.permutations(legs)))) == []


# §4.1: the sum of the steps
def test_a_sum_above_the_term_is_a_warning_and_no_fault():
    legs = leg("a", share="2wd"), leg("b", "a", share="1.5wd")
    assert faults(route(*legs)) == []
    assert warned("3wd", *legs) == ["ProcedurePublished/1.1@1: term: RoutePublished/way@1 takes 3.5wd, 3wd may hold 3wd only"]


def test_a_sum_that_somebody_accepted_is_passed_over_in_silence():
    assert warned("3wd", leg("a", share="4wd"), sum_override="as published") == []


def test_legs_side_by_side_take_the_time_of_the_longer():
    assert warned("3wd", leg("a"), leg("b", "a", share="2wd"), leg("c", "a", share="2wd")) == []
    assert warned("3wd", leg("a"), leg("b", "a", share="2wd"), leg("c", "b", share="0.25wd")) != []


def test_while_the_citizen_pays_no_share_is_used():
    assert warned("2wd", leg("a"), leg("b", "a", pause_before="nộp thuế", phase=2)) == []


def test_a_posting_takes_time_unless_it_stops_the_clock():  # §4.3: 15 days for a lost certificate, 2 inside an allowance's share
    assert warned("2wd", leg("a", posting="15d")) != []
    assert warned("2wd", leg("a", posting="15d", posting_stops_clock=True)) == []
    assert warned("7wd", leg("a", share="7wd", posting="2wd")) == []


def test_what_isn_t_chosen_by_default_takes_no_time():
    chosen = {"branches": branches("x", default=False)}
    assert warned("1wd", leg("a"), leg("b", "a", share="9wd", branch="x"), **chosen) == []
    assert warned("1wd", leg("a"), leg("b", "a", share="9wd", branch="x"), branches=branches("x")) != []


def test_a_case_has_to_be_kept_by_some_choice():  # 2.002913: two services in 6 days, all four in 18
    legs = leg("a"), leg("b", "a", share="2wd", branch="x"), leg("c", "a", share="9wd", branch="y")
    way = route(*legs, branches=branches("x", "y"), least_branches=1)
    terms = {term: list(warnings_among([way, procedure(term="10wd", cases=[{**CASE, "term": term}])])) for term in ("3wd", "2wd")}
    assert terms["3wd"] == [] and "cases.c" in terms["2wd"][0]


@pytest.mark.parametrize(("term", "days"), [("4d", 2), ("5d", 3), ("7d", 5), ("8d", 6), ("15d", 11), ("17d", 11), ("20d", 14), ("30d", 21),
                                            ("3wd", 3), ("sameday", 1), ("1w", 5)])  # fmt: skip
def test_calendar_days_hold_fewer_working_days(term, days):
    assert in_days(least_minutes(term)) == f"{days}wd"


@given(some.integers(1, 60), some.dates(date(2026, 5, 11), date(2026, 6, 20)))  # no holiday between May and September
def test_no_dossier_has_less_time_than_the_term_surely_holds(days, received):
    calendar = catalogue().calendar
    last = due_at(calendar, calendar.add(_morning(received), 1), parse_term(f"{days}d")).date()
    worked = sum(calendar.is_working_day(received + timedelta(days=n)) for n in range(1, (last - received).days + 1))
    assert granted_minutes(calendar, parse_term(f"{worked}wd")) >= least_minutes(f"{days}d")


def _morning(day):
    return datetime.combine(day, time(8), VIET_NAM)


# The catalogue that is delivered
def of(kind):
    return [entry for entry in entries() if isinstance(entry, kind)]


def test_the_whole_list_of_common_procedures_is_there():  # §4.2
    assert sorted(LISTED.split()) == sorted({entry.id for entry in of(ProcedurePublished)})


def test_the_catalogue_that_is_delivered_has_neither_fault_nor_warning():
    assert (list(route_faults(entries())), list(warnings_among(entries()))) == ([], [])


def test_what_the_published_processes_get_wrong_is_known_and_says_why():  # §4.1: cấp đổi GCN, 8 days for 5
    assert {entry.id for entry in of(RoutePublished) if entry.sum_override} == {"1.012783.plain", "land.allocation_change"}
    bare = [entry.model_copy(update={"sum_override": ""}) if isinstance(entry, RoutePublished) else entry for entry in entries()]
    assert {line.split("cases.")[1].split(":")[0] for line in warnings_among(bare)} == {"plain", "adjusted"}


def version(kind, day, name):
    return catalogue().in_force(kind, name, date.fromisoformat(day))


@pytest.mark.parametrize(("name", "before", "day", "after"), [
    ("1.001776", "20wd", "2025-07-01", "10wd"), ("1.013225", "15d", "2026-07-01", "7wd")])  # fmt: skip
def test_the_law_s_day_changes_the_term(name, before, day, after):  # NĐ 20/2021, NĐ 217/2026
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    assert [version(ProcedurePublished, d, name).term for d in (eve, day)] == [before, after]


@pytest.mark.parametrize(
    ("old", "new"), [("2.000986", "3.000722"), ("2.002621", "3.000722"), ("2.002622", "2.002913"), ("1.011537", "2.002913")]
)
def test_a_replaced_procedure_ends_on_the_day_its_successor_begins(old, new):  # S0-25
    one, other = (next(entry for entry in of(ProcedurePublished) if entry.id == name) for name in (old, new))
    assert one.replaced_by == (new,) and one.valid_to == other.valid_from


def test_an_allowance_passed_three_levels_until_july_2025():  # §4.3: 7 + 3 + 7 + 3
    old, new = (version(RoutePublished, day, "social.allowance") for day in ("2025-06-30", "2025-07-01"))
    assert [in_days(longest_way(taken(way))) for way in (old, new)] == ["20wd", "8.5wd"]
    assert {way.legs[0].posting for way in (old, new)} == {"2wd"}


def test_a_death_s_services_may_be_two_three_or_four():  # §4.3
    way = version(RoutePublished, "2026-11-23", "2.002913")
    assert [branch.id for branch in way.branches] == ["residence", "funeral", "survivors"] and way.least_branches == 1
    assert [entry.leg for entry in taken(way, ["residence"])] == ["death", "residence"]


def test_a_lost_certificate_hangs_fifteen_days_in_public():  # §4.3
    hangs = next(entry for entry in version(RoutePublished, "2026-11-23", "1.012786").legs if entry.posting)
    assert (hangs.posting, hangs.posting_stops_clock, hangs.agency) == ("15d", True, "cadastral")


def test_every_leg_above_the_commune_is_watched_over():  # R17
    above = {"tax", "insurance", "land_office", "land_leader", "dept_construction", "dept_environment", "province_leader", "home_affairs",
             "superior_leader", "enterprise_registry", "province_police", "province_land_office", "province_land_leader"}  # fmt: skip
    assert {
        (way.id, entry.leg) for way in of(RoutePublished) for entry in way.legs if entry.agency in above and not entry.supervisor
    } == set()

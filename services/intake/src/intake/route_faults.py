"""What procedures and routes owe each other: legs that can be done by somebody, in an order that ends, for the whole time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from lienthong_contracts import AgencyPublished, CatalogueEntry, PlannedLeg, ProcedurePublished, RoutePublished

from intake.case_faults import case_faults
from intake.route_sums import of_kind, routes_of, ways_of

RETURN = "return"  # the way home of the result: routing's own leg


def route_faults(entries: Iterable[CatalogueEntry]) -> Iterator[str]:
    """Every fault among routes and procedures, each with the entry's key and the field.

    Legs of branches that weren't chosen count as done. Roles and routes are looked for only where agencies and routes were read too.
    """
    entries = list(entries)
    agencies, routes, procedures = (of_kind(kind, entries) for kind in (AgencyPublished, RoutePublished, ProcedurePublished))
    held = _roles_by_day(agencies)
    for route in routes:
        faults = [*_order_faults(route), *_branch_faults(route), *(_owner_faults(route, held) if agencies else ())]
        yield from (f"{route.key}: {fault}" for fault in faults)
    known = {procedure.id for procedure in procedures}
    for procedure in procedures:
        faults = [*_list_faults(procedure, known), *_fee_faults(procedure), *(_way_faults(procedure, routes) if routes else ()),
                  *case_faults(procedure, routes)]  # fmt: skip
        yield from (f"{procedure.key}: {fault}" for fault in faults)


def _order_faults(route: RoutePublished) -> Iterator[str]:
    legs = {leg.leg: leg for leg in route.legs}
    yield from (f"legs.{name}: twice" for name in _twice(leg.leg for leg in route.legs))
    if RETURN in legs:
        yield f"legs.{RETURN}: the name of the result's way home"
    yield from (f"legs.{leg.leg}.after: no leg {other}" for leg in route.legs for other in leg.after if other not in legs)
    for leg in route.legs:
        before = legs_before(legs, leg.leg)
        if leg.leg in before:
            yield f"legs.{leg.leg}.after: waits for itself"
        yield from (f"legs.{leg.leg}.phase: before the phase of {other}" for other in sorted(before) if legs[other].phase > leg.phase)


def legs_before(legs: dict[str, PlannedLeg], name: str) -> set[str]:
    """The legs that must be done first, near and far."""
    found: set[str] = set()
    following = set(legs[name].after) & legs.keys()
    while following:
        found |= following
        following = {other for leg in following for other in legs[leg].after if other in legs} - found
    return found


def _branch_faults(route: RoutePublished) -> Iterator[str]:
    branches, used = {branch.id for branch in route.branches}, {leg.branch for leg in route.legs}
    yield from (f"branches.{name}: twice" for name in _twice(branch.id for branch in route.branches))
    yield from (f"branches.{name}: no leg is of it" for name in sorted(branches - used))
    yield from (f"legs.{leg.leg}.branch: no branch {leg.branch}" for leg in route.legs if leg.branch and leg.branch not in branches)
    if route.least_branches > len(branches):
        yield f"least_branches: {route.least_branches} of {len(branches)}"
    elif route.least_branches > sum(branch.default for branch in route.branches):
        yield "least_branches: fewer are chosen by default"
    if None not in used and route.least_branches == 0:
        yield "legs: without a branch nobody has anything to do"
    for branch in sorted(branches & used, key=str):
        yield from _absence_faults(route, branch or "")


def _absence_faults(route: RoutePublished, branch: str) -> Iterator[str]:
    # A leg behind a branch that wasn't chosen would else begin before what the branch itself would have waited for.
    whole = {leg.leg: leg for leg in route.legs}
    without = {name: leg for name, leg in whole.items() if leg.branch != branch}
    for name in without:
        if early := (legs_before(whole, name) & without.keys()) - legs_before(without, name):
            yield f"legs.{name}.after: without branch {branch} it begins before {', '.join(sorted(early))}"


def _roles_by_day(agencies: list[AgencyPublished]) -> dict[date, set[str]]:
    days = {day for agency in agencies for day in (agency.valid_from, agency.valid_to) if day}
    owners = [agency for agency in agencies if agency.roles]
    return {day: {role for agency in owners if agency.in_force(day) for role in agency.roles} for day in sorted(days)}


def _owner_faults(route: RoutePublished, held: dict[date, set[str]]) -> Iterator[str]:
    # The agencies that the route begins with stand since the last change before it.
    begin = max((day for day in held if day <= route.valid_from), default=route.valid_from)
    for day in [begin, *(day for day in held if day > begin and route.in_force(day))]:
        for leg in route.legs:
            named = {"agency": leg.agency, "supervisor": leg.supervisor}
            missing = {field: role for field, role in named.items() if role and role not in held.get(day, ())}
            yield from (f"legs.{leg.leg}.{field}: nobody is {role} on {max(day, route.valid_from)}" for field, role in missing.items())


def _list_faults(procedure: ProcedurePublished, known: set[str]) -> Iterator[str]:
    papers = {paper.id for paper in procedure.papers}
    for field in ("papers", "cases", "fees", "results"):
        yield from (f"{field}.{name}: twice" for name in _twice(part.id for part in getattr(procedure, field)))
    for case in procedure.cases:
        yield from (f"cases.{case.id}.papers: no paper {paper}" for paper in case.papers or () if paper not in papers)
    yield from (f"replaced_by: no procedure {other}" for other in procedure.replaced_by if other not in known)
    named = {result.id: result.procedure for result in procedure.results if result.procedure}
    yield from (f"results.{result}.procedure: no procedure {other}" for result, other in named.items() if other not in known)
    if procedure.days_saved and not procedure.legal_term:
        yield "days_saved: the law's own term (legal_term) is missing"


def _fee_faults(procedure: ProcedurePublished) -> Iterator[str]:
    cases = {case.id for case in procedure.cases}
    for fee in procedure.fees:
        if fee.channel and fee.channel not in procedure.channels:
            yield f"fees.{fee.id}.channel: not taken {fee.channel}"
        if fee.case and fee.case not in cases:
            yield f"fees.{fee.id}.case: no case {fee.case}"


def _way_faults(procedure: ProcedurePublished, routes: list[RoutePublished]) -> Iterator[str]:
    results = {result.id for result in procedure.results}
    for field, route, _ in ways_of(procedure):
        versions = routes_of(procedure, route, routes)
        if (gap := _first_gap(procedure, versions)) is not None:
            yield f"{field or 'route'}: no route {route} on {gap}"
        for leg in (leg for version in versions for leg in version.legs):
            if leg.result and leg.result not in results:
                yield f"{field or 'route'}: leg {leg.leg} of {route} ends with {leg.result}, which isn't among the results"


def _first_gap(procedure: ProcedurePublished, versions: list[RoutePublished]) -> date | None:
    """The first day of the procedure's time on which no version of the route is in force."""
    day: date | None = procedure.valid_from
    while day is not None and procedure.in_force(day):
        ends = [version.valid_to for version in versions if version.in_force(day)]
        if not ends:
            return day
        day = None if None in ends else max(end for end in ends if end)
    return None


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]

"""How long a route takes along its longest way, and whether the term holds that."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from itertools import chain, combinations

from lienthong_calendar import Term, WorkingCalendar, granted_minutes, parse_term
from lienthong_contracts import CatalogueEntry, PlannedLeg, ProcedurePublished, RoutePublished

_CALENDAR_DAYS = {"d": 1, "w": 7, "mo": 28, "y": 365}
Way = tuple[str, str, str]  # the field, the route's id, the term


def warnings_among(entries: Iterable[CatalogueEntry]) -> Iterator[str]:
    """Each term that the sum of the shares along the longest way doesn't keep, unless the route says why that was accepted.

    The procedure's own term has to hold the branches chosen by default; a case's term those that make it, or some choice that there is.
    """
    entries = list(entries)
    routes = of_kind(RoutePublished, entries)
    for procedure in of_kind(ProcedurePublished, entries):
        for field, route_id, term in ways_of(procedure):
            for route in routes_of(procedure, route_id, routes):
                takes, holds = _minutes(procedure, field, route), least_minutes(term)
                if takes > holds and not route.sum_override:
                    yield f"{procedure.key}: {field or 'term'}: {route.key} takes {in_days(takes)}, {term} may hold {in_days(holds)} only"


def _minutes(procedure: ProcedurePublished, field: str, route: RoutePublished) -> int:
    if not field:
        return longest_way(taken(route))
    made_by = next(case.branches for case in procedure.cases if f"cases.{case.id}" == field)
    return shortest_choice(route) if made_by is None else longest_way(taken(route, made_by))


def ways_of(procedure: ProcedurePublished) -> Iterator[Way]:
    """The procedure's own route and term, and those of its cases that differ."""
    yield "", procedure.route, procedure.term
    for case in procedure.cases:
        if case.route or case.term:
            yield f"cases.{case.id}", case.route or procedure.route, case.term or procedure.term


def routes_of(procedure: ProcedurePublished, route_id: str, routes: Iterable[RoutePublished]) -> list[RoutePublished]:
    """The route's versions that dossiers of the procedure can take: in force on some day of the procedure's."""
    return [route for route in routes if route.id == route_id and _together(route, procedure)]


def _together(one: CatalogueEntry, other: CatalogueEntry) -> bool:
    first = max(one.valid_from, other.valid_from)
    return one.in_force(first) and other.in_force(first)


def taken(route: RoutePublished, branches: Iterable[str] | None = None) -> list[PlannedLeg]:
    """The legs of the chosen branches (without: those chosen by default); what waited for others waits no more."""
    chosen = {branch.id for branch in route.branches if branch.default} if branches is None else set(branches)
    legs = [leg for leg in route.legs if leg.branch is None or leg.branch in chosen]
    names = {leg.leg for leg in legs}
    return [leg.model_copy(update={"after": tuple(other for other in leg.after if other in names)}) for leg in legs]


def choices(route: RoutePublished) -> Iterator[tuple[str, ...]]:
    """Every choice of branches that the citizen has."""
    ids = [branch.id for branch in route.branches]
    return chain.from_iterable(combinations(ids, n) for n in range(route.least_branches, len(ids) + 1))


def shortest_choice(route: RoutePublished) -> int:
    """The working minutes of the quickest choice."""
    return min(longest_way(taken(route, choice)) for choice in choices(route))


def longest_way(legs: Iterable[PlannedLeg]) -> int:
    """Working minutes from the first leg to the last; pauses and postings that stop the clock cost none."""
    return max(ends(legs).values(), default=0)


def ends(legs: Iterable[PlannedLeg]) -> dict[str, int]:
    """When each leg ends if every agency takes its whole share, in working minutes from the beginning."""
    by_name = {leg.leg: leg for leg in legs}

    @cache
    def end(name: str) -> int:
        return max((end(other) for other in by_name[name].after), default=0) + leg_minutes(by_name[name])

    return {name: end(name) for name in by_name}


def leg_minutes(leg: PlannedLeg) -> int:
    """A leg's share, or the public posting inside it where that is longer."""
    inside = leg.posting if leg.posting and not leg.posting_stops_clock else leg.share
    return max(granted_minutes(_usual(), parse_term(leg.share)), granted_minutes(_usual(), parse_term(inside)))


def least_minutes(text: str) -> int:
    """The working minutes that a term surely holds: calendar days by the unluckiest weekday, weekends only.

    Public holidays may take more; no catalogue could hold against Tết.
    """
    term = parse_term(text)
    if term.unit not in _CALENDAR_DAYS:
        return granted_minutes(_usual(), term)
    days = int(term.amount) * _CALENDAR_DAYS[term.unit]
    return granted_minutes(_usual(), Term(Fraction(min(_worked(received, days) for received in range(7))), "wd"))


def _worked(received: int, days: int) -> int:
    # The day of reception doesn't count; an end on a rest day moves to the next working day (BLDS 2015 Đ.148).
    worked = sum((received + n) % 7 < 5 for n in range(1, days + 1))
    return worked + ((received + days) % 7 >= 5)


def in_days(minutes: int) -> str:
    """Minutes as working days, as a term is written."""
    return f"{minutes / granted_minutes(_usual(), parse_term('1wd')):.3g}wd"


@cache
def _usual() -> WorkingCalendar:
    return WorkingCalendar()


def of_kind[Entry: CatalogueEntry](kind: type[Entry], entries: Iterable[CatalogueEntry]) -> list[Entry]:
    """The entries of a kind."""
    return [entry for entry in entries if isinstance(entry, kind)]

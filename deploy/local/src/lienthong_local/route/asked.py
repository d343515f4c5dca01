"""Knows which route is meant by an id, a day, a desk and branches, and who uses it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path

from intake.catalogue import read_catalogue
from intake.route_sums import choices, ends, in_days, least_minutes, longest_way, taken, ways_of
from lienthong_contracts import AgencyPublished, CatalogueEntry, PlannedLeg, ProcedurePublished, RoutePublished
from lienthong_runtime import Catalogue

from lienthong_local.failure import StackError


@dataclass(frozen=True, slots=True)
class Use:
    """A procedure, or a case of one, whose dossiers take the route."""

    procedure: ProcedurePublished
    case: str
    term: str

    @property
    def holds(self) -> int:
        """The working minutes that the term surely holds."""
        return least_minutes(self.term)


@dataclass(frozen=True, slots=True)
class Asked:
    """A route on a day: the legs to draw, whose agencies are `names` where a desk was given, and what takes it."""

    route: RoutePublished
    day: date
    legs: list[PlannedLeg]
    uses: list[Use]
    names: dict[str, AgencyPublished]
    desk: str
    chosen: tuple[str, ...] | None

    @property
    def ends(self) -> dict[str, int]:
        """When each drawn leg ends, in working minutes."""
        return ends(self.legs)

    @property
    def longest(self) -> int:
        """The working minutes of the longest way, with the branches chosen (or chosen by default)."""
        return longest_way(taken(self.route, self.chosen))


def catalogue_in(folder: Path, with_agencies: bool = False) -> Catalogue:
    """The catalogue's procedures and routes, and the agencies where a desk is asked for: there are thousands of them."""
    return Catalogue(read_catalogue(folder, ("agencies", "procedures", "routes") if with_agencies else ("procedures", "routes")))


def asked(catalogue: Catalogue, name: str, day: date, desk: str = "", chosen: tuple[str, ...] | None = None) -> Asked:
    """The route of that id, or the procedure's of that id, on that day. Raises StackError with what comes near."""
    route = _route(catalogue, name, day)
    legs = list(route.legs) if chosen is None else taken(route, _choice(route, chosen))
    procedures = catalogue.every_in_force(ProcedurePublished, day)
    uses = [use for procedure in procedures for use in _uses(procedure, route)]
    return Asked(route, day, legs, uses, _names(catalogue, desk, legs, day) if desk else {}, desk, chosen)


def _route(catalogue: Catalogue, name: str, day: date) -> RoutePublished:
    procedure = catalogue.in_force(ProcedurePublished, name, day)
    route = catalogue.in_force(RoutePublished, procedure.route if procedure else name, day)
    if route is not None:
        return route
    known = catalogue.latest(ProcedurePublished, name) or catalogue.latest(RoutePublished, name)
    if known is not None:
        until = f" until {last_day(known):%d/%m/%Y}" if known.valid_to else ""
        later = f", replaced by {', '.join(known.replaced_by)}" if isinstance(known, ProcedurePublished) and known.replaced_by else ""
        raise StackError(f"{name} is not in force on {day:%d/%m/%Y}: from {known.valid_from:%d/%m/%Y}{until}{later}; give --on")
    every = [*catalogue.all(ProcedurePublished), *catalogue.all(RoutePublished)]
    raise StackError(f"no route or procedure {name!r}: {_near(name, {entry.id for entry in every})}")


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(known), n=4, cutoff=0.6)
    return f"did you mean {', '.join(near)}?" if near else "ids are as in deploy/catalogues, such as 1.001612 or household_business"


def _choice(route: RoutePublished, chosen: tuple[str, ...]) -> tuple[str, ...]:
    ids = {branch.id for branch in route.branches}
    if not ids:
        raise StackError(f"{route.id} has no branches to choose")
    for name in chosen:
        if name not in ids:
            raise StackError(f"{route.id} has no branch {name!r}: it has {', '.join(sorted(ids))}")
    if set(chosen) not in map(set, choices(route)):
        raise StackError(f"at least {route.least_branches} of {', '.join(sorted(ids))} has to be chosen")
    return chosen


def _uses(procedure: ProcedurePublished, route: RoutePublished) -> list[Use]:
    cases = {f"cases.{case.id}": case.name for case in procedure.cases}
    return [Use(procedure, cases.get(field, ""), term) for field, name, term in ways_of(procedure) if name == route.id]


def _names(catalogue: Catalogue, desk: str, legs: list[PlannedLeg], day: date) -> dict[str, AgencyPublished]:
    desks = {agency.id for agency in catalogue.every_in_force(AgencyPublished, day) if "desk" in agency.roles}
    if desk not in desks:
        raise StackError(f"{desk} is no one-stop desk on {day:%d/%m/%Y}: {_near(desk, desks)}")
    roles = {role for leg in legs for role in (leg.agency, leg.supervisor) if role}
    held = {role: catalogue.holder(role, desk, day) for role in roles}
    if missing := sorted(role for role, agency in held.items() if agency is None):
        raise StackError(f"around {desk} nobody is {', '.join(missing)} on {day:%d/%m/%Y}")
    found = {role: catalogue.in_force(AgencyPublished, agency or "", day) for role, agency in {**held, "desk": desk}.items()}
    return {role: agency for role, agency in found.items() if agency is not None}


def last_day(entry: CatalogueEntry) -> date:
    """The last day on which the entry is in force."""
    return (entry.valid_to or date.max) - timedelta(days=1)


def days(minutes: int) -> str:
    """Working minutes in words: 2,5 ngày làm việc."""
    return f"{in_days(minutes).removesuffix('wd').replace('.', ',')} ngày làm việc"

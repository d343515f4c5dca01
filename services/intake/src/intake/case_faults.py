"""What a procedure's cases owe its routes: the branches that make a case can be chosen, and make no other."""

from collections.abc import Iterator

from lienthong_contracts import ProcedurePublished, RoutePublished

from intake.route_sums import routes_of


def case_faults(procedure: ProcedurePublished, routes: list[RoutePublished]) -> Iterator[str]:
    """Every fault of the cases' branches, each with its field."""
    made: dict[frozenset[str], str] = {}
    for case in procedure.cases:
        if case.branches is None:
            continue
        if (first := made.setdefault(frozenset(case.branches), case.id)) != case.id:
            yield f"cases.{case.id}.branches: the same as those of {first}"
        for route in routes_of(procedure, case.route or procedure.route, routes):
            yield from (f"cases.{case.id}.branches: {fault}" for fault in _choice_faults(case.branches, route))


def _choice_faults(branches: tuple[str, ...], route: RoutePublished) -> Iterator[str]:
    known = {branch.id for branch in route.branches}
    yield from (f"no branch {branch} on {route.id}" for branch in branches if branch not in known)
    # None at all would be taken for the usual ones, on the way to routing.
    if len(set(branches)) < (least := max(1, route.least_branches)):
        yield f"at least {least} of {route.id}"

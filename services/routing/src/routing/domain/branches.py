"""Which legs of a route a dossier takes: those of the branches that the citizen chose."""

from lienthong_contracts import PlannedLeg, RoutePublished


def chosen(route: RoutePublished, branches: tuple[str, ...]) -> tuple[PlannedLeg, ...]:
    """The legs to be gone; who would wait for one that isn't waits for what came before it. No choice: the usual branches."""
    taken = set(branches) or {branch.id for branch in route.branches if branch.default}
    legs = [leg for leg in route.legs if leg.branch is None or leg.branch in taken]
    going, after = {leg.leg for leg in legs}, {leg.leg: leg.after for leg in route.legs}
    return tuple(leg.model_copy(update={"after": _before(leg.leg, after, going)}) for leg in legs)


def _before(leg: str, after: dict[str, tuple[str, ...]], going: set[str]) -> tuple[str, ...]:
    found = [name for a in after[leg] for name in ((a,) if a in going else _before(a, after, going))]
    return tuple(dict.fromkeys(found))

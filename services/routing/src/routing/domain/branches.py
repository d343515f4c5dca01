"""Which legs of a route a dossier takes: those of the branches that the citizen chose."""

from lienthong_contracts import PlannedLeg, RoutePublished


def chosen(route: RoutePublished, branches: tuple[str, ...]) -> tuple[PlannedLeg, ...]:
    """The legs to be gone; one that isn't counts as done for those that would wait for it. No choice: the usual branches."""
    taken = set(branches) or {branch.id for branch in route.branches if branch.default}
    legs = [leg for leg in route.legs if leg.branch is None or leg.branch in taken]
    going = {leg.leg for leg in legs}
    return tuple(leg.model_copy(update={"after": tuple(a for a in leg.after if a in going)}) for leg in legs)

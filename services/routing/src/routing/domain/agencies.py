"""Which agency has a role around a desk: no code knows a level's name."""

from datetime import date

from lienthong_runtime import Catalogue, CatalogueBehind


def agency_for(role: str, desk: str, catalogue: Catalogue, day: date) -> str:
    """The agency with the role around the desk. Raises CatalogueBehind when nobody has it."""
    found = catalogue.holder(role, desk, day)
    if found is None:
        raise CatalogueBehind(f"no agency with role {role} around {desk}")
    return found

"""Which agency has a role around a desk: no code knows a level's name."""

from datetime import date

from lienthong_contracts import AgencyPublished
from lienthong_runtime import Catalogue, CatalogueBehind


def agency_for(role: str, desk: str, catalogue: Catalogue, day: date) -> str:
    """The agency with the role: at the desk itself, then under it, then under each superior, lowest id first.

    Raises CatalogueBehind when nobody has it.
    """
    agencies = catalogue.every_in_force(AgencyPublished, day)
    by_id = {agency.id: agency for agency in agencies}
    node = by_id.get(desk)
    while node is not None:
        holders = [a.id for a in agencies if role in a.roles and node.id in (a.id, a.parent)]
        if holders:
            return min(holders)
        node = by_id.get(node.parent or "")
    raise CatalogueBehind(f"no agency with role {role} around {desk}")

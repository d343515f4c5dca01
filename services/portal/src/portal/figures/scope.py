"""Whose dossiers a figure counts: an agency, all under it, and all that they have followed."""

from collections import defaultdict
from datetime import date

from lienthong_contracts import AgencyPublished
from lienthong_runtime import Actor, Catalogue

from portal.domain.tally import EVERYBODY


def desks(catalogue: Catalogue, agency: str) -> list[str] | None:
    """The agencies whose dossiers a report of this one counts; None for everybody that the reader may see."""
    if not agency:
        return None
    under = defaultdict(list)
    for one in catalogue.all(AgencyPublished):
        under[one.parent].append(one.id)
    found = {agency: None}
    line = [agency]
    for each in line:
        new = [other for other in (*under[each], *catalogue.line_of(each)) if other not in found]
        found |= dict.fromkeys(new)
        line += dict.fromkeys(new)
    return line


def counted_as(catalogue: Catalogue, reader: Actor) -> list[str]:
    """Under which agencies a reader's boards are counted: who oversees sees everybody's together."""
    return [EVERYBODY] if reader.oversees or not reader.agency else catalogue.line_of(reader.agency)


def known(catalogue: Catalogue, agency: str, today: date) -> AgencyPublished | None:
    """The agency that was asked for, as it was last known."""
    return catalogue.in_force(AgencyPublished, agency, today) or catalogue.latest(AgencyPublished, agency)

"""What a reader asks of the board: a period, an agency, and by what its table is split; all of it stands in the address."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import HTTPException
from lienthong_runtime import Actor

from portal.figures.period import NoSuchPeriod, Period, asked
from portal.figures.scope import counted_as, desks, known

type Split = Literal["holder", "procedure", "channel"]
SPLITS: dict[str, Split] = {"co-quan": "holder", "thu-tuc": "procedure", "kenh": "channel"}


@dataclass(frozen=True, slots=True)
class Asked:
    """`counted` are the agencies under which the figures are kept, `parts` those whose dossiers are looked at (None: everybody's).

    `whole` when the reader sees everybody's.
    """

    period: Period
    agency: str
    name: str
    by: Split
    counted: tuple[str, ...]
    parts: tuple[str, ...] | None
    whole: bool
    today: date

    def query(self, **changes: Any) -> str:
        """The same as an address has it, with changes: `by`, `agency`, `period`."""
        other = replace(self, **changes)
        split = next(word for word, by in SPLITS.items() if by == other.by)
        said = {"tu": other.period.since.isoformat(), "den": other.period.until.isoformat(), "co-quan": other.agency, "theo": split}
        return urlencode({key: value for key, value in said.items() if value and (key, value) != ("theo", "co-quan")})


def read(windows: Any, reader: Actor, since: str, until: str, agency: str, split: str) -> Asked:
    """What was asked for; days that can't be read are this year to today. Only overseers choose agencies; 404 for one that isn't there."""
    catalogue, today = windows.parts.catalogue, windows.parts.today
    by = SPLITS.get(split, "holder")
    if not reader.oversees:
        own = tuple(counted_as(catalogue, reader)) if reader.agency else ()
        name = catalogue.agency_name(reader.agency) if reader.agency else ""
        return Asked(_period(since, until, today), "", name, by, own, None, False, today)
    found = known(catalogue, agency, today) if agency else None
    if agency and found is None:
        raise HTTPException(404, "no such agency")
    under = desks(catalogue, agency)
    parts = tuple(under) if under is not None else None
    return Asked(_period(since, until, today), agency, found.name if found else "", by, parts or tuple(counted_as(catalogue, reader)),
                 parts, True, today)  # fmt: skip


def _period(since: str, until: str, today: date) -> Period:
    try:
        return asked(date.fromisoformat(since), date.fromisoformat(until))
    except (ValueError, NoSuchPeriod):
        return Period(today.replace(month=1, day=1), today)

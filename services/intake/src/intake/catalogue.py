"""The catalogue's source: data files, checked whole before anything is published."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from lienthong_calendar import shipped_tables
from lienthong_contracts import (
    AgencyPublished,
    CalendarYearPublished,
    CatalogueEntry,
    LetterPublished,
    ProcedurePublished,
    RoutePublished,
)
from lienthong_runtime import Parts
from lienthong_runtime import outbox as runtime_outbox
from pydantic import ValidationError

from intake import store
from intake.catalogue_faults import faults_among

FOLDERS: dict[str, type[CatalogueEntry]] = {
    "agencies": AgencyPublished,
    "procedures": ProcedurePublished,
    "routes": RoutePublished,
    "calendars": CalendarYearPublished,
    "letters": LetterPublished,
}


class FaultyCatalogue(Exception):
    """A catalogue file can't be read; the message names the file, the entry and the field of every fault."""


def read_catalogue(folder: Path, folders: Iterable[str] = tuple(FOLDERS)) -> list[CatalogueEntry]:
    """Every entry of the data files in these folders, and the calendar's shipped years. Raises FaultyCatalogue."""
    entries, faults = list(shipped_years()), []
    for name, kind in ((name, FOLDERS[name]) for name in folders):
        for path in sorted((folder / name).glob("*.yml")):
            for number, raw in enumerate(yaml.safe_load(path.read_text("utf-8")) or []):
                try:
                    entries.append(kind.model_validate(raw))
                except ValidationError as fault:
                    faults += [f"{path.name}[{number}].{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors()]
    faults = faults or list(faults_among(entries))
    if faults:
        raise FaultyCatalogue("\n".join(faults))
    return entries


def shipped_years() -> Iterator[CalendarYearPublished]:
    """The year tables that come with the calendar; an administration's own go first by a higher version."""
    for table in shipped_tables():
        days = [{"on": d.on, "kind": d.kind, "name": d.name, "decision_no": d.decision_no} for d in table.days]
        yield CalendarYearPublished.model_validate(
            {
                "id": f"VN/{table.year}",
                "valid_from": f"{table.year}-01-01",
                "year": table.year,
                "projection": table.projection,
                "days": days,
            }
        )


async def publish(parts: Parts, folder: Path) -> None:
    """Report what is new or changed, in one transaction. Raises FaultyCatalogue, and nothing is published then."""
    entries = read_catalogue(folder)
    stamp = parts.transactor.decider.stamp
    async with parts.pool.acquire() as connection, connection.transaction():
        others = await store.published_otherwise(connection, entries)
        entries = _unaltered(entries, others)
        changed = await store.changed_entries(connection, entries)
        await runtime_outbox.write(connection, [stamp(entry, entry.key, 0) for entry in changed])


def _unaltered(entries: list[CatalogueEntry], others: set[str]) -> list[CatalogueEntry]:
    """Days and hours are versioned: dates were counted with what was published. A shipped table gives way to it."""
    shipped = {entry.key for entry in shipped_years()}
    versioned = {entry.key for entry in entries if isinstance(entry, CalendarYearPublished) or getattr(entry, "hours", None)} & others
    if altered := sorted(versioned - shipped):
        raise FaultyCatalogue("\n".join(f"{key}: published already with other content: raise entry_version" for key in altered))
    return [entry for entry in entries if entry.key not in versioned]

"""The catalogue's source: data files, checked whole before anything is published."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

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
from lienthong_runtime.logs import log
from pydantic import ValidationError

from intake import store
from intake.agencies_file import Placed, expanded
from intake.agencies_tree import tree_faults
from intake.catalogue_faults import faults_among
from intake.route_sums import warnings_among

FOLDERS: dict[str, type[CatalogueEntry]] = {
    "agencies": AgencyPublished,
    "procedures": ProcedurePublished,
    "routes": RoutePublished,
    "calendars": CalendarYearPublished,
    "letters": LetterPublished,
}


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast, and not everywhere


class FaultyCatalogue(Exception):
    """A catalogue file can't be read; the message names the file, the entry and the field of every fault."""

    safe_to_say = True  # in logs: catalogues are public


def read_catalogue(folder: Path, folders: Iterable[str] = tuple(FOLDERS)) -> list[CatalogueEntry]:
    """Every entry of the data files in these folders, and the calendar's shipped years. Raises FaultyCatalogue."""
    placed: list[tuple[str, CatalogueEntry]] = []
    faults: list[str] = []
    for name in folders:
        rows, unreadable = _rows(name, folder / name)
        faults += unreadable
        for place, raw in rows:
            try:
                placed.append((place, FOLDERS[name].model_validate(raw)))
            except ValidationError as fault:
                faults += [f"{place}.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors()]
    entries = [*shipped_years(), *(entry for _, entry in placed)]
    if not faults:
        agencies = ((place, entry) for place, entry in placed if isinstance(entry, AgencyPublished))
        faults = [*tree_faults(agencies), *faults_among(entries)]
    if faults:
        raise FaultyCatalogue("\n".join(faults))
    return entries


def _rows(name: str, folder: Path) -> tuple[list[Placed], list[str]]:
    files: dict[str, list[Any]] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            files[path.name] = _read(path)
        except FaultyCatalogue as fault:
            faults.append(f"{path.name}: {fault}")
    if name == "agencies":
        placed, unexpanded = expanded(files)
        return placed, faults + unexpanded
    return [(f"{file}[{number}]", raw) for file, raws in files.items() for number, raw in enumerate(raws)], faults


def _read(path: Path) -> list[Any]:
    try:
        said = yaml.load(path.read_text("utf-8"), LOADER)
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as fault:  # a 30th of February is no YAMLError
        mark = getattr(fault, "problem_mark", None)
        raise FaultyCatalogue(f"isn't YAML{f', line {mark.line + 1}' if mark else ''}") from None
    if not isinstance(said, list | None):
        raise FaultyCatalogue("isn't a list of entries")
    return said or []


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


async def publish(parts: Parts, folder: Path, checked: Sequence[CatalogueEntry] = ()) -> None:
    """Report what is new or changed, in one transaction. Raises FaultyCatalogue, and nothing is published then.

    `checked` are the folder's entries where it has been read already.
    """
    entries = list(checked) or read_catalogue(folder)
    if warnings := list(warnings_among(entries)):
        log.warning("catalogue.warned", warnings=warnings)
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

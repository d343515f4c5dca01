"""What a proposal may say, and every fault in how it says it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any

from lienthong_contracts import (
    AgencyPublished,
    CalendarYearPublished,
    CatalogueEntry,
    LetterPublished,
    ProcedurePublished,
    RoutePublished,
    Text,
)
from lienthong_runtime import Fault, Refused
from lienthong_runtime.problem import faults_of
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from intake.administration.domain.holding import line_of
from intake.administration.domain.proposal import period_faults

MOST_NAMED = 500  # faults in one answer
Said = Annotated[Text, StringConstraints(pattern=r"\S", max_length=500)]


class Entries(BaseModel):
    """Versions of entries by kind, as in the data files; those without `entry_version` get the next one.

    Calendars, routes and letters go before what relies on them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    calendars: tuple[CalendarYearPublished, ...] = ()
    agencies: tuple[AgencyPublished, ...] = ()
    letters: tuple[LetterPublished, ...] = ()
    routes: tuple[RoutePublished, ...] = ()
    procedures: tuple[ProcedurePublished, ...] = ()

    def placed(self) -> Iterator[tuple[str, CatalogueEntry]]:
        """Each entry with its place in the body."""
        for kind in type(self).model_fields:
            yield from ((f"entries.{kind}.{number}", entry) for number, entry in enumerate(getattr(self, kind)))


class Proposed(BaseModel):
    """What an administrator proposes: one or several entries that are published together or not at all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[Said, Field(description="What changes, and why")]
    entries: Entries


class Approval(BaseModel):
    """The decision that approves a proposal; `override` says why its warnings are accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decision_no: Said
    decided_on: date
    override: Annotated[Text, Field(max_length=500)] = ""


class Rejection(BaseModel):
    """Why a proposal isn't approved."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Said


def proposed(raw: Any) -> Proposed:
    """The proposal that a body holds. Raises Refused with every fault."""
    try:
        said = Proposed.model_validate(raw)
    except ValidationError as fault:
        raise refused(faults_of(fault.errors(include_url=False, include_input=False, include_context=False))) from None
    faults = list(_unknown("", raw, said.model_dump(mode="json")))
    if not list(said.entries.placed()):
        faults.append(Fault("entries", "chưa có mục nào", "there is no entry"))
    if faults:
        raise refused(faults)
    return said


def refused(faults: Iterable[Fault]) -> Refused:
    """All faults, or the first of very many."""
    return Refused(*list(faults)[:MOST_NAMED])


def _unknown(place: str, raw: Any, read: Any) -> Iterator[Fault]:
    """What was written and not understood: contracts pass over it, but an administrator meant something."""
    if isinstance(raw, dict) and isinstance(read, dict):
        for name, value in raw.items():
            inside = f"{place}.{name}".lstrip(".")
            if str(name) in read:
                yield from _unknown(inside, value, read[str(name)])
            else:
                yield Fault(inside, "không có mục này", "is not a field")
    elif isinstance(raw, list) and isinstance(read, list):
        for number, (one, other) in enumerate(zip(raw, read, strict=False)):
            yield from _unknown(f"{place}.{number}", one, other)


def numbered(said: Entries, published: Iterable[CatalogueEntry], today: date) -> list[CatalogueEntry]:
    """The entries with their versions, each the next one of its line. Raises Refused."""
    last = Counter[tuple[str, str]]()
    for entry in published:
        last[line_of(entry)] = max(last[line_of(entry)], entry.entry_version)
    entries, faults = [], list[Fault]()
    for place, entry in said.placed():
        number = last[line_of(entry)] = last[line_of(entry)] + 1
        faults += [*_version_faults(place, entry, number), *period_faults(entry, place, today)]
        entries.append(entry.model_copy(update={"entry_version": number}))
    if faults:
        raise refused(faults)
    return entries


def _version_faults(place: str, entry: CatalogueEntry, number: int) -> Iterator[Fault]:
    if "entry_version" in entry.model_fields_set and entry.entry_version != number:
        vi, en = f"phiên bản tiếp theo của {entry.id} là {number}", f"the next version of {entry.id} is {number}"
        yield Fault(f"{place}.entry_version", vi, en)

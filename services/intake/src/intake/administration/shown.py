"""How proposals and versions look to their readers."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from lienthong_contracts import (
    AgencyPublished,
    CalendarYearPublished,
    CatalogueEntry,
    LetterPublished,
    ProcedurePublished,
    RoutePublished,
)
from pydantic import BaseModel, TypeAdapter

from intake.administration.domain.differences import Change, changes_between
from intake.administration.domain.holding import followed
from intake.administration.domain.proposal import Proposal, State
from intake.catalogue import FOLDERS

Entry = AgencyPublished | CalendarYearPublished | LetterPublished | ProcedurePublished | RoutePublished
KIND_NAMES = {kind: name for name, kind in FOLDERS.items()}


class ChangeShown(BaseModel):
    """A field that differs; null where it isn't there."""

    path: str
    label: str
    old: Any
    new: Any


class EntryShown(BaseModel):
    """A proposed version, and how it differs from the one it takes over from."""

    kind: str
    id: str
    entry_version: int
    valid_from: date
    valid_to: date | None
    follows: int | None
    changes: list[ChangeShown]
    entry: Entry


class StepShown(BaseModel):
    """Who did what, and when."""

    state: State
    by: str
    at: datetime
    reason: str
    decision_no: str
    decided_on: date | None


class ProposalShown(BaseModel):
    """A proposal with all that was done about it."""

    proposal_id: UUID
    state: State
    title: str
    warnings: list[str]
    entries: list[EntryShown]
    history: list[StepShown]


class ProposalListed(BaseModel):
    """A proposal's line in the list."""

    proposal_id: UUID
    state: State
    title: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decision_no: str | None
    decided_on: date | None
    entries: int
    warnings: int


LINES = TypeAdapter(list[ProposalListed])


class VersionShown(BaseModel):
    """A published version; `in_force` says whether it answers for today."""

    entry_version: int
    valid_from: date
    valid_to: date | None
    in_force: bool
    entry: Entry


def shown(proposal: Proposal, published: Iterable[CatalogueEntry]) -> bytes:
    """The proposal as JSON; its own entries take over from each other too."""
    known = [*published, *proposal.entries]
    history = [StepShown(**msgspec.structs.asdict(taken.step), at=taken.at) for taken in proposal.history]
    entries = [_entry_shown(entry, followed(entry, known)) for entry in proposal.entries]
    whole = ProposalShown(proposal_id=proposal.proposal_id, state=proposal.state, title=proposal.title,
                          warnings=list(proposal.warnings), entries=entries, history=history)  # fmt: skip
    return whole.model_dump_json().encode()


def _entry_shown(entry: CatalogueEntry, old: CatalogueEntry | None) -> EntryShown:
    return EntryShown(kind=KIND_NAMES[type(entry)], id=entry.id, entry_version=entry.entry_version, valid_from=entry.valid_from,
                      valid_to=entry.valid_to, follows=old.entry_version if old else None, changes=differences(old, entry) if old else [],
                      entry=entry)  # fmt: skip


def differences(old: CatalogueEntry, new: CatalogueEntry) -> list[ChangeShown]:
    """What differs from one version to another."""
    return [_change_shown(change) for change in changes_between(plain(old), plain(new))]


def _change_shown(change: Change) -> ChangeShown:
    return ChangeShown(path=change.path, label=change.label, old=change.old, new=change.new)


def version_shown(entry: CatalogueEntry, answers: bool) -> VersionShown:
    """A published version."""
    return VersionShown(entry_version=entry.entry_version, valid_from=entry.valid_from, valid_to=entry.valid_to, in_force=answers,
                        entry=entry)  # fmt: skip


def plain(entry: CatalogueEntry) -> dict[str, Any]:
    """An entry's fields as JSON has them."""
    return entry.model_dump(mode="json")

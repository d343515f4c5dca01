"""The dry run: how many open dossiers each entry of a proposal touches, and what will happen to them."""

from collections.abc import Iterable, Sequence
from typing import Any

from lienthong_contracts import CatalogueEntry, ProcedurePublished
from pydantic import BaseModel

from intake.administration import store
from intake.administration.domain.fates import Fate, fate
from intake.administration.domain.holding import followed
from intake.administration.domain.proposal import Proposal
from intake.administration.shown import KIND_NAMES


class Touched(BaseModel):
    """Open dossiers of an entry: how many, how many of them no desk has received yet, the first 100 codes, and what happens."""

    kind: str
    id: str
    entry_version: int
    open: int
    not_received: int
    codes: list[str]
    needs_succeed: bool
    vi: str
    en: str


async def touched(connection: Any, proposal: Proposal, published: Sequence[CatalogueEntry]) -> list[Touched]:
    """One line for each entry that dossiers are bound to."""
    known = [*published, *proposal.entries]
    fates = [(entry, fate(followed(entry, known), entry)) for entry in proposal.entries]
    return [await _line(connection, entry, what, published) for entry, what in fates if what is not None]


async def _line(connection: Any, entry: CatalogueEntry, what: Fate, published: Iterable[CatalogueEntry]) -> Touched:
    if what.by == "desk":
        counted = await store.open_at_desks(connection, [entry.id])
    else:
        ids = [entry.id] if what.by == "procedure" else _procedures_on(entry.id, published)
        counted = await store.open_of_procedures(connection, ids)
    return Touched(kind=KIND_NAMES[type(entry)], id=entry.id, entry_version=entry.entry_version, open=counted["open"],
                   not_received=counted["not_received"], codes=counted["codes"] or [], needs_succeed=what.needs_succeed,
                   vi=what.vi, en=what.en)  # fmt: skip


def _procedures_on(route_id: str, published: Iterable[CatalogueEntry]) -> set[str]:
    procedures = (entry for entry in published if isinstance(entry, ProcedurePublished))
    return {p.id for p in procedures if route_id in (p.route, *(case.route for case in p.cases))}

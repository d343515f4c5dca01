"""A procedure put into words: its parts, cases, fees, the route's legs, and every version that was announced."""

import contextlib
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import segno
from lienthong_calendar import term_in_words
from lienthong_calendar.words import Lang
from lienthong_contracts import PlannedLeg, ProcedurePublished, RoutePublished
from lienthong_runtime import Catalogue
from lienthong_runtime.catalogue import CatalogueBehind

from portal.catalogue.views import CaseLine, FeeLine, PaperLine, ProcedureCard, ProcedureView, StepLine, VersionLine
from portal.web.catalogue_words import level_name, role_name
from portal.web.fields import field_name


def card(procedure: ProcedurePublished, lang: Lang) -> ProcedureCard:
    """A procedure in a list."""
    sums = _sums(procedure)
    return ProcedureCard(procedure.id, named(procedure, lang), field_name(procedure.field, lang), level_name(procedure.level, lang),
                         term_in_words(procedure.term, lang), min(sums), max(sums), "online" in procedure.channels)  # fmt: skip


def named(procedure: ProcedurePublished, lang: Lang) -> str:
    """Its name in the reader's language, where it has one."""
    return procedure.name_en if lang == "en" and procedure.name_en else procedure.name


def _sums(procedure: ProcedurePublished) -> list[int]:
    if not procedure.fees:
        return [procedure.fee_dong]
    return [*(fee.amount_dong for fee in procedure.fees), *(() if _always_paid(procedure) else (0,))]


def _always_paid(procedure: ProcedurePublished) -> bool:
    """Whether every case by every channel has a fee of its own."""
    cases: list[str | None] = [case.id for case in procedure.cases] or [None]
    return all(any(fee.channel in (None, channel) and fee.case in (None, case) for fee in procedure.fees)
               for channel in procedure.channels for case in cases)  # fmt: skip


def versions(catalogue: Catalogue, procedure_id: str) -> Iterator[ProcedurePublished]:
    """Every version that was announced, the newest first."""
    last = catalogue.latest(ProcedurePublished, procedure_id)
    for number in range(last.entry_version if last else 0, 0, -1):
        with contextlib.suppress(CatalogueBehind):  # numbers may have been left out
            yield catalogue.version(ProcedurePublished, procedure_id, number)


def procedure_view(procedure: ProcedurePublished, catalogue: Catalogue, today: date, lang: Lang, link: str) -> ProcedureView:
    """One version of a procedure, whole."""
    now = catalogue.in_force(ProcedurePublished, procedure.id, today)
    followers = ((one, catalogue.latest(ProcedurePublished, one)) for one in procedure.replaced_by)
    return ProcedureView(
        procedure.id, procedure.name, procedure.name_en, field_name(procedure.field, lang), level_name(procedure.level, lang),
        procedure.entry_version, term_in_words(procedure.term, lang),
        term_in_words(procedure.legal_term, lang) if procedure.legal_term else "", procedure.after_three, procedure.steps,
        procedure.channels, procedure.any_desk, procedure.who, procedure.authority,
        tuple(result.name for result in procedure.results) or (procedure.result,), procedure.decision_no,
        procedure.process_decision_no, procedure.service_level, procedure.partial_reason,
        papers=tuple(PaperLine(p.id, p.name, p.copies, p.kind, p.required) for p in procedure.papers),
        fees=tuple(_fees(procedure)),
        always_paid=_always_paid(procedure),
        cases=tuple(_case(procedure, case, lang) for case in procedure.cases),
        route=tuple(_route(procedure, catalogue, today, lang)),
        legal_basis=procedure.legal_basis,
        versions=tuple(VersionLine(v.entry_version, v.valid_from, v.valid_to, v is now) for v in versions(catalogue, procedure.id)),
        current=procedure is now,
        in_force=now is not None,
        link=link,
        qr=segno.make(link, error="m").svg_data_uri(border=1, dark="#1b1e2b", light="#ffffff"),
        today=today,
        followers=tuple((one, named(found, lang) if found else one) for one, found in followers),
    )  # fmt: skip


def _fees(procedure: ProcedurePublished) -> Iterator[FeeLine]:
    names = {case.id: case.name for case in procedure.cases}
    if procedure.fee_dong and not procedure.fees:
        yield FeeLine("", procedure.fee_dong)
    for fee in procedure.fees:
        yield FeeLine(fee.name, fee.amount_dong, fee.channel or "", names.get(fee.case or "", ""), fee.per)


def _case(procedure: ProcedurePublished, case: ProcedurePublished.Case, lang: Lang) -> CaseLine:
    required = [paper for paper in procedure.papers if paper.required]
    return CaseLine(case.id, case.name, term_in_words(case.term or procedure.term, lang),
                    len(required) if case.papers is None else len(case.papers))  # fmt: skip


def _route(procedure: ProcedurePublished, catalogue: Catalogue, today: date, lang: Lang) -> Iterator[StepLine]:
    route = catalogue.begun(RoutePublished, procedure.route, today)
    if route is None:
        return
    names = {branch.id: branch.name for branch in route.branches}
    for before, leg in pairwise([None, *route.legs]):
        assert leg is not None
        yield _step(leg, before is not None and before.after == leg.after, names, lang)


def _step(leg: PlannedLeg, together: bool, branches: dict[str, str], lang: Lang) -> StepLine:
    posting = term_in_words(leg.posting, lang) if leg.posting else ""
    return StepLine(leg.task, leg.external or role_name(leg.agency, lang), term_in_words(leg.share, lang), together,
                    branches.get(leg.branch or "", ""), posting, leg.pause_before)  # fmt: skip

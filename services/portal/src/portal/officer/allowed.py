"""What may be done now, as the services say that would do it; and what a form that was refused looks like."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from fastapi import Request
from lienthong_contracts import AgencyPublished, ProcedurePublished
from lienthong_runtime import AT_WORK, Actor

from portal.domain.record import Record
from portal.officer.act_views import ActsView, ActView, FieldView
from portal.officer.acts import ABOUT, ACTS, Field
from portal.windows import Windows, language

_SERVICES = ("routing", "intake")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A form that came back: which one, what was typed, and what is wrong where."""

    command: str
    said: Mapping[str, Any]
    faults: tuple[tuple[str, str], ...] = ()

    def meets(self, name: str, about: Mapping[str, Any]) -> bool:
        """Whether it is about this command and this thing."""
        return name == self.command and all(str(self.said.get(key, "")) == str(value) for key, value in about.items())


async def acts_of(windows: Windows, request: Request, reader: Actor, dossier_id: str, record: Record, seen: int,
                  refusal: Refusal | None = None) -> ActsView:  # fmt: skip
    """Every command that concerns the reader's agency; those of a service that doesn't answer are missing, and it is named."""
    if reader.agency is None or reader.roles.isdisjoint(AT_WORK):
        return ActsView()
    lang, token = language(request), request.state.token
    asked = (windows.neighbours.read(service, f"/dossiers/{dossier_id}/allowed", token, lang) for service in _SERVICES)
    answers = dict(zip(_SERVICES, await asyncio.gather(*asked), strict=True))
    choices = Choices(windows, record)
    known = [answer.body for answer in answers.values() if answer.status == 200]
    acts = [_act(found, body["version"], choices, refusal) for body in known for found in body["acts"] if found["command"] in ACTS]
    order = {name: n for n, name in enumerate(ACTS)}
    if len({act.place for act in acts if act.place}) == 1:  # where all is about one leg, its name a dozen times says nothing
        acts = [replace(act, place="") for act in acts]
    silent = tuple(service for service, answer in answers.items() if answer.status not in (200, 404))
    return ActsView(tuple(sorted(acts, key=lambda act: (not act.strong, order[act.name]))), uuid4().hex, seen, silent)


def _act(found: dict[str, Any], version: int, choices: "Choices", refusal: Refusal | None) -> ActView:
    name, about = found["command"], {key: value for key, value in found["about"].items() if key in ABOUT}
    act, mine = ACTS[name], refusal if refusal is not None and refusal.meets(name, about) else None
    fields = tuple(_field(field, found, choices, mine) for field in act.fields if field.name not in about)
    named = {field.name for field in fields}
    general = tuple(text for field, text in mine.faults if field.partition(".")[0] not in named) if mine else ()
    leads = act.strong and not (name == "assign" and choices.assigned(about))
    return ActView(name, act.icon, act.key, leads, found["allowed"], version, tuple((k, str(v)) for k, v in about.items()),
                   choices.place(about), found["why"], found["law"], fields, general, open=mine is not None)  # fmt: skip


def _field(field: Field, found: dict[str, Any], choices: "Choices", mine: Refusal | None) -> FieldView:
    fault = "; ".join(text for name, text in mine.faults if name.partition(".")[0] == field.name) if mine else ""
    value = mine.said.get(field.name, "") if mine else ""
    return FieldView(field.name, field.kind, field.required, value, fault, choices.of(field, found))


class Choices:
    """What there is to choose from, by name: agencies in force, the dossier's legs and papers."""

    def __init__(self, windows: Windows, record: Record) -> None:
        self._windows, self._record = windows, record

    def of(self, field: Field, found: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        """A field's options; none where anything may be typed."""
        asked = [str(one[0]) if isinstance(one, list) else str(one) for one in found["options"].get(field.name, ())]
        if field.kind == "leg":
            return tuple((leg, self.place({"leg": leg})) for leg in asked)
        if field.kind == "agency":
            day = self._windows.parts.today
            return tuple((a.id, a.name) for a in self._windows.parts.catalogue.every_in_force(AgencyPublished, day))
        if field.kind == "papers":
            names = self.papers
            return tuple((paper, names.get(paper, paper)) for paper in asked or names)
        return ()

    @property
    def papers(self) -> dict[str, str]:
        """The procedure's papers, as its newest version names them: only words, a page must not fail for a version that is missing."""
        procedure = self._windows.parts.catalogue.latest(ProcedurePublished, self._record.procedure)
        return {paper.id: paper.name for paper in procedure.papers} if procedure else {}

    def assigned(self, about: Mapping[str, Any]) -> bool:
        """Whether the leg is an officer's already: giving it to another is no step ahead."""
        leg = self._record.legs.get(str(about.get("leg", "")))
        return leg is not None and leg.step != "assign"

    def place(self, about: Mapping[str, Any]) -> str:
        """Which leg it is about, in words; a ground of a pause is its own word."""
        leg = self._record.legs.get(str(about.get("leg", "")))
        return leg.task if leg else str(about.get("ground", ""))

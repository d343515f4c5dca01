"""How a dossier comes in: at the counter, by post, online, from a draft (R02, R04)."""

from collections.abc import Callable
from typing import Any

import msgspec
from lienthong_contracts import DossierSubmitted, ProcedurePublished
from lienthong_runtime import Context, Decision, Fault, Refused, refuse_unless
from lienthong_runtime.problem import faults_of as faults_of_shape
from pydantic import ValidationError

from intake import commands as c
from intake.domain.contact import written_faults
from intake.domain.dossier import Component, Dossier
from intake.domain.price import price
from intake.domain.submission import choice_faults, faults_of, with_choice
from intake.reception import declined, received, returned
from intake.standing import remembered


class Prepared(msgspec.Struct, frozen=True):
    """What was fetched for a decision: the desk's next numbers, codes of alike dossiers, the draft's fields."""

    sequence: int | None = None
    receipt: int | None = None
    alike: tuple[str, ...] = ()
    draft: dict[str, Any] | None = None


def submit(_state: None, command: c.Submit, context: Context) -> Decision[Dossier]:
    """At the counter or by post: three exits, each of which excludes the others (R04)."""
    command = with_choice(command, _procedure(command, context))
    faults = _faults(command, context) if command.exit == "receive" else _faults_of_exit(command, context)
    if faults:
        raise Refused(*faults, law="NĐ 61/2018 Đ.17")
    state, submitted = _submitted(command, context, officer=command.officer)
    exits = {"receive": received, "return": returned, "decline": declined}
    following = exits[command.exit](state, command, context)
    return Decision(following.state, (submitted, *following.events))


def submit_online(_state: Dossier | None, command: c.SubmitOnline, context: Context) -> Decision[Dossier]:
    """Online: a desk looks at it next."""
    command = with_choice(command, _procedure(command, context))
    if faults := _faults(command, context):
        raise Refused(*faults, law="NĐ 61/2018 Đ.17")
    state, submitted = _submitted(command, context, owner=command.owner)
    return Decision(state, (submitted,))


def start_draft(_state: None, command: c.StartDraft, context: Context) -> Decision[Dossier]:
    """A draft has no code (R06), is nobody's business but the citizen's, and is no fact yet."""
    named = _named(command, context)
    return Decision(Dossier("draft", named, 0, "online", "", "counter", owner=command.owner, submitted_at=context.now))


def save_draft(state: Dossier, command: c.SaveDraft, context: Context) -> Decision[Dossier]:
    """What was filled in is kept."""
    _draft(state, command.owner)
    return Decision(state.with_(submitted_at=context.now, procedure=_named(command, context)))


def _named(command: c.StartDraft, context: Context) -> str:
    """The procedure that the draft is for, so that its owner finds it again; empty as long as it names none."""
    named = command.draft.fields.get("procedure")
    return named if isinstance(named, str) and context.catalogue.latest(ProcedurePublished, named) else ""


def submit_draft(state: Dossier, command: c.SubmitDraft, context: Context) -> Decision[Dossier]:
    """The draft is handed in, once."""
    _draft(state, command.owner)
    whole = whole_draft(context.extra.draft, command)
    decision = submit_online(state, whole, context)
    return Decision(decision.state.with_(documents=state.documents), decision.events)


def draft_faults(fields: dict[str, Any], owner: str, context: Context) -> list[Fault]:
    """All that would be wrong with the draft if it were handed in now; whether it is alike to others is said then."""
    shape = _refusal(lambda: whole_draft(fields, c.SubmitDraft(owner=owner)))
    faulty = {fault.field.partition(".")[0] for fault in shape}
    if faulty & {"procedure", "desk"}:  # without them nothing else can be told
        return shape
    # One field that can't be read mustn't hide what is wrong with the others.
    rest = {"name": "-", **{field: value for field, value in fields.items() if field not in faulty}}
    more = _refusal(lambda: submit_online(None, whole_draft(rest, c.SubmitDraft(owner=owner)), context))
    return [*shape, *(fault for fault in more if fault.field.partition(".")[0] not in faulty)]


def _refusal(act: Callable[[], Any]) -> list[Fault]:
    try:
        act()
    except Refused as refused:
        return list(refused.faults)
    return []


def whole_draft(fields: dict[str, Any], command: c.SubmitDraft) -> c.SubmitOnline:
    """The submission that a draft amounts to. Raises Refused with every missing or faulty field."""
    try:
        return c.SubmitOnline.model_validate({**fields, "owner": command.owner})
    except ValidationError as fault:
        raise Refused(*faults_of_shape(fault.errors()), law="NĐ 61/2018 Đ.17") from None


def _draft(state: Dossier, owner: str) -> None:
    refuse_unless(remembered(state).status == "draft", "status", "hồ sơ đã nộp rồi", "it was handed in already", "R06")
    refuse_unless(state.owner == owner, "owner", "bản nháp của người khác", "somebody else's draft")


def _faults(command: c.Matter, context: Context) -> list[Fault]:
    faults = faults_of(command, context.catalogue, context.today)  # type: ignore[arg-type]
    if context.extra.alike and not command.although_alike:
        codes = ", ".join(context.extra.alike)
        vi, en = f"có thể trùng với hồ sơ đang giải quyết: {codes}", f"perhaps the same as an open dossier: {codes}"
        faults.append(Fault("although_alike", vi, en))
    return faults


def _faults_of_exit(command: c.Submit, context: Context) -> list[Fault]:
    said = {"reason": command.reason, "legal_ground": command.legal_ground}
    wrong = [Fault(field, "chưa có nội dung", "is empty") for field, text in said.items() if not text]
    wrong += written_faults(command)  # they are written to all the same
    if (procedure := _procedure(command, context)) is None:
        return [*wrong, Fault("procedure", "thủ tục không có hoặc đã hết hiệu lực", "no such procedure in force")]
    # What is returned comes back with more papers, never with another choice.
    stays = command.exit == "return"
    return [*wrong, *(choice_faults(procedure, command, context.catalogue, context.today) if stays else ())]


def _procedure(command: c.Matter, context: Context) -> Any:
    return context.catalogue.in_force(ProcedurePublished, command.procedure, context.today)


def _submitted(command: Any, context: Context, **more: Any) -> tuple[Dossier, DossierSubmitted]:
    procedure = _procedure(command, context)
    digitised = "electronic" if command.channel == "online" else "pending"
    state = Dossier(
        "submitted", procedure.id, procedure.entry_version, command.channel, command.desk, command.return_channel,
        applicant=command.applicant, case=command.case, branches=command.branches, return_desk=command.return_desk,
        competent=command.competent, submitted_at=context.now, retention_days=procedure.retention_days,
        reception_dong=price(procedure, command.channel, command.case, command.quantities),
        components=tuple(Component(paper, digitised=digitised) for paper in command.papers), **more,
    ).seen_by(command.desk, command.return_desk or "", command.competent or "")  # fmt: skip
    event = DossierSubmitted(dossier_id=context.dossier_id, at=context.now, procedure=procedure.id,
                             procedure_version=procedure.entry_version, channel=command.channel, desk=command.desk,
                             applicant=command.applicant, case=command.case, branches=command.branches)  # fmt: skip
    return state, event

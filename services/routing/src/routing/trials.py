"""What an agency might do about a dossier, as trials of its commands: consignments, its legs, opinions, and the whole."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from lienthong_contracts import AgencyPublished
from lienthong_runtime import Actor, Context
from lienthong_runtime.allowed import Trial

from routing import commands as c
from routing import result_commands as r
from routing.domain.journey import HandOver, Journey, Leg

_SAID = "…"  # stands for what the officer will write
_DAYS = 14  # an apology's new date is tried on so many days: one of them is no day of rest


class By(NamedTuple):
    """Who asks, for which agency."""

    agency: str
    officer: str


def trials(state: Journey, reader: Actor, context: Context) -> Iterator[Trial]:
    """Each command with each thing that it could be about."""
    by = By(reader.agency or "", reader.subject)
    for sent in sorted(state.hand_overs.values(), key=lambda sent: (sent.leg, sent.consignment)):
        yield from _of_consignment(sent, by)
    for leg in state.legs.values():
        if leg.agency == by.agency and leg.status == "working":
            yield from _of_leg(state, leg, by, context)
    for key, asked in sorted(state.consultations.items()):
        if asked.asked == by.agency:
            about = {"consultation": UUID(key)}
            yield Trial("answer", (c.AnswerConsultation(**by._asdict(), **about, answer=_SAID),), about)
    yield from _of_dossier(state, by, context)


def _of_consignment(sent: HandOver, by: By) -> Iterator[Trial]:
    about, act = {"consignment": UUID(sent.consignment)}, by._asdict()
    if sent.receiver == by.agency and sent.status == "sent":
        yield Trial("acknowledge", (c.Acknowledge(**act, **about),), about)
        yield Trial("refuse-hand-over", (c.RefuseHandOver(**act, **about, reason=_SAID),), about)
    if sent.sender == by.agency and sent.status == "sent":
        yield Trial("recall", (c.Recall(**act, **about, reason=_SAID),), about)
    if sent.sender == by.agency and sent.status in ("refused", "held"):
        yield Trial("resend", (c.Resend(**act, **about),), about)


def _of_leg(state: Journey, leg: Leg, by: By, context: Context) -> Iterator[Trial]:
    about, grounds = {"leg": leg.leg}, {"reason": _SAID, "legal_ground": _SAID}
    plain: dict[str, tuple[Any, dict[str, Any]]] = {
        "start": (c.Start, {}), "complete": (c.Complete, {}), "propose": (r.Propose, {}), "approve": (r.Approve, {}), "sign": (r.Sign, {}),
        "send-back": (r.SendBack, {"reason": _SAID}), "number": (r.Number, {"result_no": "1"}), "issue": (r.Issue, {}),
        "ask-supplement": (c.AskSupplement, {"content": _SAID, "legal_ground": _SAID}),
        "ask-supplement-again": (c.AskSupplementAgain, {"content": _SAID, "legal_ground": _SAID}), "refuse": (r.RefuseDossier, grounds),
        "visit-site": (c.VisitSite, {"visited_at": context.now, "place": _SAID, "present": 1, "findings": _SAID}),
        "post-notice": (c.PostNotice, {}), "stand-in": (c.StandIn, {}),
    }  # fmt: skip
    yield Trial("assign", (c.Assign(agency=by.agency, officer=by.officer, **about),), about)
    yield from (Trial(name, (kind(**by._asdict(), **about, **said),), about) for name, (kind, said) in plain.items())
    back = tuple(c.ReturnLeg(**by._asdict(), **about, reason=_SAID, back_to=other) for other in state.legs if other != leg.leg)
    if back:
        yield Trial("return-leg", back, about, "back_to")
    other = next((agency.id for agency in _agencies(context) if agency.id != by.agency), by.agency)
    yield Trial("consult", (c.Consult(**by._asdict(), **about, asked=other, question=_SAID),), about)
    yield Trial("transfer", (c.Transfer(**by._asdict(), **about, competent=other, **grounds),), about)


def _agencies(context: Context) -> list[AgencyPublished]:
    found: list[AgencyPublished] = context.catalogue.every_in_force(AgencyPublished, context.today)
    return found


def _of_dossier(state: Journey, by: By, context: Context) -> Iterator[Trial]:
    parties = {leg.agency for leg in state.legs.values()} | {state.desk}
    if by.agency not in parties or state.status != "moving":
        return
    if state.paused:
        yield Trial("resume", (c.Resume(**by._asdict(), ground=state.paused),), {"ground": state.paused})
    else:
        yield Trial("pause", (c.Pause(**by._asdict(), ground=_SAID),), {})
    begin = max(state.due_at, context.now)
    later = (begin + timedelta(days=n) for n in range(1, _DAYS))
    yield Trial("apologise", tuple(r.Apologise(**by._asdict(), reason=_SAID, new_due_at=at) for at in later), {})

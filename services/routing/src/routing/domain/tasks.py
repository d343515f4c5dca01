"""What an agency has to do about a dossier now: the inbox's lines."""

from collections.abc import Iterator
from typing import Any

from routing.domain.journey import RETURN, HandOver, Journey, Leg

# Lines that nobody has to act on: a leg that will come (R16), and one that is watched over (R17).
TO_KNOW = ("expect", "supervise")
_NEXT = {"proposed": "approve", "approved": "sign", "signed": "number", "numbered": "issue"}


def tasks_of(journey: Journey) -> Iterator[dict[str, Any]]:
    """Each thing to be done, by whom."""
    if journey.status in ("closed", "stopped"):
        return
    # jsonb keeps keys in an order of its own, and these are made of chance: an inbox is read in the same order each time.
    for hand_over in sorted(journey.hand_overs.values(), key=lambda sent: (sent.leg, sent.consignment)):
        if journey.status == "moving" or hand_over.leg == RETURN:
            yield from _hand_over_task(journey, hand_over)
    if journey.status == "moving":
        yield from _work_tasks(journey)


def _work_tasks(journey: Journey) -> Iterator[dict[str, Any]]:
    for leg in journey.legs.values():
        yield from _leg_task(journey, leg) if not journey.paused else ()
        yield from _to_know(leg)
    for consultation in sorted(journey.consultations.values(), key=lambda asked: (asked.leg, asked.asked, asked.answer_by)):
        yield {"do": "answer", "agency": consultation.asked, "leg": consultation.leg, "consultation": consultation.consultation,
               "answer_by": consultation.answer_by}  # fmt: skip
    if journey.apology_owed and not journey.apologised:
        yield {"do": "apologise", "agency": _apologist(journey), "leg": None}


def _apologist(journey: Journey) -> str:
    """Who owes the apology: the agency that was told, or the one that has taken the work over since (R19)."""
    left = [leg.agency for leg in journey.legs.values() if leg.status != "done"]
    return journey.apology_owed if journey.apology_owed in left else left[0]


def _hand_over_task(journey: Journey, sent: HandOver) -> Iterator[dict[str, Any]]:
    what = {"leg": sent.leg, "consignment": sent.consignment, "answer_by": sent.answer_by, "attempt": sent.attempt}
    if sent.status == "sent":
        yield {"do": "acknowledge", "agency": sent.receiver, "sender": sent.sender, **what}
    elif sent.status in ("refused", "held"):
        yield {"do": "resend", "agency": sent.sender, **what}
    elif sent.leg == RETURN and journey.status == "result" and sent.status == "acknowledged":
        yield {"do": "return", "agency": journey.home, **what}


def _leg_task(journey: Journey, leg: Leg) -> Iterator[dict[str, Any]]:
    if leg.status == "working" and (act := _act(journey, leg)):
        others = any(other.status != "done" for other in journey.legs.values() if other.leg != leg.leg)
        yield {"do": act, "agency": leg.agency, "leg": leg.leg, "officer": leg.officer, "last": not others}


def _act(journey: Journey, leg: Leg) -> str | None:
    if not leg.officer:
        return "assign"
    if leg.draft:
        return _NEXT[leg.draft.stage]
    if leg.posting and not leg.posted:
        return None if leg.posted_until else "post"
    return "propose" if journey.gives_result(leg.leg) else "complete"


def _to_know(leg: Leg) -> Iterator[dict[str, Any]]:
    if leg.status == "waiting":
        yield {"do": "expect", "agency": leg.agency, "leg": leg.leg}
    if leg.supervisor and leg.supervisor != leg.agency and leg.status in ("under_way", "working"):
        yield {"do": "supervise", "agency": leg.supervisor, "leg": leg.leg, "officer": leg.officer}

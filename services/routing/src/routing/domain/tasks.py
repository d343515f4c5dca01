"""What an agency has to do about a dossier now: the inbox's lines."""

from collections.abc import Iterator
from typing import Any

from routing.domain.journey import RETURN, HandOver, Journey, Leg


def agencies_of(journey: Journey | None) -> str:
    """The agencies with something to do, apart by blanks, for the database's column."""
    return " ".join(sorted({task["agency"] for task in tasks_of(journey)})) if journey else ""


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
    if not journey.paused:
        for leg in journey.legs.values():
            yield from _leg_task(journey, leg)
    for consultation in sorted(journey.consultations.values(), key=lambda asked: (asked.leg, asked.asked, asked.answer_by)):
        yield {"do": "answer", "agency": consultation.asked, "leg": consultation.leg, "consultation": consultation.consultation}
    if journey.apology_owed and not journey.apologised:
        yield {"do": "apologise", "agency": _apologist(journey), "leg": None}


def _apologist(journey: Journey) -> str:
    """Who owes the apology: the agency that was told, or the one that has taken the work over since (R19)."""
    left = [leg.agency for leg in journey.legs.values() if leg.status != "done"]
    return journey.apology_owed if journey.apology_owed in left else left[0]


def _hand_over_task(journey: Journey, hand_over: HandOver) -> Iterator[dict[str, Any]]:
    what = {"leg": hand_over.leg, "consignment": hand_over.consignment}
    if hand_over.status == "sent":
        yield {"do": "acknowledge", "agency": hand_over.receiver, **what}
    elif hand_over.status == "refused":
        yield {"do": "resend", "agency": hand_over.sender, **what}
    elif hand_over.leg == RETURN and journey.status == "result":
        yield {"do": "return", "agency": journey.desk, **what}


def _leg_task(journey: Journey, leg: Leg) -> Iterator[dict[str, Any]]:
    if leg.status != "working":
        return
    others = any(other.status != "done" for other in journey.legs.values() if other.leg != leg.leg)
    what = "complete" if leg.officer else "assign"
    yield {"do": what, "agency": leg.agency, "leg": leg.leg, "officer": leg.officer, "last": not others}

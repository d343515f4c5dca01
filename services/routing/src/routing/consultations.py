"""What holds for an opinion that is asked: its date and what silence means (R13, R14)."""

from datetime import datetime
from typing import Any

from lienthong_calendar import due_at, parse_term
from lienthong_runtime import Context, refuse_unless

from routing import commands as c
from routing.domain.journey import Leg
from routing.hand_over import receiver_calendar

USUAL = "2wd"


def opinion_by(leg: Leg, command: c.Consult, context: Context) -> datetime:
    """The date that was asked for, at most the route's; without either, the route's or two working days."""
    calendar = receiver_calendar(command.asked, context)
    latest = due_at(calendar, context.now, parse_term(leg.consult_within or USUAL), "actual")
    by = command.answer_by or latest
    refuse_unless(by > context.now, "answer_by", "hạn trả lời đã qua", "the answer's date has passed")
    refuse_unless(leg.consult_within is None or by <= latest, "answer_by", f"quy trình chỉ cho hỏi ý kiến trong {leg.consult_within}",
                  f"the route allows {leg.consult_within} for an opinion", "R13")  # fmt: skip
    return by


def silence_means(leg: Leg, command: c.Consult) -> Any:
    """As the route says: an officer can't make consent out of silence, nor the other way round."""
    refuse_unless(command.on_silence in (None, leg.on_silence), "on_silence", "quy trình quy định khác khi cơ quan được hỏi im lặng",
                  "the route says otherwise about silence", "R14")  # fmt: skip
    return leg.on_silence

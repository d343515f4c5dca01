"""What an agency does about its leg; reported by routing."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from lienthong_contracts.event import Code, Dong, Text, example
from lienthong_contracts.routing import CONSIGNMENT, FromRouting


class OfficerAssigned(FromRouting):
    """The head gave the leg to an officer (R09), or one stands in for a colleague who is absent (`instead_of`, R33)."""

    example = example(leg="tax", agency="TCT.32", officer="lvm")

    leg: Code
    agency: Code
    officer: Code
    instead_of: Code | None = None


class WorkStarted(FromRouting):
    """The officer began to work on the leg."""

    example = example(leg="tax", agency="TCT.32", officer="lvm")

    leg: Code
    agency: Code
    officer: Code


class SiteVisitRecorded(FromRouting):
    """A look at the place, with hour, place and findings (R10); who was there stands in the minutes, a document at intake."""

    example = example(leg="appraise", agency="H32.41.KT", officer="lvm", visited_at="2026-11-25T09:00:00+07:00",
                      place="Thửa 12, tờ 5", present=3, findings="Đúng hiện trạng")  # fmt: skip

    leg: Code
    agency: Code
    officer: Code
    visited_at: AwareDatetime
    place: Text
    present: int
    findings: Text


class NoticePosted(FromRouting):
    """The notice hangs in public (niêm yết) until then; the leg can't end before."""

    example = example(leg="posting", agency="H32.41.KT", officer="lvm", until="2026-12-10T17:00:00+07:00", stops_clock=True)

    leg: Code
    agency: Code
    officer: Code
    until: AwareDatetime
    stops_clock: bool


class NoticeEnded(FromRouting):
    """The time of public notice is over."""

    example = example(leg="posting", agency="H32.41.KT")

    leg: Code
    agency: Code


class ConsultationAsked(FromRouting):
    """Another agency was asked for its opinion by a date (R13)."""

    example = example(consultation=CONSIGNMENT, leg="appraise", agency="H32.41.KT", asked="SXD.32",
                      question="Quy hoạch?", answer_by="2026-11-26T17:00:00+07:00", on_silence="deemed_consent")  # fmt: skip

    consultation: UUID
    leg: Code
    agency: Code
    asked: Code
    question: Text
    answer_by: AwareDatetime
    on_silence: Literal["escalate", "deemed_consent"]


class ConsultationAnswered(FromRouting):
    """The asked agency gave its opinion."""

    example = example(consultation=CONSIGNMENT, leg="appraise", asked="SXD.32", officer="ptk", answer="Phù hợp")

    consultation: UUID
    leg: Code
    asked: Code
    officer: Code
    answer: Text


class ConsultationLapsed(FromRouting):
    """The date passed in silence: the route says whether that is consent or goes to the head (R14)."""

    example = example(consultation=CONSIGNMENT, leg="appraise", asked="SXD.32", on_silence="deemed_consent")

    consultation: UUID
    leg: Code
    asked: Code
    on_silence: Literal["escalate", "deemed_consent"]


class SupplementNeeded(FromRouting):
    """A resolving agency found the dossier incomplete; the desk will ask the citizen (R11)."""

    example = example(leg="appraise", agency="H32.41.KT", officer="lvm", content="Bản sao căn cước",
                      legal_ground="NĐ 61/2018 Đ.19.4")  # fmt: skip

    leg: Code
    agency: Code
    officer: Code
    content: Text
    legal_ground: Text
    approved_by: Code | None = None  # the head who let a second request go out (R01)


class ProcessingPaused(FromRouting):
    """The statutory time stands still, on a legal ground; with `payment` the citizen owes `fee_dong` first (0: by tax notice)."""

    example = example(agency="TCT.32", ground="Người dân nộp nghĩa vụ tài chính", fee_dong=560500,
                      payment=True)  # fmt: skip

    agency: Code
    ground: Text
    fee_dong: Dong = 0
    payment: bool = False


class ProcessingResumed(FromRouting):
    """The ground of the pause is gone."""

    example = example(agency="TCT.32", ground="Đã nộp đủ")

    agency: Code
    ground: Text


class LegCompleted(FromRouting):
    """An agency finished its share."""

    example = example(leg="tax", agency="TCT.32", officer="lvm")

    leg: Code
    agency: Code
    officer: Code


class LegReturned(FromRouting):
    """An agency gave its leg back to an earlier one, to be done again."""

    example = example(leg="tax", agency="TCT.32", officer="lvm", back_to="appraise", reason="Sai thông tin")

    leg: Code
    agency: Code
    officer: Code
    back_to: Code
    reason: Text


class LegTransferred(FromRouting):
    """The leg went to the agency that is competent for it."""

    example = example(leg="appraise", agency="H32.41.KT", competent="H32.STC", officer="lvm", reason="Không thuộc thẩm quyền",
                      legal_ground="NĐ 61/2018 Đ.19")  # fmt: skip

    leg: Code
    agency: Code
    competent: Code
    officer: Code
    reason: Text
    legal_ground: Text

"""What passed between agencies; reported by routing."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from lienthong_contracts.event import Code, Dong, DossierEvent, Part, Rung, Text, example

CONSIGNMENT = "01933c3e-7a00-7000-8000-0000000000c1"


class PlannedLeg(Part):
    """One agency's share of the work (chặng): `share` is its part of the term, `after` the legs it waits for.

    `consult_within` and `on_silence` say what holds for opinions asked during the leg (R13, R14).
    """

    leg: Code
    agency: Code
    task: Text
    share: Code
    after: tuple[Code, ...] = ()
    pause_before: Text = ""
    warn_at: tuple[Rung, ...] = ()
    consult_within: Code | None = None
    on_silence: Literal["escalate", "deemed_consent"] = "escalate"
    branch: Code | None = None  # only when the citizen chose it
    phase: int = 1
    posting: Code | None = None  # how long the notice hangs in public (niêm yết) before the leg can end
    posting_stops_clock: bool = False
    external: Text = ""  # the outside system that answers in the agency's name
    supervisor: Code | None = None  # who watches over the leg (R17): a role in a route, an agency in a journey
    result: Code | None = None  # which of the procedure's results the leg ends with


class _FromRouting(DossierEvent):
    producer: ClassVar[str] = "routing"


class JourneyPlanned(_FromRouting):
    """The legs this dossier will take, and who owns each (R15, R16)."""

    example = example(route="1.001612", route_version=1, desk="H32.41", legs=[
        {"leg": "appraise", "agency": "H32.41.KT", "task": "Thẩm định", "share": "1.5wd"},
        {"leg": "tax", "agency": "TCT.32", "task": "Cấp mã số thuế", "share": "1wd", "after": ["appraise"]}])  # fmt: skip

    route: Code
    route_version: int
    desk: Code
    legs: tuple[PlannedLeg, ...]


class DossierForwarded(_FromRouting):
    """A consignment left one agency for another (bàn giao). A resend keeps its `consignment` and counts `attempt`."""

    example = example(consignment=CONSIGNMENT, leg="tax", sender="H32.41", receiver="TCT.32", attempt=1,
                      answer_by="2026-11-23T17:00:00+07:00")  # fmt: skip

    consignment: UUID
    leg: Code
    sender: Code
    receiver: Code
    attempt: int
    answer_by: AwareDatetime


class HandOverAcknowledged(_FromRouting):
    """The receiving agency has the consignment (the second signature of Mẫu 06)."""

    example = example(consignment=CONSIGNMENT, leg="tax", agency="TCT.32", officer="lvm")

    consignment: UUID
    leg: Code
    agency: Code
    officer: Code


class HandOverRefused(_FromRouting):
    """The receiving agency sent the consignment back, with its reason."""

    example = example(consignment=CONSIGNMENT, leg="tax", agency="TCT.32", officer="lvm", reason="Thiếu tờ khai")

    consignment: UUID
    leg: Code
    agency: Code
    officer: Code
    reason: Text


class OfficerAssigned(_FromRouting):
    """The head gave the leg to an officer (R09)."""

    example = example(leg="tax", agency="TCT.32", officer="lvm")

    leg: Code
    agency: Code
    officer: Code


class LegCompleted(_FromRouting):
    """An agency finished its share."""

    example = example(leg="tax", agency="TCT.32", officer="lvm")

    leg: Code
    agency: Code
    officer: Code


class LegReturned(_FromRouting):
    """An agency gave its leg back to an earlier one, to be done again."""

    example = example(leg="tax", agency="TCT.32", officer="lvm", back_to="appraise", reason="Sai thông tin")

    leg: Code
    agency: Code
    officer: Code
    back_to: Code
    reason: Text


class ConsultationAsked(_FromRouting):
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


class ConsultationAnswered(_FromRouting):
    """The asked agency gave its opinion."""

    example = example(consultation=CONSIGNMENT, leg="appraise", asked="SXD.32", officer="ptk", answer="Phù hợp")

    consultation: UUID
    leg: Code
    asked: Code
    officer: Code
    answer: Text


class ConsultationLapsed(_FromRouting):
    """The date passed in silence: the route says whether that is consent or goes to the head (R14)."""

    example = example(consultation=CONSIGNMENT, leg="appraise", asked="SXD.32", on_silence="deemed_consent")

    consultation: UUID
    leg: Code
    asked: Code
    on_silence: Literal["escalate", "deemed_consent"]


class SupplementNeeded(_FromRouting):
    """A resolving agency found the dossier incomplete; the desk will ask the citizen (R11)."""

    example = example(leg="appraise", agency="H32.41.KT", officer="lvm", content="Bản sao căn cước",
                      legal_ground="NĐ 61/2018 Đ.19.4")  # fmt: skip

    leg: Code
    agency: Code
    officer: Code
    content: Text
    legal_ground: Text


class ProcessingPaused(_FromRouting):
    """The statutory time stands still, on a legal ground; with `payment` the citizen owes `fee_dong` first (0: by tax notice)."""

    example = example(agency="TCT.32", ground="Người dân nộp nghĩa vụ tài chính", fee_dong=560500,
                      payment=True)  # fmt: skip

    agency: Code
    ground: Text
    fee_dong: Dong = 0
    payment: bool = False


class ProcessingResumed(_FromRouting):
    """The ground of the pause is gone."""

    example = example(agency="TCT.32", ground="Đã nộp đủ")

    agency: Code
    ground: Text


class ApologyIssued(_FromRouting):
    """The resolving agency apologised and promised a new date (Mẫu 04, R19), at most once (R20)."""

    example = example(agency="TCT.32", officer="lvm", reason="Chờ xác minh", old_due_at="2026-11-27T17:00:00+07:00",
                      new_due_at="2026-12-01T17:00:00+07:00")  # fmt: skip

    agency: Code
    officer: Code
    reason: Text
    old_due_at: AwareDatetime
    new_due_at: AwareDatetime


class ResultIssued(_FromRouting):
    """The result exists; a refusal after appraisal is a result too (R18). National status 9."""

    example = example(agency="H32.41", officer="lvm", result_no="KQ-0001", outcome="granted")

    agency: Code
    officer: Code
    result_no: Code
    outcome: Literal["granted", "refused"]


class DossierRefused(_FromRouting):
    """After appraisal the dossier isn't eligible (Mẫu 03, R18)."""

    example = example(agency="H32.41", officer="lvm", reason="Không đủ điều kiện", legal_ground="NĐ 61/2018 Đ.19.8")

    agency: Code
    officer: Code
    reason: Text
    legal_ground: Text


class JourneyStopped(_FromRouting):
    """Nothing more will be done (dừng giải quyết, Mẫu 05); national status 8."""

    example = example(agency="H32.41", reason="Công dân rút hồ sơ")

    agency: Code
    reason: Text


class JourneyHandedToSuccessor(_FromRouting):
    """An agency ceased and its successor took over the leg (NĐ 118/2025)."""

    example = example(leg="appraise", predecessor="H43.06", successor="H32.41", decision_no="NQ 202/2025/QH15")

    leg: Code
    predecessor: Code
    successor: Code
    decision_no: Text

"""What passed between the citizen and the one-stop desk (bộ phận một cửa); reported by intake."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from lienthong_contracts.event import Code, Dong, DossierEvent, Part, Text, example

Channel = Literal["counter", "online", "post"]


class TraceLine(Part):
    """One day on the way to a due date: whether it counts, and by which rule of domain.md §2."""

    on: date
    counts: bool
    rule: Code
    name: Text = ""
    decision_no: Text = ""


class _FromIntake(DossierEvent):
    producer: ClassVar[str] = "intake"


class DossierSubmitted(_FromIntake):
    """A citizen or organisation handed in a dossier (nộp hồ sơ); national status 1."""

    example = example(procedure="3.000722", procedure_version=1, channel="online", desk="H32.41", applicant="person")

    procedure: Code
    procedure_version: int
    channel: Channel
    desk: Code
    applicant: Literal["person", "organisation"]


class DossierReceived(_FromIntake):
    """The desk received a complete dossier and promised a date (Mẫu 01, R04, R06); national status 2.

    `calendar` names the versions of the tables and hours that the date was counted with, apart by blanks: they hold for
    this dossier until an administrator confirms a change.
    """

    example = example(
        code="H32.41-261123-0001", procedure="1.001612", procedure_version=1, route="1.001612", channel="counter",
        desk="H32.41", return_channel="counter", officer="ntb", received_at="2026-11-23T09:00:00+07:00",
        deemed_at="2026-11-23T09:00:00+07:00", term="3wd", due_at="2026-11-27T17:00:00+07:00", supplement_mode="restart",
        trace=[{"on": "2026-11-23", "counts": False, "rule": "T2"}, {"on": "2026-11-24", "counts": False, "rule": "T5",
               "name": "Ngày Văn hoá Việt Nam"}, {"on": "2026-11-25", "counts": True, "rule": "T3"}],
    )  # fmt: skip

    code: Code
    procedure: Code
    procedure_version: int
    route: Code
    channel: Channel
    desk: Code
    return_channel: Channel
    officer: Code
    received_at: AwareDatetime
    deemed_at: AwareDatetime
    term: Code
    due_at: AwareDatetime
    supplement_mode: Literal["restart", "suspend"]
    trace: tuple[TraceLine, ...]
    calendar: Text = ""


class DossierDeclined(_FromIntake):
    """The desk refused to receive, with the reason and its legal ground (Mẫu 03, R04); national status 3."""

    example = example(officer="ntb", reason="Không thuộc thẩm quyền", legal_ground="NĐ 61/2018 Đ.17.1b")

    officer: Code
    reason: Text
    legal_ground: Text


class SupplementAsked(_FromIntake):
    """The citizen was asked, once and completely, for what is missing (Mẫu 02, R01, R11); national status 5."""

    example = example(agency="H32.41", content="Bản sao căn cước", legal_ground="NĐ 61/2018 Đ.19.4", round=1)

    agency: Code
    content: Text
    legal_ground: Text
    round: int
    answer_by: AwareDatetime | None = None


class SupplementGiven(_FromIntake):
    """The citizen handed in all that had been asked for; the clock restarts or resumes (R12)."""

    example = example(round=1)

    round: int


class FeeAsked(_FromIntake):
    """A fee or tax fell due before the dossier goes on (R25); national status 6."""

    example = example(amount_dong=560500, ground="Lệ phí trước bạ")

    amount_dong: Dong
    ground: Text


class FeePaid(_FromIntake):
    """The citizen paid; the receipt's number proves it."""

    example = example(amount_dong=560500, receipt_no="BL-0001")

    amount_dong: Dong
    receipt_no: Code


class DossierWithdrawn(_FromIntake):
    """The citizen took the dossier back before a result (Mẫu 05); national status 7."""

    example = example(reason="Không còn nhu cầu")

    reason: Text


class ResultReturned(_FromIntake):
    """The result is in the citizen's hand (R23); national status 10."""

    example = example(channel="counter", officer="ntb")

    channel: Channel
    officer: Code

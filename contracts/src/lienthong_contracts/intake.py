"""What passed between the citizen and the one-stop desk (bộ phận một cửa); reported by intake."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

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
    case: Code | None = None
    branches: tuple[Code, ...] = ()


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
    case: Code | None = None
    branches: tuple[Code, ...] = ()  # what the citizen chose of a linked procedure; none: the route's usual ones
    return_desk: Code | None = None  # where the result is handed out; without: where it was received
    competent: Code | None = None  # around which desk the legs' agencies are found (phi địa giới); without: the receiving one
    immediate_result_no: Code | None = None  # resolved while the citizen waited (R07)


class DossierDeclined(_FromIntake):
    """The desk refused to receive, with the reason and its legal ground (Mẫu 03, R04); national status 3."""

    example = example(officer="ntb", reason="Không thuộc thẩm quyền", legal_ground="NĐ 61/2018 Đ.17.1b")

    officer: Code
    reason: Text
    legal_ground: Text


class SubmissionReturned(_FromIntake):
    """Before reception, the desk asked once for all that is missing (Mẫu 02, R01, R05); national status 5."""

    example = example(desk="H32.41", officer="ntb", content="Bản sao căn cước", legal_ground="NĐ 61/2018 Đ.17.2a")

    desk: Code
    officer: Code
    content: Text
    legal_ground: Text


class SubmissionCompleted(_FromIntake):
    """The citizen handed in what the desk had found missing; the dossier may be received."""

    example = example(desk="H32.41")

    desk: Code


class SupplementAsked(_FromIntake):
    """The citizen was asked, once and completely, for what is missing (Mẫu 02, R01, R11); national status 5."""

    example = example(agency="H32.41", content="Bản sao căn cước", legal_ground="NĐ 61/2018 Đ.19.4", round=1)

    agency: Code
    content: Text
    legal_ground: Text
    round: int
    answer_by: AwareDatetime | None = None
    approved_by: Code | None = None  # the head who let a second request go out (R01)


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
    """The citizen paid; the receipt's number proves it. Only what the route waited for (`pause`) lets a dossier go on."""

    example = example(amount_dong=560500, receipt_no="BL-0001")

    amount_dong: Dong
    receipt_no: Code
    purpose: Literal["reception", "pause"] = "pause"


class DossierWithdrawn(_FromIntake):
    """The citizen took the dossier back before a result (Mẫu 05); national status 7."""

    example = example(reason="Không còn nhu cầu")

    reason: Text
    officer: Code | None = None
    refund_dong: Dong = 0


class DossierLapsed(_FromIntake):
    """The citizen's window to supplement passed, and the desk ends the dossier (Mẫu 05); it may be handed in anew."""

    example = example(desk="H32.41", officer="ntb", reason="Quá hạn bổ sung", legal_ground="NĐ 217/2026 Đ.54")

    desk: Code
    officer: Code
    reason: Text
    legal_ground: Text


class ResultReturned(_FromIntake):
    """The result is in the citizen's hand (R23); national status 10. By post, the consignment's number proves it."""

    example = example(channel="counter", officer="ntb")

    channel: Channel
    officer: Code
    post_no: Code | None = None


class DocumentAttached(_FromIntake):
    """A file was stored for a paper of the dossier: its digest and kind, never its content or the name it came under."""

    example = example(document="01933c3e-7a00-7000-8000-0000000000d1", paper="form", sha256="ab12", size=48213,
                      media_type="application/pdf", origin="scanned")  # fmt: skip

    document: UUID
    paper: Code
    sha256: Code
    size: int
    media_type: Text
    origin: Literal["scanned", "electronic", "result"]


class OriginalsReturned(_FromIntake):
    """Originals went back to the citizen (R23)."""

    example = example(papers=["certificate"], officer="ntb")

    papers: tuple[Code, ...]
    officer: Code


class LetterIssued(_FromIntake):
    """A letter of thanks, congratulation or condolence goes with the result (S0-26)."""

    example = example(letter="congratulation", desk="H32.41")

    letter: Literal["thanks", "congratulation", "condolence"]
    desk: Code


class SubmissionMoved(_FromIntake):
    """A desk ceased before it had received the dossier: its successor will (NĐ 118/2025)."""

    example = example(predecessor="H43.06.01", successor="H32.41", decision_no="NQ 202/2025/QH15")

    predecessor: Code
    successor: Code
    decision_no: Text


class PersonErased(_FromIntake):
    """Who it was has been erased: the time to keep it is over (Luật 91/2025). Facts without persons stay."""

    example = example(ended_on="2026-11-27")

    ended_on: date

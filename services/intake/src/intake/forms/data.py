"""What stands on each of the seven forms and the four letters: texts ready to print, instants aware, empty where unknown."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from intake.forms.parts import Channel, Component, Contact, Head, Missing, Party, Signer

Edition = Literal["TT01/2018", "TT03/2025"]
Outcome = Literal["early", "on_time", "late"]
Kind = Literal["thanks", "congratulation", "condolence", "apology"]


class Paper(Struct, frozen=True, kw_only=True):
    """What every paper has: issuer, day, number (số); the dossier's code, once it has one, is also its QR."""

    head: Head
    on: date
    number: str = ""
    code: str = ""


class Form(Paper, frozen=True, kw_only=True):
    """One of the seven forms, as numbered by the circular in force at the dossier's reception."""

    edition: Edition


class Receipt(Form, frozen=True, kw_only=True):
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01)."""

    desk: str
    submitter: Party
    channel: Channel
    owner: Party
    content: str
    components: tuple[Component, ...]
    sets: int = 1
    term: str
    received_at: datetime
    due_at: datetime
    return_channel: Channel
    return_place: str = ""
    receiver: str = ""


class SupplementRequest(Form, frozen=True, kw_only=True):
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu 02)."""

    owner: Party
    content: str
    items: tuple[Missing, ...]
    reason: str
    legal_ground: str = ""
    answer_by: datetime | None = None
    website: str = ""
    guide: Contact = Contact()
    signer: Signer = Signer()


class Refusal(Form, frozen=True, kw_only=True):
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ (Mẫu 03)."""

    owner: Party
    content: str
    reason: str
    legal_ground: str = ""
    contact: Contact = Contact()
    signer: Signer = Signer()


class Apology(Form, frozen=True, kw_only=True):
    """Xin lỗi và hẹn lại, since TT 03/2025 đề nghị gia hạn (Mẫu 04); `extensions` counts the earlier ones, lawfully 0 (R20)."""

    addressee: str
    content: str = ""
    receipt_number: str
    received_at: datetime
    term: str
    due_at: datetime
    extensions: int = 0
    reason: str
    new_due_at: datetime
    signer: Signer = Signer()


class StopNotice(Form, frozen=True, kw_only=True):
    """Thông báo dừng giải quyết hồ sơ (Mẫu 05, since TT 03/2025)."""

    owner: Party
    content: str
    received_at: datetime | None = None
    request: str
    requested_on: date | None = None
    stage: str
    decision: str
    finance: str = ""
    signer: Signer = Signer()


class HandOver(Struct, frozen=True, kw_only=True):
    """One line of the control slip: who gave the dossier to whom; `outcome` is the giver's, by its own time limit."""

    from_agency: str
    to_agency: str
    at: datetime | None = None
    giver: str = ""
    taker: str = ""
    outcome: Outcome | None = None
    note: str = ""


class ControlSlip(Form, frozen=True, kw_only=True):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu 06, formerly 05); its lines are only ever appended."""

    submitter: Party
    owner: Party
    content: str
    received_at: datetime
    term: str
    due_at: datetime
    components: tuple[Component, ...]
    hand_overs: tuple[HandOver, ...] = ()


class LedgerRow(Struct, frozen=True, kw_only=True):
    """A dossier in the ledger; its running number is given by its place."""

    code: str
    procedure: str
    sets: int = 1
    name: str
    address: str = ""
    phone: str = ""
    agency: str
    received_at: datetime
    due_at: datetime | None = None
    forwarded_at: datetime | None = None
    result_at: datetime | None = None
    returned_at: datetime | None = None
    return_channel: Channel | None = None
    taker: str = ""
    note: str = ""


class Ledger(Form, frozen=True, kw_only=True):
    """Sổ theo dõi hồ sơ (Mẫu 07, formerly 06): one a year; `first` is the number of its first row, where a part is printed."""

    desk: str
    year: int
    rows: tuple[LedgerRow, ...]
    first: int = 1
    closed_on: date | None = None
    signer: Signer = Signer()


class Letter(Paper, frozen=True, kw_only=True):
    """A letter (S0-26). `occasion` ends the house's own sentence; `paragraphs` replace that text.

    The sentences end: thanks "… cảm ơn Ông/Bà đã {occasion}", congratulation "nhân dịp {occasion}",
    condolence "được tin {occasion}", apology "xin lỗi Ông/Bà vì {occasion}".
    """

    kind: Kind
    addressee: str
    occasion: str = ""
    paragraphs: tuple[str, ...] = ()
    signer: Signer = Signer()

"""What intake knows of a dossier: where it stands between the citizen and the desk. Who they are isn't part of it."""

from datetime import date, datetime, timedelta
from typing import Literal

import msgspec
from lienthong_calendar import day_of

Status = Literal["draft", "submitted", "incomplete", "received", "declined", "supplement", "fee", "result", "returned", "withdrawn",
                 "stopped"]  # fmt: skip
DESKS = ("desk", "return_desk", "competent")  # where the citizen goes, or whose dossier it is
FINAL = frozenset({"declined", "returned", "withdrawn", "stopped"})
# TrangThaiHoSo of the national portal, beside the business state and never instead of it (domain.md §1.3).
NATIONAL: dict[Status, int | None] = {
    "draft": None, "submitted": 1, "received": 4, "declined": 3, "incomplete": 5, "supplement": 5, "fee": 6, "withdrawn": 7,
    "stopped": 8, "result": 9, "returned": 10,
}  # fmt: skip


class Component(msgspec.Struct, frozen=True):
    """A paper of the dossier: how it was handed in, whether it is digitised (R03), whether the original went back (R23)."""

    paper: str
    copies: int = 1
    digitised: Literal["pending", "scanned", "electronic", "waived"] = "pending"
    given_back: bool = False


class Document(msgspec.Struct, frozen=True):
    """A stored file: where it lies, what it is; the name it came under stands with the persons."""

    document: str
    key: str
    paper: str
    media_type: str
    size: int
    sha256: str
    origin: Literal["scanned", "electronic", "result"]
    at: datetime


class Notice(msgspec.Struct, frozen=True):
    """A form that was issued, with what stands on it: supplement (02), refusal (03), apology (04), stop (05)."""

    form: Literal["supplement", "refusal", "apology", "stop"]
    at: datetime
    agency: str
    officer: str
    reason: str
    legal_ground: str = ""
    answer_by: datetime | None = None
    old_due_at: datetime | None = None
    new_due_at: datetime | None = None
    approved_by: str | None = None
    refund_dong: int = 0


class Payment(msgspec.Struct, frozen=True):
    """A payment with its receipt."""

    receipt_no: str
    dong: int
    at: datetime
    purpose: Literal["reception", "pause"]


class Passed(msgspec.Struct, frozen=True):
    """A line of the control slip (Mẫu 06): given by one agency, taken by another."""

    consignment: str
    sender: str
    receiver: str
    sent_at: datetime
    taken_at: datetime | None = None
    taker: str = ""
    note: str = ""


class Dossier(msgspec.Struct, frozen=True):
    """A dossier at its desk; personal data is not part of it (design.md §2)."""

    status: Status
    procedure: str
    procedure_version: int
    channel: str
    desk: str
    return_channel: str
    code: str | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    supplements: int = 0
    fee_dong: int = 0
    result_no: str | None = None
    at_desk: bool = False
    applicant: str = "person"
    case: str | None = None
    branches: tuple[str, ...] = ()
    owner: str | None = None  # the citizen's own number with the identity provider, if they came online
    officer: str | None = None
    return_desk: str | None = None
    competent: str | None = None
    submitted_at: datetime | None = None
    ended_at: datetime | None = None
    returned_at: datetime | None = None
    immediate: bool = False
    lapsed: bool = False  # the citizen's window has passed
    erased: bool = False
    reception_dong: int = 0
    components: tuple[Component, ...] = ()
    documents: tuple[Document, ...] = ()
    notices: tuple[Notice, ...] = ()
    payments: tuple[Payment, ...] = ()
    passed: tuple[Passed, ...] = ()
    results: tuple[str, ...] = ()  # numbers of those of several
    parties: tuple[str, ...] = ()  # agencies that have or had a part in it
    retention_days: int = 1825
    post_no: str | None = None
    rated: bool = False

    def with_(self, **changes: object) -> "Dossier":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)

    @property
    def national(self) -> int | None:
        """The national portal's status, 1 to 10; received (2) until the first agency has it in hand (4)."""
        waiting = self.status == "received" and not any(passed.taken_at for passed in self.passed)
        return 2 if waiting else NATIONAL[self.status]

    @property
    def home(self) -> str:
        """The desk that hands the result out."""
        return self.return_desk or self.desk

    @property
    def reception_paid(self) -> bool:
        """Whether what the reception costs has been paid."""
        return sum(payment.dong for payment in self.payments if payment.purpose == "reception") >= self.reception_dong

    @property
    def owed(self) -> tuple[Literal["reception", "pause"], int]:
        """What has to be paid next, in đồng; nothing is owed of what isn't handed in or is over."""
        if self.status == "fee":
            return "pause", self.fee_dong
        open_ = self.status not in FINAL and self.status != "draft"
        return "reception", self.reception_dong if open_ and not self.reception_paid else 0

    @property
    def refused(self) -> bool:
        """Whether it was refused, at the counter or after appraisal."""
        return any(notice.form == "refusal" for notice in self.notices)

    @property
    def keep_until(self) -> date | None:
        """The last day on which who it was is known; a draft that nobody hands in isn't kept either."""
        begun = self.ended_at or (self.submitted_at if self.status == "draft" else None)
        if begun is None or self.erased:
            return None
        return day_of(begun) + timedelta(days=self.retention_days if self.ended_at else DRAFT_DAYS)

    def ended(self, status: Status, at: datetime) -> "Dossier":
        """A copy that is over."""
        return self.with_(status=status, ended_at=at)

    def seen_by(self, *agencies: str) -> "Dossier":
        """A copy that these agencies may see, too."""
        new = tuple(agency for agency in dict.fromkeys(agencies) if agency and agency not in self.parties)
        return self.with_(parties=(*self.parties, *new)) if new else self


DRAFT_DAYS = 90

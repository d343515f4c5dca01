"""What a citizen or the desk may ask for; `version` is the one they saw, and who acts the token says."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from lienthong_contracts import Channel, Code, Dong, Text
from lienthong_runtime import ActingAgency, ActingOfficer, Command
from lienthong_runtime.commands import Acting
from lienthong_runtime.identity import Role
from pydantic import BaseModel, ConfigDict, Field

from intake.draft import Draft

DESK: tuple[Role, ...] = ("desk",)
Reason = Annotated[Text, Field(min_length=1)]
Short = Annotated[Text, Field(max_length=200)]


class Delegate(BaseModel):
    """Who acts for the owner, and by which power of attorney."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Text, Field(min_length=1, max_length=200)]
    id_no: Annotated[Code, Field(max_length=20)]
    phone: Annotated[Text, Field(max_length=20)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    authority: Annotated[Text, Field(min_length=1, max_length=200)]


class Matter(Command):
    """What is handed in, by whom, and where the result is wanted."""

    procedure: Code
    case: Code | None = None
    branches: tuple[Code, ...] = ()
    applicant: Literal["person", "organisation"] = "person"
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    phone: Annotated[Text, Field(max_length=20)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    address: Annotated[Text, Field(max_length=500)] = ""
    id_no: Annotated[Text, Field(max_length=20, pattern=r"^[0-9A-Za-z]*$")] = ""
    organisation: Short = ""
    tax_code: Annotated[Text, Field(max_length=20, pattern=r"^[0-9-]*$")] = ""
    delegate: Delegate | None = None
    language: Literal["vi", "en"] = "vi"  # in which they are written to
    content: Text = ""
    papers: tuple[Code, ...] = ()
    quantities: dict[Code, Annotated[int, Field(ge=1, le=10_000)]] = Field(default_factory=dict)
    return_channel: Channel = "counter"
    return_desk: Code | None = None
    postal_address: Annotated[Text, Field(max_length=500)] = ""
    competent: Code | None = None
    although_alike: bool = False


class Submit(Matter):
    """Take a dossier in at the counter or by post: receive it, or return it for what is missing, or decline it (R04)."""

    roles: ClassVar[tuple[Role, ...]] = DESK

    desk: ActingAgency
    officer: ActingOfficer
    channel: Literal["counter", "post"]
    exit: Literal["receive", "return", "decline"] = "receive"
    reason: Text = ""
    legal_ground: Text = ""
    immediate_result_no: Code | None = None


class SubmitOnline(Matter):
    """Hand a dossier in online; a desk receives it."""

    roles: ClassVar[tuple[Role, ...]] = ("citizen",)
    channel: ClassVar[str] = "online"

    owner: ActingOfficer
    desk: Code


class StartDraft(Command):
    """Begin a draft."""

    roles: ClassVar[tuple[Role, ...]] = ("citizen",)

    owner: ActingOfficer
    draft: Draft


class SaveDraft(StartDraft):
    """Keep what has been filled in."""


class SubmitDraft(Command):
    """Hand the draft in, once: it is checked whole, and every fault is named at once."""

    roles: ClassVar[tuple[Role, ...]] = ("citizen",)

    owner: ActingOfficer


class AtDesk(Command):
    roles: ClassVar[tuple[Role, ...]] = DESK

    desk: ActingAgency
    officer: ActingOfficer


class Receive(AtDesk):
    """Receive a dossier that came online, and promise a date."""


class Decline(AtDesk):
    """Refuse to receive, with the reason and its legal ground (Mẫu 03)."""

    reason: Reason
    legal_ground: Reason


class ReturnSubmission(AtDesk):
    """Before reception, ask once for all that is missing (Mẫu 02)."""

    content: Reason
    legal_ground: Reason


class GiveSupplement(Command):
    """Hand in what was asked for."""

    roles: ClassVar[tuple[Role, ...]] = ("desk", "citizen")

    papers: tuple[Code, ...] = ()


class PayFee(Command):
    """Pay: what the route waits for, or what the reception costs; without a number the desk's next receipt is given."""

    roles: ClassVar[tuple[Role, ...]] = ("desk", "system")

    desk: ActingAgency
    receipt_no: Code | None = None
    purpose: Literal["reception", "pause"] = "pause"


class Withdraw(Command):
    """Take the dossier back before there is a result; what is paid back then is the desk's to say (Mẫu 05)."""

    roles: ClassVar[tuple[Role, ...]] = ("desk", "citizen")

    desk: Annotated[Code | None, Acting("agency")] = None  # None: the citizen does it themself, online
    officer: ActingOfficer
    reason: Reason
    refund_dong: Dong = 0


class Lapse(AtDesk):
    """End a dossier whose window to supplement has passed (Mẫu 05)."""

    reason: Reason
    legal_ground: Reason


class ReturnResult(AtDesk):
    """Hand the result to the citizen: at the counter, by post with its number, or into their store online."""

    channel: Channel = "counter"
    post_no: Code | None = None


class GiveBack(AtDesk):
    """Give originals back to the citizen (R23)."""

    papers: Annotated[tuple[Code, ...], Field(min_length=1)]


class Waive(AtDesk):
    """Record why a paper isn't digitised (R03)."""

    paper: Code
    reason: Reason


class Attach(Command):
    """Put a stored file to a paper; given by the upload itself, never by a body of its own."""

    document: UUID
    key: Text
    file: Text
    paper: Code
    media_type: Text
    size: int
    sha256: Code
    origin: Literal["scanned", "electronic", "result"]

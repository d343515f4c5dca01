"""What a citizen or the desk may ask for; `version` is the one they saw."""

from typing import Annotated, Literal

from lienthong_contracts import Code, Text
from lienthong_runtime import Command
from pydantic import Field

Channel = Literal["counter", "online", "post"]


class Submit(Command):
    """Hand in a dossier; at the counter and by post an officer receives it in the same act."""

    procedure: Code
    channel: Channel
    desk: Code
    return_channel: Channel = "counter"
    applicant: Literal["person", "organisation"] = "person"
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    phone: Annotated[Text, Field(max_length=20)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    papers: tuple[Code, ...] = ()
    officer: Code | None = None


class Receive(Command):
    """Receive a dossier that came online, and promise a date."""

    officer: Code


class Decline(Command):
    """Refuse to receive, with the reason and its legal ground (Mẫu 03)."""

    officer: Code
    reason: Annotated[Text, Field(min_length=1)]
    legal_ground: Annotated[Text, Field(min_length=1)]


class GiveSupplement(Command):
    """Hand in what was asked for."""


class PayFee(Command):
    """Pay the fee that stops the clock."""

    receipt_no: Code


class Withdraw(Command):
    """Take the dossier back."""

    reason: Annotated[Text, Field(min_length=1)]


class ReturnResult(Command):
    """Hand the result to the citizen."""

    officer: Code
    channel: Channel = "counter"

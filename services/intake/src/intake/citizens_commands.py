"""What a citizen alone may ask for once their dossier is under way."""

from typing import ClassVar

from lienthong_contracts import Code
from lienthong_contracts.ratings import Score
from lienthong_runtime import Command
from lienthong_runtime.identity import Role


class Rate(Command):
    """Rate the service, once, when the result is there."""

    roles: ClassVar[tuple[Role, ...]] = ("citizen",)

    access: Score
    formalities: Score
    staff: Score
    outcome: Score
    response: Score | None = None


class PaidOnline(Command):
    """A payment gateway took the sum that was owed; given by the service itself when the gateway says so, never by a body of its own."""

    amount_dong: int
    receipt_no: Code

"""What an officer may ask of notifier."""

from typing import ClassVar

from lienthong_contracts import Code
from lienthong_runtime import ActingAgency, ActingOfficer, Command
from lienthong_runtime.identity import Role


class Phoned(Command):
    """The applicant was called because no message arrived; `reached` when they know now, else the call stays owed."""

    roles: ClassVar[tuple[Role, ...]] = ("desk", "officer", "head")

    agency: ActingAgency
    officer: ActingOfficer
    message: Code
    reached: bool

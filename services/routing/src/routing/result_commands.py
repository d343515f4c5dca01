"""What leads to a result: proposed by the officer, approved and signed by the head, numbered and issued by the clerk."""

from typing import ClassVar

from lienthong_contracts import Code
from lienthong_runtime import ActingAgency, ActingOfficer, Command, Instant
from lienthong_runtime.identity import Role

from routing.commands import HEAD, OnLeg, Reason

CLERK: tuple[Role, ...] = ("clerk", "system")
SIGNER: tuple[Role, ...] = ("head", "system")


class Propose(OnLeg):
    """Put a draft of the result before the head."""


class RefuseDossier(OnLeg):
    """Propose to refuse after appraisal; once signed and issued, the refusal is the result (R18)."""

    reason: Reason
    legal_ground: Reason


class Approve(OnLeg):
    """Agree with the draft."""

    roles: ClassVar[tuple[Role, ...]] = SIGNER


class SendBack(OnLeg):
    """Disagree with the draft: the officer proposes anew."""

    roles: ClassVar[tuple[Role, ...]] = HEAD

    reason: Reason


class Sign(OnLeg):
    """Sign as the competent person (NĐ 30/2020 Đ.13); `certificate` is the digital one's serial number."""

    roles: ClassVar[tuple[Role, ...]] = SIGNER

    certificate: Code | None = None


class Number(OnLeg):
    """Give the signed result its number (NĐ 30/2020 Đ.15)."""

    roles: ClassVar[tuple[Role, ...]] = CLERK

    result_no: Code


class Issue(OnLeg):
    """Issue the numbered result under the organisation's signature, and send it home."""

    roles: ClassVar[tuple[Role, ...]] = CLERK


class Apologise(Command):
    """Apologise to the citizen and promise a new date, once (R19, R20)."""

    roles: ClassVar[tuple[Role, ...]] = HEAD

    agency: ActingAgency
    officer: ActingOfficer
    reason: Reason
    new_due_at: Instant

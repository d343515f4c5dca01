"""What an agency may do to a dossier: consignments, work and opinions; the result's way is in result_commands.py.

`version` is the one the officer saw; who acts, and for which agency, the token says.
"""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from lienthong_contracts import Code, Text
from lienthong_runtime import AT_WORK, ActingAgency, ActingOfficer, Command, Instant
from lienthong_runtime.identity import Role
from pydantic import Field

Reason = Annotated[Text, Field(min_length=1)]
ANYBODY: tuple[Role, ...] = (*AT_WORK, "system")
RESOLVING: tuple[Role, ...] = ("officer", "head", "system")
HEAD: tuple[Role, ...] = ("head",)


class Act(Command):
    """Whoever acts, for their agency."""

    agency: ActingAgency
    officer: ActingOfficer


class OnConsignment(Act):
    roles: ClassVar[tuple[Role, ...]] = ANYBODY

    consignment: UUID


class OnLeg(Act):
    roles: ClassVar[tuple[Role, ...]] = RESOLVING

    leg: Code


class Acknowledge(OnConsignment):
    """Confirm that the consignment arrived."""


class RefuseHandOver(OnConsignment):
    """Send the consignment back to its sender, with the reason."""

    reason: Reason


class Recall(OnConsignment):
    """Take a consignment back before it is acknowledged."""

    reason: Reason


class Resend(OnConsignment):
    """Send a refused, recalled or lost consignment once more."""


class Assign(Command):
    """Give the leg to an officer (R09)."""

    roles: ClassVar[tuple[Role, ...]] = HEAD

    leg: Code
    agency: ActingAgency
    officer: Code


class StandIn(OnLeg):
    """Take over the leg of a colleague who is absent (R33)."""


class Start(OnLeg):
    """Begin to work on the leg."""


class Complete(OnLeg):
    """Finish the leg; the next ones get the dossier."""


class ReturnLeg(OnLeg):
    """Give the leg back to an earlier one."""

    back_to: Code
    reason: Reason


class Transfer(OnLeg):
    """Give the leg to the agency that is competent for it."""

    roles: ClassVar[tuple[Role, ...]] = HEAD

    competent: Code
    reason: Reason
    legal_ground: Reason


class VisitSite(OnLeg):
    """Record a look at the place (R10); the names of those present stand in the minutes, a document at intake."""

    visited_at: Instant
    place: Reason
    present: Annotated[int, Field(ge=1, le=500)]
    findings: Reason


class PostNotice(OnLeg):
    """Hang the notice in public, for as long as the route says."""


class AskSupplement(OnLeg):
    """Ask the citizen, through the desk and once, for all that is missing (R01, R11)."""

    content: Reason
    legal_ground: Reason


class AskSupplementAgain(AskSupplement):
    """Let a second request go out, as the head who answers for it (R01)."""

    roles: ClassVar[tuple[Role, ...]] = HEAD


class Consult(OnLeg):
    """Ask another agency for its opinion (R13); the date and what silence means are the route's, where it says so (R14)."""

    asked: Code
    question: Reason
    answer_by: Instant | None = None
    on_silence: Literal["escalate", "deemed_consent"] | None = None


class AnswerConsultation(Act):
    """Give the opinion."""

    roles: ClassVar[tuple[Role, ...]] = RESOLVING

    consultation: UUID
    answer: Reason


class Pause(Act):
    """Stop the statutory time on a legal ground."""

    roles: ClassVar[tuple[Role, ...]] = ("officer", "head", "desk")

    ground: Reason


class Resume(Pause):
    """Let the statutory time run on."""

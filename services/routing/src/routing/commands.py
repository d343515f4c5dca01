"""What an agency may do to a dossier; `version` is the one the officer saw."""

from typing import Annotated, Literal
from uuid import UUID

from lienthong_contracts import Code, Text
from lienthong_runtime import Command
from pydantic import AwareDatetime, Field

Reason = Annotated[Text, Field(min_length=1)]


class Acknowledge(Command):
    """Confirm that the consignment arrived."""

    consignment: UUID
    agency: Code
    officer: Code


class RefuseHandOver(Command):
    """Send the consignment back, with the reason."""

    consignment: UUID
    agency: Code
    officer: Code
    reason: Reason


class Resend(Command):
    """Send a refused or lost consignment once more."""

    consignment: UUID
    agency: Code


class Assign(Command):
    """Give the leg to an officer (R09)."""

    leg: Code
    agency: Code
    officer: Code


class Complete(Command):
    """Finish the leg; the last one names the result's number."""

    leg: Code
    agency: Code
    officer: Code
    result_no: Code | None = None


class ReturnLeg(Command):
    """Give the leg back to an earlier one."""

    leg: Code
    agency: Code
    officer: Code
    back_to: Code
    reason: Reason


class AskSupplement(Command):
    """Ask the citizen, through the desk, for what is missing (R11)."""

    leg: Code
    agency: Code
    officer: Code
    content: Reason
    legal_ground: Reason


class Consult(Command):
    """Ask another agency for its opinion (R13); the date and what silence means are the route's, where it says so (R14)."""

    leg: Code
    agency: Code
    asked: Code
    question: Reason
    answer_by: AwareDatetime | None = None
    on_silence: Literal["escalate", "deemed_consent"] | None = None


class AnswerConsultation(Command):
    """Give the opinion."""

    consultation: UUID
    agency: Code
    officer: Code
    answer: Reason


class Pause(Command):
    """Stop the statutory time on a legal ground."""

    agency: Code
    ground: Reason


class Resume(Command):
    """Let the statutory time run on."""

    agency: Code
    ground: Reason


class Apologise(Command):
    """Apologise to the citizen and promise a new date, once (R19, R20)."""

    agency: Code
    officer: Code
    reason: Reason
    new_due_at: AwareDatetime


class RefuseDossier(Command):
    """Refuse after appraisal; the refusal is the result (R18)."""

    leg: Code
    agency: Code
    officer: Code
    reason: Reason
    legal_ground: Reason
    result_no: Code

"""What each letter may speak of, whom it is for and what it must say: the one table behind letters, checks and sending (domain.md §5.1)."""

from dataclasses import dataclass
from typing import Literal

# NĐ 224/2026 Đ.15.1g: what every status notice says at least; the link leads to all of it.
STATUS_WORDS = frozenset({"code", "agency", "officer", "received", "term", "due", "link"})
_COMMON = STATUS_WORDS | {"procedure"}
# An SMS says no name of a person, no procedure and no reason: those may be anybody's secret (domain.md §5.4).
SMS_WORDS = frozenset({"code", "received", "term", "due", "amount", "link", "one_time_code", "minutes", "opt_out"})


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A template's contract.

    `words` are all that its texts may use; `channels` those on which it goes out; one that isn't `required` by law can be
    switched off; an `urgent` one never waits behind the others. `staff`: for officers and heads.
    """

    words: frozenset[str]
    channels: tuple[Literal["sms", "email"], ...] = ("sms", "email")
    required: bool = True
    urgent: bool = False
    staff: bool = False

    @property
    def owed(self) -> frozenset[str]:
        """The words that its e-mail must use: a status notice says all that the decree lists."""
        return STATUS_WORDS if not self.staff and self.words >= STATUS_WORDS else frozenset()


def _kind(*more: str, **options: object) -> LetterKind:
    return LetterKind(_COMMON | set(more), **options)  # type: ignore[arg-type]


def _staff(*, urgent: bool = False) -> LetterKind:
    return LetterKind(_COMMON | {"until", "over", "about"}, channels=("email",), urgent=urgent, staff=True)


def _courtesy() -> LetterKind:
    """A letter of thanks, joy or sorrow (S0-26) is no status notice: a term and a date would be out of place."""
    return LetterKind(_COMMON - {"received", "term", "due"} | {"opt_out"}, channels=("email",), required=False)


LETTERS: dict[str, LetterKind] = {
    "submitted": _kind(),
    "received": _kind(),
    "declined": _kind("reason", urgent=True),
    "supplement_asked": _kind("reason", urgent=True),
    "fee_asked": _kind("reason", "amount", urgent=True),
    "apologised": _kind("reason", urgent=True),
    "date_changed": _kind("reason"),
    "result_ready": _kind(),
    "result_ready_early": _kind(),
    "result_by_post": _kind(),
    "refused": _kind("reason"),
    "stopped": _kind("reason"),
    "returned": _kind("opt_out", required=False),
    "succeeded": _kind("reason", "predecessor", "successor"),
    "letter_thanks": _courtesy(),
    "letter_congratulation": _courtesy(),
    "letter_condolence": _courtesy(),
    "one_time_code": LetterKind(frozenset({"one_time_code", "minutes"}), urgent=True),
    "approaching": _staff(),
    "stalled": _staff(),
    "unanswered": _staff(),
    "apology_due": _staff(urgent=True),
    "breached": _staff(urgent=True),
    "escalated": _staff(urgent=True),
    "digest": LetterKind(frozenset({"count", "lines", "agency", "link"}), channels=("email",), staff=True),
}

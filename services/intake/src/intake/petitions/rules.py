"""A petition's rules: how long the agency has, and what its code looks like."""

from datetime import datetime
from typing import NamedTuple

from lienthong_calendar import WorkingCalendar, due_at, parse_term

# Within so long it is answered, or refused (QĐ 766/QĐ-TTg 5.2, NĐ 20/2008).
ANSWER, REFUSE = parse_term("15wd"), parse_term("2wd")
# Without letters and digits that look alike: a code is copied by hand.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 10


class Until(NamedTuple):
    """By when the agency has to say no, and by when to answer."""

    refuse_by: datetime
    answer_by: datetime


def until(calendar: WorkingCalendar, received: datetime) -> Until:
    """Both dates, counted as a dossier's are."""
    return Until(due_at(calendar, received, REFUSE), due_at(calendar, received, ANSWER))


def code_of(drawn: bytes) -> str:
    """`PA-XXXXX-XXXXX` from ten drawn bytes: nobody guesses one, so that whoever has it may read the answer."""
    letters = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in drawn[:_LENGTH])
    return f"PA-{letters[:5]}-{letters[5:]}"

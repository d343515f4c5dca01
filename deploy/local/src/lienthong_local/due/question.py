"""A question about a due date, as a person or a program writes it; every fault of it is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec
from lienthong_calendar import VIET_NAM, Term, UnknownTerm, parse_term
from lienthong_runtime import Fault

TERMS = "30min 4h 4wh 15d 3wd 0.5wd 2w 1mo 1y sameday"
POLICIES = ("next-opening", "actual")
AfterHours = Literal["next-opening", "actual"]


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """As it is written; without `after_hours` the agency's own policy holds."""

    received: str
    term: str
    after_hours: str | None = None
    duty: bool = False
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """As it is understood; instants are at UTC+7 unless they say otherwise."""

    received: datetime
    term: Term
    after_hours: AfterHours | None
    duty: bool
    agency: str


class Faulty(Exception):
    """The question can't be asked; `faults` are all that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.en for fault in faults))
        self.faults = faults


def understood(written: Written) -> Question:
    """The question. Raises Faulty with every fault."""
    faults = list(_faults(written))
    if faults:
        raise Faulty(*faults)
    received = _instant(written.received)
    assert received is not None
    return Question(received, parse_term(written.term), written.after_hours, written.duty, written.agency)  # type: ignore[arg-type]


def _faults(written: Written) -> Iterator[Fault]:
    if _instant(written.received) is None:
        yield Fault("received", f"không phải ngày giờ như 2026-11-23T09:00: {written.received[:40]!r}",
                    f"not a day and hour like 2026-11-23T09:00: {written.received[:40]!r}")  # fmt: skip
    try:
        parse_term(written.term)
    except UnknownTerm:
        yield Fault("term", f"không phải thời hạn như {TERMS}, hoặc quá 100 năm: {written.term[:40]!r}",
                    f"not a term like {TERMS}, or over a century: {written.term[:40]!r}")  # fmt: skip
    if written.after_hours not in (None, *POLICIES):
        yield Fault("after_hours", f"chỉ nhận next-opening hoặc actual: {written.after_hours[:40]!r}",
                    f"next-opening or actual, not {written.after_hours[:40]!r}")  # fmt: skip


def _instant(text: str) -> datetime | None:
    if len(text) <= len("2026-11-23"):  # a day without an hour can't say whether it was before 15:00
        return None
    try:
        instant = datetime.fromisoformat(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=VIET_NAM)).astimezone(VIET_NAM)
    except (ValueError, OverflowError):
        return None


def read(line: bytes) -> Written:
    """A question from a line of JSON. Raises Faulty."""
    try:
        return msgspec.json.decode(line, type=Written)
    except msgspec.MsgspecError as fault:
        said: Any = str(fault)
        raise Faulty(Fault("", f"không đọc được câu hỏi: {said}", f"can't read the question: {said}")) from None

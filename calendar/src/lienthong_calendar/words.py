"""A trace for people: each day's line in Vietnamese or English, with the law's name for its rule."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from lienthong_calendar.due import Due
from lienthong_calendar.trace import Step

Lang = Literal["vi", "en"]

LAWS = {
    "T1": ("BLDS 2015 Đ.147.1", "Civil Code 2015 Art. 147.1"),
    "T2": ("BLDS 2015 Đ.147.2", "Civil Code 2015 Art. 147.2"),
    "T3": ("BLDS 2015 Đ.148.1", "Civil Code 2015 Art. 148.1"),
    "T4": ("BLDS 2015 Đ.148.2-148.4", "Civil Code 2015 Art. 148.2-148.4"),
    "T5": ("BLDS 2015 Đ.148.5", "Civil Code 2015 Art. 148.5"),
    "T8": ("BLLĐ 2019 Đ.111.3", "Labour Code 2019 Art. 111.3"),
    "T9": ("BLLĐ 2019 Đ.112", "Labour Code 2019 Art. 112"),
    "T11": ("Luật Hộ tịch Đ.5.3", "Civil Status Law Art. 5.3"),
    "T14": ("NĐ 216/2026 Đ.23", "Decree 216/2026 Art. 23"),
}
_WORDS = {
    "received": {
        "T1": ("tiếp nhận, tính từ lúc này", "received; counted from this moment"),
        "T2": ("ngày tiếp nhận, không tính", "day of reception, not counted"),
        "T11": ("tiếp nhận; sau 15:00 thì trả ngày làm việc kế tiếp", "received; after 15:00 it is due the next working day"),
        "T14": ("tiếp nhận, tính theo giờ làm việc", "received; counted in working time"),
    },
    "closed": ("ngoài giờ làm việc, chờ đến giờ mở cửa", "outside office hours, waits for the opening"),
    "weekend": ("nghỉ hằng tuần", "weekly rest"),
    "worked": ("làm việc", "worked"),
    "counted": ("tính", "counted"),
    "calendar": ("ngày lịch, vẫn tính", "a calendar day, counted"),
    "rolled": ("ngày cuối là ngày nghỉ, dời đến hết ngày làm việc này", "the last day was one of rest: moved to this working day"),
    "opening": ("hết giờ vào ngày nghỉ, dời đến lúc mở cửa", "it ended in days of rest: moved to the opening"),
    "last": ("hết hạn lúc", "due at"),
}
_WEEKDAYS = (
    ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One day for a reader: `count` is its number among the days counted, None where it doesn't count."""

    on: date
    weekday: str
    count: int | None
    why: str
    rule: str
    law: str
    decision_no: str


def lines(due: Due, lang: Lang = "vi") -> list[Line]:
    """The trace of an answer, a line a day."""
    found, count = [], 0
    for step in due.steps:
        count += step.counts
        why = sentence(step, lang) + _end(step, due.due_at, lang)
        found.append(Line(step.on, weekday(step.on, lang), count if step.counts else None, why, step.rule, law(step.rule, lang),
                          step.decision_no))  # fmt: skip
    return found


def sentence(step: Step, lang: Lang = "vi") -> str:
    """Why a day counts or not."""
    english = lang == "en"
    if step.name == "received":
        return _WORDS["received"][step.rule][english]
    if step.name in ("closed", "weekend", "opening"):
        return _WORDS[step.name][english]
    if step.rule == "T5" and step.counts:
        return _WORDS["rolled"][english]
    if not (step.counts and step.name):
        return step.name or _WORDS["counted"][english]
    return f"{_WORDS['worked' if step.rule == 'T9' else 'calendar'][english]}: {step.name}"


def _end(step: Step, due_at: datetime, lang: Lang) -> str:
    return f"; {_WORDS['last'][lang == 'en']} {due_at:%H:%M}" if step.on == due_at.date() else ""


def weekday(day: date, lang: Lang = "vi") -> str:
    """The weekday's name."""
    return _WEEKDAYS[lang == "en"][day.weekday()]


def law(rule: str, lang: Lang = "vi") -> str:
    """The law behind a rule of domain.md, or the rule's id where it has no article of its own."""
    return LAWS[rule][lang == "en"] if rule in LAWS else rule

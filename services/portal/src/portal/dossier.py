"""A dossier's page, put together from its picture and its ledger entries."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec
from lienthong_calendar import WorkingCalendar, term_in_words
from lienthong_runtime import Catalogue

from portal.domain.record import LegRecord, Record
from portal.entry_lines import Wording
from portal.views import DossierRow, DossierView, LegView, MessageView, Reason, TraceView, Upcoming
from portal.wording import message_words

_RULES = {
    "T2": "BLDS 2015, Điều 147.2",
    "T3": "BLDS 2015, Điều 148.1",
    "T5": "BLDS 2015, Điều 148.5",
    "T8": "BLLĐ 2019, Điều 111.3",
    "T11": "Luật Hộ tịch 2014, Điều 5.3",
    "T1": "BLDS 2015, Điều 147.1",
    "T14": "giờ làm việc",
}
_AS_RECORDED = ("procedure", "channel", "due", "received_at", "due_at", "original_due_at", "granted", "paused", "finished_at", "verdict")
_CLOSED = {"weekend": "nghỉ", "received": "nhận", "closed": "ngoài giờ"}


def dossier_view(
    dossier_id: str, record: Record, entries: list[Any], catalogue: Catalogue, wording: Wording, now: datetime, lang: str, only: str
) -> DossierView:
    """Everything about one dossier, for those who work on it."""
    calendar, received = catalogue.calendar, _received(entries)
    used, remaining = _lengths(record, calendar, now)
    same = {name: getattr(record, name) for name in _AS_RECORDED}
    return DossierView(
        now=now,
        code=record.code or "",
        dossier_id=dossier_id,
        procedure_name=wording.name(record.procedure),
        desk=wording.name(record.desk),
        term=term_in_words(record.term, lang) if record.term else "",
        used=used,
        remaining=remaining,
        legs=tuple(_leg(name, leg, wording, calendar, now) for name, leg in record.legs.items()),
        trace=tuple(_trace(received)),
        reasons=tuple(_reasons(record, received)),
        upcoming=tuple(_upcoming(record, calendar, now)),
        timeline=tuple(wording.line(entry, record.code, lang) for entry in entries),
        messages=tuple(_messages(dossier_id, record, lang)),
        only=only,
        minutes_per_day=calendar.office.day_minutes,
        **same,
    )


def _messages(dossier_id: str, record: Record, lang: str) -> list[MessageView]:
    return [
        MessageView(at, key.rpartition("/")[2], status, subject=message_words(key, lang), dossier_id=dossier_id)  # type: ignore[arg-type]
        for key, (status, at) in record.messages.items()
    ]


def dossier_row(dossier_id: str, record: Record, wording: Wording, calendar: WorkingCalendar, now: datetime) -> DossierRow:
    """A dossier in a list."""
    _, remaining = _lengths(record, calendar, now)
    legs = tuple(_leg(name, leg, wording, calendar, now) for name, leg in record.legs.items())
    return DossierRow(
        record.code or "",
        dossier_id,
        wording.name(record.procedure),
        record.due,
        remaining,
        record.due_at,
        wording.name(record.holder),
        legs,
        record.ground,
    )


def _lengths(record: Record, calendar: WorkingCalendar, now: datetime) -> tuple[int, int]:
    if record.due_at is None:
        return 0, 0
    remaining = calendar.between(record.finished_at or now, record.due_at)
    return max(0, record.granted - remaining), remaining


def _leg(name: str, leg: LegRecord, wording: Wording, calendar: WorkingCalendar, now: datetime) -> LegView:
    states = {"waiting": "waiting", "under_way": "waiting", "here": "here", "done": "done"}
    running = leg.state == "here" and leg.begun_at is not None
    used = max(0, calendar.between(leg.begun_at, now)) if running else leg.used
    return LegView(name, leg.task, wording.name(leg.agency), states[leg.state], leg.granted, used, leg.begun_at, leg.ended_at, leg.officer)


def _received(entries: list[Any]) -> dict[str, Any]:
    found = next((entry for entry in entries if entry["kind"] == "DossierReceived"), None)
    return msgspec.json.decode(found["body"]) if found else {}


def _trace(received: dict[str, Any]) -> list[TraceView]:
    lines, count = [], 0
    for step in received.get("trace", ()):
        count += step["counts"]
        text = "" if step["counts"] else _CLOSED.get(step["name"], "lễ")
        lines.append(TraceView(msgspec.convert(step["on"], type=date), step["counts"], count if step["counts"] else 0, text, step["rule"]))
    return lines


def _reasons(record: Record, received: dict[str, Any]) -> list[Reason]:
    if not received:
        return []
    rests = [s for s in received["trace"] if not s["counts"] and s["name"] not in ("received", "closed")]
    weekends = sum(1 for s in rests if s["name"] == "weekend")
    named = [f"{s['on'][8:10]}/{s['on'][5:7]} {s['name']}" for s in rests if s["name"] not in ("weekend", "")]
    reasons = [
        Reason(f"Thời hạn theo thủ tục {record.procedure}, bản có hiệu lực lúc tiếp nhận", "Danh mục"),
        _first_day(received["trace"][0]["rule"]),
    ]
    if weekends:
        reasons.append(Reason(f"Bỏ {weekends} ngày nghỉ hằng tuần", _RULES["T5"]))
    reasons += [Reason(f"Bỏ {name}", "Bảng lịch năm") for name in named]
    if record.original_due_at != msgspec.convert(received["due_at"], type=datetime):
        reasons.append(Reason("Thời gian tạm dừng được cộng lại, hoặc tính lại từ đầu sau khi bổ sung", "NĐ 61/2018, Điều 19.4"))
    return reasons


def _first_day(rule: str) -> Reason:
    if rule == "T11":
        return Reason("Trả trong ngày; nhận sau 15:00 thì trả vào ngày làm việc kế tiếp", _RULES[rule])
    counted = "Tính từ lúc tiếp nhận" if rule in ("T1", "T14") else "Ngày tiếp nhận không tính, đếm từ ngày kế tiếp"
    return Reason(counted, _RULES[rule])


def _upcoming(record: Record, calendar: WorkingCalendar, now: datetime) -> list[Upcoming]:
    if record.status != "open" or record.due_at is None:
        return []
    coming = [Upcoming(record.due_at, "flag", "act", "Hết hạn trả kết quả. Quá giờ này hồ sơ quá hạn")]
    if record.apology_by and not record.apologised:
        coming.insert(0, Upcoming(record.apology_by, "mail-exclamation", "over", "Hạn gửi thư xin lỗi và hẹn lại (Mẫu 04)"))
    return [replace(item, minutes=calendar.between(now, item.at)) for item in coming if item.at > now]

"""The totals of the board, put together from the counts."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from lienthong_calendar import WorkingCalendar, at_minute, day_of

from portal.views import AgencyRow, BoardView, ChannelRow, EventLine, Need, Open, Received, Resolved, Strip, Today

_WAITING, _SENT = ("queued", "deferred"), ("accepted", "delivered")


def board_view(counts: dict[str, Any], agencies: list[AgencyRow], now: datetime, replaying: bool, calendar: WorkingCalendar,
               lines: list[EventLine], strip: Strip) -> BoardView:  # fmt: skip
    """The board at one moment, with a row an agency that holds or receives."""
    today = counts["today"]
    return BoardView(
        now, _closing(now, calendar), replaying,
        overdue_agencies=sum(1 for row in agencies if row.held.overdue),
        resolved=_resolved((r["verdict"], r["count"]) for r in counts["done"]),
        received=_received(counts["received"]),
        stopped=today["stopped"],
        open=_open((r["due"], r["count"]) for r in counts["held"]),
        today=Today(today["received"], today["online"], today["returned"], today["early"], today["due"], today["due_open"],
                    today["apologies_unsent"], today["apologies_unsent"]),
        strip=strip,
        agencies=tuple(agencies),
        events=tuple(lines),
        messages=tuple(_channel_rows(counts["messages"])),
        needs=tuple(_needs(today, strip)),
    )  # fmt: skip


def _closing(now: datetime, calendar: WorkingCalendar) -> datetime:
    day = day_of(now)
    return calendar.closing(day) if calendar.is_working_day(day) else at_minute(day, 17 * 60)


def _sums(pairs: Any) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for key, count in pairs:
        total[key] += count
    return total


def _open(pairs: Any) -> Open:
    sums = _sums(pairs)
    return Open(sums["on_time"], sums["due_soon"], sums["overdue"], sums["paused"])


def _resolved(pairs: Any) -> Resolved:
    sums = _sums(pairs)
    return Resolved(sums["early"], sums["on_time"], sums["late"])


def _received(rows: list[Any]) -> Received:
    sums = _sums((r["channel"], r["count"]) for r in rows)
    return Received(sums["counter"], sums["online"], sums["post"])


def _channel_rows(rows: list[Any]) -> list[ChannelRow]:
    return [_channel_row(channel, [r for r in rows if r["channel"] == channel]) for channel in ("sms", "email")]


def _channel_row(channel: Any, rows: list[Any]) -> ChannelRow:
    sums = _sums((r["status"], r["count"]) for r in rows)
    # SMTP has no receipt of its own: an accepted e-mail counts as delivered to the next server.
    delivered = sums["delivered"] + (sums["accepted"] if channel == "email" else 0)
    return ChannelRow(channel, sum(sums[s] for s in _SENT), delivered, sum(sums[s] for s in _WAITING), sums["failed"])


def _needs(today: Any, strip: Strip) -> list[Need]:
    found = (
        Need("apology", "mail-exclamation", "over", today["apologies_unsent"], "/ho-so?due=due_soon"),
        Need("call", "phone", "over", today["calls"], "/ho-so?need=call"),
        Need("unanswered", "clock-exclamation", "over", today["unanswered"], "/ho-so?need=unanswered"),
        Need("lapsed", "file-time", "soon", today["lapsed"], "/ho-so?need=lapsed"),
        Need("stalled", "zzz", "soon", today["stalled"], "/ho-so?need=stalled"),
        Need("dead", "package-off", "over", strip.dead_letters, "/hang-loi"),
    )
    return [need for need in found if need.count]

"""The delivery figures as a page and as JSON."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date, datetime, timedelta
from typing import Any

from lienthong_calendar import day_of

from portal.domain.delivery import Figure, Figures
from portal.message_words import message_words, reason_words, recipient_words
from portal.views import DeliveriesView, DeliveryRow, ReasonRow, Sums

USUAL = timedelta(days=29)  # before today, when nobody asks for other days
# SMTP has no receipt of its own: an e-mail that the next server took counts as arrived, and one that came back as failed besides.
_ARRIVES = {"sms": "delivered", "email": "accepted"}
_CHANNELS = ("sms", "email")
_NAMES = tuple(field.name for field in fields(Sums))


def days_asked(since: str, until: str, now: datetime) -> tuple[date, date]:
    """The days that a reader asks for, in their order; what isn't a day is the usual one."""
    last = _day(until) or day_of(now)
    first = _day(since) or max(last, date.min + USUAL) - USUAL
    return min(first, last), max(first, last)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def deliveries_view(found: Figures, since: date, until: date, now: datetime, lang: str) -> DeliveriesView:
    """Everything on the page."""
    sent = {figure: sums for figure, sums in found.items() if figure.channel in _CHANNELS}
    to_citizens = _to_citizens(found)
    to_staff = {figure: sums for figure, sums in sent.items() if figure.recipient != "applicant"}
    return DeliveriesView(
        now, since, until,
        channels=tuple(_channels(to_citizens)),
        days=tuple(DeliveryRow("", sums, on=key) for key, sums in reversed(list(_by(to_citizens, lambda f: f.counted_on)))),
        templates=tuple(_about(to_citizens, lang)),
        staff=tuple(_about(to_staff, lang)),
        providers=tuple(DeliveryRow(key[1], sums, key[0]) for key, sums in _by(sent, lambda f: (f.channel, f.provider)) if key[1]),
        reasons=tuple(_reasons(to_citizens, lang)),
        calls=_calls(found),
    )  # fmt: skip


def _to_citizens(found: Figures) -> Figures:
    return {figure: sums for figure, sums in found.items() if figure.channel in _CHANNELS and figure.recipient == "applicant"}


def _channels(found: Figures) -> Iterator[DeliveryRow]:
    return (DeliveryRow(key, sums, key) for key, sums in _by(found, lambda f: f.channel, _CHANNELS.index))


def _calls(found: Figures) -> Sums:
    return _sums((figure, sums) for figure, sums in found.items() if figure.channel == "phone")


def _about(found: Figures, lang: str) -> Iterator[DeliveryRow]:
    """By template, the busiest first."""
    rows = _by(found, lambda f: (f.template, f.channel, f.recipient))
    for (template, channel, recipient), sums in sorted(rows, key=lambda row: (-row[1].whole, row[0])):
        yield DeliveryRow(message_words(template, lang) or template, sums, channel, recipient_words(recipient, lang))


def _reasons(found: Figures, lang: str) -> Iterator[ReasonRow]:
    """Why messages failed, weren't sent or had to wait; by channel, the most frequent first."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for figure, (times, _) in found.items():
        if figure.fate in ("failed", "suppressed", "deferred"):
            counts[figure.channel, figure.fate, figure.reason] += times
    for (channel, fate, reason), times in sorted(counts.items(), key=lambda row: (row[0][0] == "email", -row[1], row[0])):
        yield ReasonRow(channel, fate, reason_words(reason, lang), times)


def _by(found: Figures, key: Callable[[Figure], Any], order: Callable[[Any], Any] = lambda key: key) -> Iterator[tuple[Any, Sums]]:
    for one in sorted({key(figure) for figure in found}, key=order):
        yield one, _sums((figure, sums) for figure, sums in found.items() if key(figure) == one)


def _sums(found: Iterable[tuple[Figure, tuple[int, int]]]) -> Sums:
    counts: Counter[str] = Counter()
    for figure, (times, parts) in found:
        counts[figure.fate] += times
        counts["parts"] += parts
        counts["arrived"] += times * (figure.fate == _ARRIVES.get(figure.channel))
    return Sums(**{name: counts[name] for name in _NAMES})


def as_json(found: Figures, since: date, until: date) -> dict[str, Any]:
    """Every figure as it is kept, and each channel's sums to citizens."""
    rows = [{**figure._asdict(), "times": times, "parts": parts} for figure, (times, parts) in found.items()]
    sums = {row.channel: asdict(row.sums) | {"whole": row.sums.whole} for row in _channels(_to_citizens(found))}
    made = _calls(found)
    calls = {name: getattr(made, name) for name in ("asked", "reached", "missed")}
    return {"since": since, "until": until, "channels": sums, "calls": calls, "figures": rows}

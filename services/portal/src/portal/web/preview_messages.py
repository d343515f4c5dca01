"""A developer's tool: made-up figures and choices for the preview of everything about messages."""

from datetime import date, datetime, timedelta
from typing import Any

from lienthong_calendar import day_of

from portal.choices import choice_view
from portal.deliveries import deliveries_view
from portal.domain.delivery import Figure, Figures
from portal.message_words import message_words, reason_words
from portal.neighbours import Answer
from portal.views import CallsView, CallView, EarlyCalls, MessageView

_SENT = (("received", 412, 6, 3), ("supplement_asked", 58, 1, 0), ("result_ready", 371, 0, 2), ("apologised", 19, 0, 0),
         ("returned", 240, 0, 31))  # fmt: skip
_WHY = {"sms": "invalid-destination", "email": "recipient-refused"}


def figures(last: date) -> Figures:
    """A week of both channels, with something of everything."""
    found: dict[Figure, tuple[int, int]] = {}
    for back in range(7):
        on = last - timedelta(days=back)
        for template, queued, failed, held in _SENT:
            for channel, provider in (("sms", "smpp"), ("email", "smtp")):
                here = (on, channel, template, "applicant")
                took = queued - failed - held - (back == 0) * 4
                found[Figure(*here, "", "queued", "")] = (queued, 0)
                found[Figure(*here, provider, "accepted", "")] = (took, took + took // 3)
                more = (provider, "delivered", "", took) if channel == "sms" else (provider, "deferred", "queue-full", 2)
                ends = (more, ("", "failed", _WHY[channel], failed), ("", "suppressed", "no-address", held))
                found |= {Figure(*here, by, fate, why): (n, 0) for by, fate, why, n in ends if n}
        for by, fate in (("", "queued"), ("smtp", "accepted")):
            found[Figure(on, "email", "breached", "head", by, fate, "")] = (3, 3)
        found[Figure(on, "phone", "received", "applicant", "", "asked", "no-address")] = (2, 0)
        found[Figure(on, "phone", "received", "applicant", "", "reached" if back % 2 else "missed", "")] = (1, 0)
    return found


def pages(now: datetime, lang: str) -> dict[str, tuple[str, Any]]:
    """Pages by name: template and view."""
    last, first = day_of(now), day_of(now) - timedelta(days=29)
    on, off = Answer(200, {"channel": "email", "allowed": True}), Answer(200, {"channel": "sms", "allowed": False})
    return {
        "tin-gui-so-lieu": ("deliveries", deliveries_view(figures(last), first, last, now, lang)),
        "tin-gui-so-lieu-trong": ("deliveries", deliveries_view({}, first, last, now, lang)),
        "tin-nhan": ("choice", choice_view(on, False, lang)),
        "tin-nhan-tat": ("choice", choice_view(off, True, lang)),
        "tin-nhan-404": ("choice", choice_view(Answer(404, {}), False, lang)),
    }


def calls(now: datetime, lang: str) -> CallsView:
    """One owed by the reader's own agency, one made."""
    made = CallView("submitted/phone", message_words("submitted", lang), "TT PVHCC xã Thuận Bắc", "", now, reached_at=now, officer="N.V.T.")
    why = reason_words("no-address", lang)
    owed = CallView("received/phone", message_words("received", lang), "TT PVHCC xã Thuận Bắc", why, now, 2, now, None, "N.V.T.", mine=True)
    return CallsView((owed, made), "0" * 32, "call.noted")


def early(now: datetime, lang: str) -> tuple[EarlyCalls, ...]:
    """One about a submission."""
    return (EarlyCalls("d", "Đăng ký biến động: thừa kế", calls(now, lang).calls[:1]),)


def notices(now: datetime, lang: str) -> tuple[tuple[MessageView, ...], tuple[MessageView, ...]]:
    """To the citizen, one of each state; and to a head."""
    why: dict[Any, str] = {"delivered": "", "deferred": "queue-full", "failed": "invalid-destination", "suppressed": "no-address"}
    sent = tuple(MessageView(now, "sms", state, subject=message_words("received", lang), reason=reason_words(because, lang),
                             again_at=now if state == "deferred" else None) for state, because in why.items())  # fmt: skip
    return sent, (MessageView(now, "email", "accepted", subject=message_words("breached", lang), who="cho thủ trưởng UBND xã Thuận Bắc"),)

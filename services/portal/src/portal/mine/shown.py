"""A citizen's dossiers put together for the page: what is asked of them first, then the date, the way, and the papers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from lienthong_calendar import term_in_words
from lienthong_calendar.words import Lang
from lienthong_contracts import DossierReceived, ProcedurePublished

from portal import why
from portal.domain.record import Record
from portal.mine.life import happened
from portal.mine.reading import Own
from portal.mine.sheets import channels_of, sheets
from portal.mine.views import Asked, MineView, MyCard, MyDossierView, Need
from portal.mine.way import steps
from portal.told import told
from portal.windows import Windows

_NEEDS: dict[str, Need] = {"draft": "draft", "incomplete": "incomplete", "supplement": "supplement", "fee": "fee", "result": "result"}
_OVER = ("declined", "returned", "withdrawn", "stopped")
_WITHDRAWN_FROM = ("submitted", "incomplete", "received", "supplement", "fee")


def mine_view(windows: Windows, own: list[Own], now: datetime, lang: Lang) -> MineView:
    """The list."""
    cards = [_card(windows, one, now, lang) for one in own]
    over = tuple(card for card in cards if card.status in _OVER)
    asked = tuple(card for card in cards if card.need)
    return MineView(now, asked, tuple(card for card in cards if card not in over and card not in asked), over)


def name_of(windows: Windows, procedure: str, lang: Lang) -> str:
    """The procedure's name to its own applicant, to whom a sensitive one is no secret."""
    found = windows.parts.catalogue.latest(ProcedurePublished, procedure) if procedure else None
    if found is None:
        return procedure
    return found.name_en if lang == "en" and found.name_en else found.name


def _card(windows: Windows, own: Own, now: datetime, lang: Lang) -> MyCard:
    state, record = own.state, own.record
    card = MyCard(str(own.dossier_id), state.get("code") or "", name_of(windows, state.get("procedure") or "", lang), state["status"],
                  record.due if record else "none", _NEEDS.get(state["status"], ""))  # fmt: skip
    if record is None or record.due_at is None:
        return card
    remaining, per_day = _remaining(windows, record, now)
    return replace(card, due_at=record.due_at, at=record.returned_at or record.finished_at, remaining=remaining, per_day=per_day,
                   holder=windows.wording.name(record.holder))  # fmt: skip


def _remaining(windows: Windows, record: Record, now: datetime) -> tuple[int, int]:
    calendar = windows.parts.catalogue.calendar_of(record.calendar)
    left = record.remaining if record.ground else calendar.between(now, record.due_at) if record.due_at else 0
    return left, calendar.office.day_minutes


def dossier_view(windows: Windows, own: Own, now: datetime, lang: Lang, **more: Any) -> MyDossierView:
    """The page; `more` is the last act's."""
    state, names = own.state, windows.wording.name
    view = MyDossierView(
        now, str(own.dossier_id), state.get("code") or "", name_of(windows, state["procedure"], lang), state["procedure"],
        state["status"], own.record.due if own.record else "none", own.version, _NEEDS.get(state["status"], ""), names(state["desk"]),
        desk_id=state["desk"], submitted_at=_instant(state.get("submitted_at")), return_channel=state.get("return_channel") or "counter",
        post_no=state.get("post_no") or "", happened=happened(own.entries, names, lang), sheets=tuple(sheets(windows, own, lang)),
        channels=channels_of(own.person), asked=_asked(windows, own, lang), owed_dong=state["owed"][1], owed_for=state["owed"][0],
        receipts=tuple((p["receipt_no"], p["dong"], datetime.fromisoformat(p["at"])) for p in state.get("payments", ())),
        may_withdraw=state["status"] in _WITHDRAWN_FROM and not state.get("results"), rated=bool(state.get("rated")),
        may_rate=state["status"] in ("result", "returned") and not state.get("rated"), reason=_reason(state),
        pays=windows.settings.payment_sandbox, **more,
    )  # fmt: skip
    return _timed(windows, own.record, own, view, lang) if own.record else view


def _timed(windows: Windows, record: Record, own: Own, view: MyDossierView, lang: Lang) -> MyDossierView:
    """With what the portal knows of its time and its way."""
    catalogue, names = windows.parts.catalogue, windows.wording.name
    calendar = catalogue.calendar_of(record.calendar)
    received = next((DossierReceived.from_json(e["body"]) for e in own.entries if e["kind"] == "DossierReceived"), None)
    remaining, per_day = _remaining(windows, record, view.now)
    return replace(
        view, code=view.code or record.code or "", holder=names(record.holder), due_at=record.due_at, first_due_at=record.original_due_at,
        remaining=remaining, per_day=per_day, verdict=record.verdict, finished_at=record.finished_at, returned_at=record.returned_at,
        ground=record.ground, steps=steps(record, own.entries, calendar, names, view.now),
        term=term_in_words(record.term, lang) if record.term else "", trace=why.trace(received, lang) if received else (),
        messages=told(view.dossier_id, record, windows.wording, lang, staff=False),
    )  # fmt: skip


def _asked(windows: Windows, own: Own, lang: Lang) -> Asked | None:
    """What the desk's last request says, while it waits for an answer; with the files given since."""
    state = own.state
    notices = [notice for notice in state.get("notices", ()) if notice["form"] == "supplement"]
    if state["status"] not in ("supplement", "incomplete") or not notices:
        return None
    last, since = notices[-1], datetime.fromisoformat(notices[-1]["at"])
    given = tuple(sheet for sheet in sheets(windows, own, lang, since=since) if not sheet.result)
    return Asked(last["reason"], _instant(last.get("answer_by")), papers_of(windows, state), given, bool(state.get("lapsed")))


def papers_of(windows: Windows, state: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The procedure's papers: id and name, by the version that the dossier is resolved under."""
    found = windows.parts.catalogue.latest(ProcedurePublished, state["procedure"])
    return tuple((paper.id, paper.name) for paper in found.papers) if found else ()


def _reason(state: dict[str, Any]) -> str:
    """Why it ended, where it ended without what was wanted."""
    reasons: Iterator[str] = (n["reason"] for n in reversed(state.get("notices", ())) if n["form"] in ("refusal", "stop"))
    return next(reasons, "")


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

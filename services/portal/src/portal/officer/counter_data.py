"""What the counter's page is made of: procedures by their words, the promise, and what was taken in today, as intake says."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import Request
from lienthong_calendar import VIET_NAM, Due, Step, lines, term_in_words
from lienthong_contracts import ProcedurePublished, RoutePublished
from lienthong_runtime import Actor

from portal.officer.counter_form import Typed
from portal.officer.counter_views import CounterView, Promise, Recent, Taken
from portal.officer.searching import with_words
from portal.views import TraceView
from portal.windows import Windows, language

MOST = 8
_FORMS = {"incomplete": "supplement", "declined": "refusal"}  # what is printed when it wasn't received


def found_procedures(windows: Windows, asked: str) -> tuple[tuple[str, str], ...]:
    """Procedures in force whose name has these words, with or without marks."""
    known = {p.id: p.name for p in _in_force(windows) if "counter" in p.channels}
    return tuple((found, known[found]) for found in with_words(asked, known.items())[:MOST]) if asked.strip() else ()


def _in_force(windows: Windows) -> list[ProcedurePublished]:
    return windows.parts.catalogue.every_in_force(ProcedurePublished, windows.parts.today)


async def promise_of(windows: Windows, request: Request, typed: Typed) -> Promise | None:
    """What receiving it now would promise; None without a procedure, or when intake doesn't answer."""
    known, case = {p.id for p in _in_force(windows)}, typed.one("case")
    if typed.one("procedure") not in known:
        return None
    asked = {"case": case} if case else {}
    answer = await windows.neighbours.read("intake", f"/procedures/{typed.one('procedure')}/promise", request.state.token, **asked)
    if answer.status != 200:
        return None
    body, lang = answer.body, language(request)
    steps = tuple(Step(date.fromisoformat(s["on"]), s["counts"], s["rule"], s["name"], s["decision_no"]) for s in body["trace"])
    due = Due(_local(body["due_at"]), _local(body["deemed_at"]), steps)
    trace = tuple(TraceView(line.on, line.count, line.weekday, line.why, line.law, line.decision_no) for line in lines(due, lang))
    return Promise(due.due_at, term_in_words(body["term"], lang), body["dong"], trace)


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(VIET_NAM)


async def recent_of(windows: Windows, request: Request, desk: Actor) -> tuple[Recent, ...] | None:
    """What this desk has received today, the newest first; None when intake doesn't answer."""
    begin = datetime.combine(windows.parts.today, datetime.min.time(), VIET_NAM).isoformat()
    answer = await windows.neighbours.read("intake", "/dossiers", request.state.token, desk=desk.agency or "", received_from=begin,
                                           limit="5")  # fmt: skip
    return tuple(_recent(one, windows) for one in answer.body) if answer.status == 200 else None


def _recent(one: dict[str, Any], windows: Windows) -> Recent:
    due = datetime.fromisoformat(one["due_at"]) if one["due_at"] else None
    received = datetime.fromisoformat(one["received_at"])
    return Recent(one["dossier_id"], one["code"] or "", windows.wording.name(one["procedure"]), received, due)


async def taken_of(windows: Windows, request: Request, dossier_id: UUID | None, paid: str) -> Taken | None:
    """What has just been taken in, as far as the desk may see it."""
    if dossier_id is None:
        return None
    answer = await windows.neighbours.read("intake", f"/dossiers/{dossier_id}", request.state.token)
    if answer.status != 200:
        return None
    state = answer.body
    due = datetime.fromisoformat(state["due_at"]) if state["due_at"] else None
    return Taken(str(dossier_id), state["code"] or "", windows.wording.name(state["procedure"]), state["status"], due,
                 _FORMS.get(state["status"], "receipt"), paid if paid in ("du", "chua") else "")  # fmt: skip


def view_of(windows: Windows, desk: Actor, typed: Typed, key: str, lang: Any, more: dict[str, Any]) -> CounterView:
    """The page's data."""
    procedure = windows.parts.catalogue.in_force(ProcedurePublished, typed.one("procedure"), windows.parts.today)
    route = windows.parts.catalogue.in_force(RoutePublished, procedure.route, windows.parts.today) if procedure else None
    term = term_in_words(procedure.term, lang) if procedure else ""
    return CounterView(windows.parts.clock.now(), windows.wording.name(desk.agency or ""), key, typed, procedure, route, term,
                       found_procedures(windows, typed.one("q")), **more)  # fmt: skip

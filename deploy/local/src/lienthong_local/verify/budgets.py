"""Time's own books: every dossier's minutes add up to the whole, and nothing was raised twice in a term."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import lienthong_contracts as c
from lienthong_runtime import Catalogue
from sla_monitor.domain.budget import Budget
from sla_monitor.domain.rungs import BREACH

from lienthong_local.verify.report import Report
from lienthong_local.verify.rows import Stored
from lienthong_local.verify.topics import Sent, read_events

GRACE = timedelta(minutes=1)
_ONCE = (c.DeadlineApproaching, c.ApologyFellDue, c.DeadlineBreached, c.DelayEscalated, c.HandOverUnanswered, c.SupplementLapsed)


async def read_catalogue(bootstrap_servers: str, topic_prefix: str) -> Catalogue:
    """The catalogue as it stands on its topic: editions of calendars are counted with it."""
    sent = await read_events(bootstrap_servers, [topic_prefix + "catalogue.v1"])
    return Catalogue(one.event for one in sent if one.known)  # type: ignore[misc]


def check_budgets(stored: Stored, events: Iterable[Sent], catalogue: Catalogue, now: datetime | None, report: Report) -> None:
    """Note every dossier whose accounts or clock don't add up to its working time, that was told something twice, or no breach."""
    lives: dict[str, list[Any]] = defaultdict(list)
    for sent in sorted(events, key=lambda s: s.envelope.number):
        if sent.known and (sent.envelope.source == "sla-monitor" or sent.envelope.kind == "DossierReceived"):
            lives[sent.envelope.subject].append(sent.event)
    for dossier_id, told in lives.items():
        row = stored.rows.get(dossier_id)
        if row is not None and row.state is not None:
            _sums(dossier_id, row.state, told, catalogue, report)
            _raised(dossier_id, row.state, now, report)
        for twice in _doubled(told):
            report.add("raised_twice", "sla-monitor", dossier_id, twice)


def _sums(dossier_id: str, state: Budget, told: list[Any], catalogue: Catalogue, report: Report) -> None:
    received = next((event for event in told if isinstance(event, c.DossierReceived)), None)
    if received is None:
        return
    whole, used = sum(_pieces(received, told, state, catalogue)), sum(state.uses.values())
    clock = state.clock
    since = catalogue.calendar_of(state.calendar).between(clock.since, state.counted_at) if clock.status != "stopped" else 0
    if not used == whole == clock.used + clock.paused + since:
        report.add("budget_off", "sla-monitor", dossier_id, f"{used} / {whole} / {clock.used + clock.paused + since} phút")


def _raised(dossier_id: str, state: Budget, now: datetime | None, report: Report) -> None:
    """Note a dossier whose due moment passed a while ago and nobody was told."""
    running = not state.outcome and state.clock.status == "running"
    if now is not None and running and state.clock.due_at + GRACE < now and BREACH not in state.rungs:
        report.add("never_raised", "sla-monitor", dossier_id, str(state.clock.due_at))


def _pieces(received: c.DossierReceived, told: list[Any], state: Budget, catalogue: Catalogue) -> Iterator[int]:
    """Working minutes by each edition it was counted with; the last one may have grown by the years published since."""
    since, edition = received.deemed_at, received.calendar
    for change in (event for event in told if isinstance(event, c.DeadlineAdjusted)):
        at = max(change.at, since)
        yield catalogue.calendar_of(edition).between(since, at)
        since, edition = at, change.calendar
    yield catalogue.calendar_of(state.calendar if state.calendar.startswith(edition) else edition).between(since, state.counted_at)


def _doubled(told: list[Any]) -> Iterator[str]:
    seen: set[tuple[object, ...]] = set()
    for event in told:
        if isinstance(event, c.ClockRestarted):
            seen = {key for key in seen if key[1] != event.clock}
        elif isinstance(event, _ONCE):
            facts = tuple(getattr(event, name, None) for name in ("rung", "because", "consignment", "answer_by", "round", "by"))
            key = (type(event).__name__, event.clock, *facts, event.at if isinstance(event, c.DelayEscalated) else None)
            if key in seen:
                yield f"{key[0]} {event.clock}"
            seen.add(key)

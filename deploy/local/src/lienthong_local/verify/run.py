"""The comparison itself."""

import asyncio
from collections import defaultdict
from datetime import datetime
from typing import Any

import lienthong_contracts as c
from lienthong_contracts import KINDS
from portal.domain.chain import Entry

from lienthong_local.verify.budgets import check_budgets, read_catalogue
from lienthong_local.verify.figures import check_figures
from lienthong_local.verify.ledger import check_ledger
from lienthong_local.verify.outlines import OUTLINES, portal_record
from lienthong_local.verify.reads import READS
from lienthong_local.verify.report import Report
from lienthong_local.verify.retold import check_retold
from lienthong_local.verify.rows import TABLES, Stored, read_ledger, read_rows
from lienthong_local.verify.topics import Sent, read_events

LOOKS, BETWEEN = 3, 1.0
TOPICS = ("dossier.v1", "notification.v1")


async def verify(bootstrap_servers: str, dsns: dict[str, str], topic_prefix: str = "", now: datetime | None = None) -> Report:
    """Read everything and list every disagreement. `now` is business time; without it the latest event's.

    What is under way while it is read disagrees for a moment: only what is still there at each of three looks counts. A consignment that
    nobody answered in time is no disagreement, and was so whenever it was read: for that alone nothing is read again.
    """
    report = await _look(bootstrap_servers, dsns, topic_prefix, now)
    for _ in range(LOOKS - 1):
        if report.amiss:
            await asyncio.sleep(BETWEEN)
            again = await _look(bootstrap_servers, dsns, topic_prefix, now)
            lasting = {(item.kind, item.where, item.dossier_id) for item in report.found}
            again.found = [item for item in again.found if (item.kind, item.where, item.dossier_id) in lasting]
            report = again
    return report


async def _look(bootstrap_servers: str, dsns: dict[str, str], topic_prefix: str, now: datetime | None) -> Report:
    ledger, *rows = await asyncio.gather(read_ledger(dsns["portal"]), *(read_rows(name, dsns[name]) for name in TABLES))
    stored = dict(zip(TABLES, rows, strict=True))
    sent = await read_events(bootstrap_servers, [topic_prefix + topic for topic in TOPICS])
    catalogue = await read_catalogue(bootstrap_servers, topic_prefix)
    report = Report(events=len(sent), dossiers=len({s.envelope.subject for s in sent}), entries=len(ledger.entries))
    events = _unique(sent, report)
    report.of_kind.update(s.envelope.kind for s in events.values())
    _numbers(events, report)
    check_ledger(events, ledger, report)
    for name, rows_of in stored.items():
        _service(name, rows_of, events, report)
    _pictures(ledger.entries, stored["portal"], report)
    await check_figures(dsns["portal"], report)
    check_budgets(stored["sla-monitor"], events.values(), catalogue, now, report)
    check_retold(stored["sla-monitor"], events.values(), catalogue, report)
    _hand_overs(events, now, report)
    return report


def _unique(sent: list[Sent], report: Report) -> dict[tuple[str, str, int], Sent]:
    events: dict[tuple[str, str, int], Sent] = {}
    for one in sent:
        first = events.setdefault(one.key, one)
        if first is not one and first.envelope.id == one.envelope.id:
            report.repeated += 1
        elif first is not one:
            report.add("number_doubled", one.origin, one.envelope.subject, f"{one.envelope.source} {one.envelope.number}")
    return events


def _numbers(events: dict[tuple[str, str, int], Sent], report: Report) -> None:
    numbers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for subject, source, number in events:
        numbers[subject, source].add(number)
    for (subject, source), seen in numbers.items():
        for missing in sorted(set(range(1, max(seen) + 1)) - seen):
            report.add("number_skipped", source, subject, str(missing))


def _service(name: str, stored: Stored, events: dict[tuple[str, str, int], Sent], report: Report) -> None:
    _left_behind(name, stored, report)
    own, others = _sorted_out(name, events)
    unsent = {(subject, number) for _, subject, number in stored.outbox}
    for dossier_id, row in stored.rows.items():
        numbers = {(dossier_id, n) for n in range(1, row.issued + 1)}
        for _, number in sorted(numbers - {(dossier_id, s.envelope.number) for s in own[dossier_id]} - unsent):
            report.add("lost", name, dossier_id, str(number))
        _state(name, dossier_id, row.state, own[dossier_id], report)
    for dossier_id, latest in others.items():
        if dossier_id not in stored.set_aside:
            _handled(name, dossier_id, stored, latest, report)


def _left_behind(name: str, stored: Stored, report: Report) -> None:
    for _, subject, number in stored.outbox:
        report.add("never_sent", name, subject, str(number))
    for dossier_id, count in stored.set_aside.items():
        report.set_aside += count
        report.add("set_aside", name, dossier_id, str(count))


def _sorted_out(name: str, events: dict[tuple[str, str, int], Sent]) -> tuple[dict[str, list[Sent]], dict[str, dict[str, Sent]]]:
    own: dict[str, list[Sent]] = defaultdict(list)
    latest: dict[str, dict[str, Sent]] = defaultdict(dict)
    for sent in sorted(events.values(), key=lambda s: s.envelope.number):
        if sent.envelope.source == name:
            own[sent.envelope.subject].append(sent)
        if name == "portal" or sent.envelope.kind in READS[name]:
            latest[sent.envelope.subject][sent.envelope.source] = sent
    return own, latest


def _handled(name: str, dossier_id: str, stored: Stored, latest: dict[str, Sent], report: Report) -> None:
    row = stored.rows.get(dossier_id)
    for source, sent in latest.items():
        seen = row.seen.get(source) if row else None
        if seen is None or seen.number < sent.envelope.number:
            report.add("not_handled", name, dossier_id, f"{sent.envelope.kind} {source} {sent.envelope.number}")


def _state(name: str, dossier_id: str, state: Any, own: list[Sent], report: Report) -> None:
    if state is None or name not in OUTLINES:
        return
    of_state, of_events = OUTLINES[name]
    stands, follows = of_state(state), of_events(s.event for s in own if s.known)
    for part in stands.keys() | follows.keys():
        if stands.get(part) != follows.get(part):
            report.add("state_differs", name, dossier_id, f"{part}: {stands.get(part)} / {follows.get(part)}")


def _pictures(ledger: list[Entry], stored: Stored, report: Report) -> None:
    lives: dict[str, list[Any]] = defaultdict(list)
    for entry in ledger:
        if entry.kind in KINDS:
            lives[str(entry.dossier_id)].append(KINDS[entry.kind].from_json(entry.body))
    for dossier_id, events in lives.items():
        row, drawn = stored.rows.get(dossier_id), portal_record(events)
        if row is None or row.state is None:
            report.add("state_differs", "portal", dossier_id, "không có hình")
        elif other := [name for name in drawn.__struct_fields__ if name != "chain" and getattr(row.state, name) != getattr(drawn, name)]:
            report.add("state_differs", "portal", dossier_id, ", ".join(other))


def _hand_overs(events: dict[tuple[str, str, int], Sent], now: datetime | None, report: Report) -> None:
    routing = [s.event for s in sorted(events.values(), key=lambda s: s.envelope.number) if s.envelope.source == "routing" and s.known]
    now = now or max((e.at for e in routing), default=None)
    open_: dict[str, c.DossierForwarded] = {}
    stopped = {e.dossier_id for e in routing if isinstance(e, c.JourneyStopped)}
    for event in routing:
        if isinstance(event, c.DossierForwarded):
            open_[str(event.consignment)] = event
        elif isinstance(event, c.HandOverAcknowledged | c.HandOverRefused):
            open_.pop(str(event.consignment), None)
    for event in open_.values():
        if now and event.answer_by < now and event.dossier_id not in stopped:
            report.add("unanswered", "routing", event.dossier_id, f"{event.sender} → {event.receiver}")

"""The board put together: what the database counts for a reader's question, once for all who ask it, and its words."""

import time
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lienthong_contracts import AgencyPublished, ProcedurePublished
from lienthong_runtime import Actor, seeing_as
from lienthong_runtime.clock import BusinessClock

from portal import store as ledger
from portal.board import due, store, sums
from portal.board.asked import Asked
from portal.board.causes import causes
from portal.board.flow import flow
from portal.board.heat import heat
from portal.board.kept import Kept
from portal.board.league import league
from portal.board.totals import board_view
from portal.board.views import Charts, Standing
from portal.figures import store as figures
from portal.figures.period import usual
from portal.live import FAR
from portal.views import AgencyRow, BoardView, Strip
from portal.windows import Windows

FIRST, LAST = 7, 5  # places of the league that are shown
DEAD_FOR = 5.0  # seconds; so old may the number of dead letters be


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted for one question."""

    counts: dict[str, Any]
    holders: list[AgencyRow]
    rows: list[AgencyRow]
    charts: Charts
    seq: int = 0  # the ledger's end


class Board:
    """The boards of all readers."""

    def __init__(self, windows: Windows) -> None:
        self._windows, self._kept = windows, Kept()

    async def counted(self, reader: Actor, asked: Asked) -> Counted:
        """Counted anew when something happened; what takes long is counted for everybody who asks the same."""
        parts = self._windows.parts

        async def count() -> Counted:
            async with seeing_as(parts.pool, reader, parts.catalogue) as connection:
                return self._worded(await _count(connection, asked), asked)

        # No connection is held while another board's count is waited for: there are more boards than connections.
        seq = await ledger.last_seq(parts.pool)
        found: Counted = await self._kept.get(asked, seq, count)
        return replace(found, seq=seq, counts=found.counts | {"entries": seq if asked.whole else 0})

    async def view(self, reader: Actor, asked: Asked, lines: int, lang: str) -> tuple[BoardView, Counted]:
        """The board as it is now."""
        windows = self._windows
        found = await self.counted(reader, asked)
        async with seeing_as(windows.parts.pool, reader, windows.parts.catalogue) as connection:
            latest = await ledger.latest_entries(connection, lines, found.seq - FAR) if lines else []
        events = [windows.wording.line(entry, entry["code"], lang) for entry in latest]
        replaying, clock = isinstance(windows.parts.clock, BusinessClock), windows.parts.clock
        view = board_view(found.counts, found.holders, clock.now(), replaying, windows.parts.catalogue.calendar, events,
                          await self._strip(found.counts))  # fmt: skip
        return replace(view, alarms=windows.alarms(lang)), found

    async def _strip(self, counts: dict[str, Any]) -> Strip:
        windows, facts = self._windows, self._windows.parts.health_facts
        waiting = sum(row["count"] for row in counts["messages"] if row["status"] == "queued")
        # Five services are asked for it: once for all boards, not by each of them.
        dead = await self._kept.get("dead letters", int(time.monotonic() / DEAD_FOR), windows.neighbours.dead_letters)
        return Strip(facts["effect_delay"](), facts["consumer_lag"](), windows.watch.timer_lag, counts["today"]["unacknowledged"], waiting,
                     len(dead), counts["entries"])  # fmt: skip

    def _worded(self, raw: dict[str, Any], asked: Asked) -> Counted:
        catalogue, name = self._windows.parts.catalogue, self._windows.wording.name
        holders = due.rows(raw["holder"], raw["desk"], name)
        rows = holders if asked.by == "holder" else due.rows(raw["split"], raw["split"], name)
        blamed, others = causes(raw["blamed"], name)
        sums_of, over = raw["league"]
        ranked = league(sums_of, over, name)
        day = asked.today

        def agency(identifier: str) -> AgencyPublished | None:
            return catalogue.in_force(AgencyPublished, identifier, day) or catalogue.latest(AgencyPublished, identifier)

        desks = sorted({row["member"] for row in raw["desk"]})
        chosen = tuple((identifier, catalogue.agency_name(identifier)) for identifier in desks) if asked.whole else ()
        charts = Charts(asked, tuple(usual(day)), chosen, flow(_of_parts(raw["flow"], asked), raw["holder"], agency), blamed, others,
                        heat(raw["series"], asked.period.until.year, catalogue.calendar), _ends(ranked), len(ranked))  # fmt: skip
        return Counted(_counts(raw), holders, rows, charts)

    def procedure(self, identifier: str) -> str:
        """A procedure's name."""
        found = self._windows.parts.catalogue.latest(ProcedurePublished, identifier)
        return found.name if found else identifier


def _ends(ranked: list[Standing]) -> tuple[Standing, ...]:
    return tuple(ranked) if len(ranked) <= FIRST + LAST else (*ranked[:FIRST], *ranked[-LAST:])


def _of_parts(moved: list[Any], asked: Asked) -> list[Any]:
    if asked.parts is None:
        return moved
    parts = set(asked.parts)
    return [row for row in moved if row["origin"] in parts or row["target"] in parts]


def _counts(raw: dict[str, Any]) -> dict[str, Any]:
    new = sums.received(raw["totals_today"])
    today = dict(raw["today"]) | {key: raw["needs"].get(key, 0) for key in ("stalled", "unanswered", "lapsed")} | {
        "received": sum(row["count"] for row in new), "online": sum(row["count"] for row in new if row["channel"] == "online"),
        "due": sum(row["n"] for row in raw["totals_today"] if row["klass"] == "due"), "calls": raw["needs"].get("call", 0),
        "stopped": sums.stopped(raw["totals"]),
    }  # fmt: skip
    return {"held": sums.held(raw["holder"]), "done": sums.done(raw["totals"]), "received": sums.received(raw["totals"]), "today": today,
            "messages": sums.messages(raw["messages"], raw["unsent"])}  # fmt: skip


async def _count(connection: Any, asked: Asked) -> dict[str, Any]:
    counted, parts = list(asked.counted), None if asked.parts is None else list(asked.parts)
    year, day = asked.period.until.year, asked.today
    holder = await figures.members(connection, counted, "holder")
    return {
        "holder": holder,
        "desk": await figures.members(connection, counted, "desk"),
        "split": await figures.members(connection, counted, asked.by) if asked.by != "holder" else [],
        "blamed": await figures.members(connection, counted, "blamed"),
        "totals": await figures.totals(connection, counted, *asked.period),
        "totals_today": await figures.totals(connection, counted, day, day),
        "series": await figures.series(connection, counted, date(year, 1, 1), date(year, 12, 31)),
        "flow": await figures.flows(connection, *asked.period),
        "league": await store.league(connection, *asked.period, parts),
        "today": await store.today(connection, day, parts),
        "needs": await store.needs(connection, parts),
        "unsent": await store.unsent(connection, parts),
        "messages": await store.messages(connection, *asked.period) if asked.whole else [],
    }

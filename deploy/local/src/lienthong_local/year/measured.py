"""What a played period came to, read from reports and boards as anybody signed in reads them, never from the generator."""

import asyncio
from collections import Counter
from datetime import date
from typing import Any

import msgspec
from lienthong_calendar import day_of

from lienthong_local.play.desk import Desk
from lienthong_local.verify.report import Report
from lienthong_local.year.announced import LINKED, Procedure
from lienthong_local.year.diary import Diary
from lienthong_local.year.locality import Locality
from lienthong_local.year.measures import Line, Read, against, measures

_SATURDAY = 5


class Measured(msgspec.Struct, frozen=True):
    """`table` holds the published figures beside ours, `report` the totals of 06a, `board` the board's of the same period.

    `kinds` are the events by their kind; `seconds` until the last instant was played, `whole_seconds` with counting and verifying.
    """

    title: str
    table: list[Line]
    report: dict[str, int]
    board: dict[str, int]
    fields: list[dict[str, Any]]
    recount_differs: int = 0
    figures: int = 0
    events: int = 0
    kinds: dict[str, int] = {}
    disagreements: int = 0
    seconds: float = 0.0
    whole_seconds: float = 0.0

    def with_(self, **changes: Any) -> "Measured":
        """A copy with these changed."""
        return msgspec.structs.replace(self, **changes)

    def verified(self, report: Report) -> "Measured":
        """With what `verify` read, counted again and found amiss."""
        return self.with_(events=report.events, kinds=dict(sorted(report.of_kind.items())), figures=report.figures,
                          recount_differs=report.kinds["figure_differs"], disagreements=len(report.amiss))  # fmt: skip

    @property
    def good(self) -> bool:
        """Every figure as it was published, boards and recount as the report, and nothing missing."""
        same = all(self.board[key] == self.report[key] for key in self.board)
        return same and all(line.equal for line in self.table) and not self.recount_differs and not self.disagreements


async def measured(desk: Desk, locality: Locality, announced: list[Procedure], diary: Diary) -> Measured:
    """Everything, read over HTTP."""
    asked = _asked(locality.agency, locality.first, locality.last)
    report = await desk.get("portal", f"/api/bao-cao/06a?{asked}")
    by_procedure = await desk.get("portal", f"/api/bao-cao/06a?{asked}&theo=thu-tuc")
    board = await desk.get("portal", f"/api/board?{asked}")
    read = Read(
        total=report["total"], of={row["field"]: row for row in by_procedure["rows"]}, months=locality.months,
        procedures=await desk.get("intake", "/procedures"), agencies=await desk.get("intake", "/agencies"),
        saturdays=await _on_saturdays(desk, locality, diary) if locality.saturdays else 0,
        receiving=await _receiving(desk, locality) if locality.every_desk else {},
        linked={one.id for one in announced if one.kind is LINKED},
    )  # fmt: skip
    return Measured(locality.title, against(locality.published, measures(read)), report["total"], _of_board(board), report["rows"])


def _asked(agency: str, first: date, last: date) -> str:
    return f"tu={first}&den={last}&co-quan={agency}"


def _of_board(board: dict[str, Any]) -> dict[str, int]:
    """The board's figures under the report's names."""
    received, resolved = board["received"], board["resolved"]
    return {"received": sum(received[channel] for channel in ("counter", "online", "post")), "online": received["online"],
            "early": resolved["early"], "on_day": resolved["on_time"], "late": resolved["late"]}  # fmt: skip


async def _on_saturdays(desk: Desk, locality: Locality, diary: Diary) -> int:
    days = sorted({day_of(at) for at in diary.instants if at.weekday() == _SATURDAY})
    reports = await asyncio.gather(*(desk.get("portal", f"/api/bao-cao/06a?{_asked(locality.agency, day, day)}") for day in days))
    return sum(report["total"]["online"] + report["total"]["direct"] for report in reports)


async def _receiving(desk: Desk, locality: Locality) -> Counter[str]:
    """How many each desk received in the period."""
    found: Counter[str] = Counter()
    for agency in await desk.get("intake", "/agencies"):
        if "desk" in agency["roles"]:
            report = await desk.get("portal", f"/api/bao-cao/06a?{_asked(agency['id'], locality.first, locality.last)}")
            found[agency["id"]] = report["total"]["received"]
    return found

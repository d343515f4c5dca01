"""The demo's course: a week of lives on the business clock, then what came of them."""

import asyncio
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lienthong_calendar import VIET_NAM, WorkingCalendar, day_of
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from lienthong_local.play.citizens import Citizens
from lienthong_local.play.clock import ClockDriver, ticks
from lienthong_local.play.desk import Desk
from lienthong_local.play.officers import Officers
from lienthong_local.play.people import desks_of, lives
from lienthong_local.play.quiet import SERVICES, Barrier
from lienthong_local.play.staff import register_staff
from lienthong_local.sign_in import link
from lienthong_local.stack import Stack
from lienthong_local.verify import Report, verify
from lienthong_local.verify.rows import most_told
from lienthong_local.web import get_json

MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)
STEP = timedelta(minutes=30)
COUNTED = {"hand_overs": "HandOverAcknowledged", "warnings": "DeadlineApproaching", "breaches": "DeadlineBreached",
           "apologies": "ApologyIssued", "dead_letters": "set_aside"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: `facts` are the figures, `story` one dossier's timeline, `board` the board's data."""

    facts: dict[str, Any]
    report: Report
    story: dict[str, Any]
    board: dict[str, Any]
    board_url: str

    @property
    def good(self) -> bool:
        """Nothing missing or doubled, and everything else happened at least once."""
        must_be_none = self.facts["missing"] == 0 and self.facts["duplicates"] == 0
        return must_be_none and all(v > 0 for k, v in self.facts.items() if k not in ("missing", "duplicates", "dead_letters"))


class Demo:
    """A number of dossiers, and the seed their lives are drawn from."""

    def __init__(self, dossiers: int, seed: int) -> None:
        self._dossiers, self._seed = dossiers, seed
        self._calendar = WorkingCalendar()
        self._instants = list(ticks(MONDAY, FRIDAY, STEP, self._calendar))

    async def run(self, stack: Stack, console: Console) -> Result:
        """Play the week on a stack whose services follow the business clock."""
        assert stack.services is not None
        began, urls = time.monotonic(), {name: stack.services.url(name) for name in SERVICES}
        console.print(f"Bảng theo dõi trực tiếp: {_board(stack)}", soft_wrap=True)
        desk, servers = Desk(urls, stack.services.issuer), stack.infra.bootstrap_servers
        async with Barrier(urls, stack.services.token, servers) as barrier, ClockDriver(servers, barrier) as driver:
            await self._play(desk, barrier, driver, console)
            await barrier.wait()
        await _receipts(desk)
        report = await verify(servers, stack.services.dsns, now=self._instants[-1])
        board = await desk.get("portal", "/api/board")
        story = await desk.get("portal", f"/api/dossiers/{await most_told(stack.services.dsns['portal'])}/timeline")
        await desk.aclose()
        facts = _facts(report, get_json(f"{stack.infra.sink_url}/messages?limit=1"), time.monotonic() - began)
        return Result(facts, report, story, board, _board(stack))

    async def _play(self, desk: Desk, barrier: Barrier, driver: ClockDriver, console: Console) -> None:
        await driver.tick(self._instants[0])
        procedures, agencies = await desk.get("intake", "/procedures"), await desk.get("intake", "/agencies")
        desks = desks_of(agencies)
        await register_staff(desk, agencies)
        officers = Officers(desk, self._calendar)
        arrivals = [at for at in self._instants if day_of(at) < FRIDAY and (at.hour, at.minute) < (16, 30)]
        citizens = Citizens(desk, officers, lives(self._dossiers, self._seed, arrivals, procedures, desks))
        with _progress(console) as progress:
            bar = progress.add_task("", total=len(self._instants))
            for now in self._instants:
                await driver.tick(now)
                await citizens.act(now)
                await officers.work(now)
                await barrier.wait(now)  # time must not overtake what they did
                progress.update(bar, advance=1, description=_when(now))


def _board(stack: Stack) -> str:
    """The board's address, which signs an administrator in."""
    assert stack.services is not None
    return link(stack.services.url("portal"), stack.services.issuer.token("quan-tri", None, ("admin",)))


def _progress(console: Console) -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeRemainingColumn(),
                    console=Console(stderr=True), transient=True)  # fmt: skip


def _when(now: datetime) -> str:
    local = now.astimezone(VIET_NAM)
    return f"thứ {['Hai', 'Ba', 'Tư', 'Năm', 'Sáu'][local.weekday()]} {local:%d/%m/%Y %H:%M}"


async def _receipts(desk: Desk, patience: float = 10.0) -> None:
    """The centre's receipts come a moment after the messages."""
    for _ in range(int(patience / 0.2)):
        sms = next(row for row in (await desk.get("portal", "/api/board"))["messages"] if row["channel"] == "sms")
        if sms["delivered"] >= sms["sent"]:
            return
        await asyncio.sleep(0.2)


def _facts(report: Report, sinks: Any, seconds: float) -> dict[str, Any]:
    counts = {name: report.of_kind[kind] for name, kind in COUNTED.items()} | {"dead_letters": report.set_aside}
    totals = sinks["totals"]
    return {
        "dossiers": report.dossiers, "events": report.events, **counts, "emails": totals["email"], "sms": totals["sms"],
        "missing": report.missing, "duplicates": report.duplicates, "seconds": round(seconds, 1),
    }  # fmt: skip

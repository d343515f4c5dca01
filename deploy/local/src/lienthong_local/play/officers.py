"""Officers at work: they look into their inbox, and act when the time they need has passed."""

import asyncio
import contextlib
from datetime import datetime
from typing import Any
from urllib.parse import quote

from lienthong_calendar import WorkingCalendar, day_of, granted_minutes, parse_term

from lienthong_local.play.desk import Desk, Stale
from lienthong_local.play.people import Life
from lienthong_local.play.staff import officer_of


class Officers:
    """All officers of all agencies; `met` counts what they came across."""

    def __init__(self, desk: Desk, calendar: WorkingCalendar) -> None:
        self._desk, self._calendar = desk, calendar
        self._lives: dict[str, Life] = {}
        self._ready: dict[tuple[str, str], datetime] = {}
        self._done: set[tuple[str, str]] = set()

    def takes_on(self, dossier_id: str, life: Life) -> None:
        """A dossier that was received."""
        self._lives[dossier_id] = life

    async def work(self, now: datetime) -> None:
        """Everything that is to be done now, in every agency; one dossier's tasks after each other."""
        agencies = sorted(await self._desk.get("routing", "/inbox"))
        lists = await asyncio.gather(*(self._inbox(agency) for agency in agencies))
        by_dossier: dict[str, list[Any]] = {}
        for agency, lines in zip(agencies, lists, strict=True):
            for line in lines:
                by_dossier.setdefault(line["dossier_id"], []).extend((agency, line, task) for task in line["tasks"])
        await asyncio.gather(*(self._dossier(dossier_id, tasks, now) for dossier_id, tasks in by_dossier.items()))

    async def _inbox(self, agency: str) -> list[Any]:
        page = await self._desk.get("routing", f"/inbox/{agency}?limit=1000")
        lines: list[Any] = page["lines"]
        while page["next"]:
            page = await self._desk.get("routing", f"/inbox/{agency}?limit=1000&after={quote(page['next'])}")
            lines += page["lines"]
        return lines

    async def _dossier(self, dossier_id: str, tasks: list[Any], now: datetime) -> None:
        # One act a look: whatever follows is seen, with its new version, at the next one.
        if dossier_id in self._lives:
            with contextlib.suppress(Stale):  # the citizen was quicker
                for agency, line, task in tasks:
                    if await getattr(self, f"_{task['do']}")(dossier_id, agency, line, task, now):
                        return

    def _after(self, dossier_id: str, what: str, now: datetime, minutes: int) -> bool:
        """Whether so many working minutes have passed since the task was first seen."""
        ready = self._ready.setdefault((dossier_id, what), self._calendar.add(now, minutes) if minutes else now)
        return ready <= now

    def _once(self, dossier_id: str, what: str) -> bool:
        first = (dossier_id, what) not in self._done
        self._done.add((dossier_id, what))
        return first

    async def _acknowledge(self, dossier_id: str, agency: str, line: Any, task: Any, now: datetime) -> bool:
        if not self._after(dossier_id, f"ack {task['consignment']}", now, 15):
            return False
        facts = {"consignment": task["consignment"], "agency": agency, "officer": "vt1", "version": line["version"]}
        if self._lives[dossier_id].refused_once and task["leg"] != "return" and self._once(dossier_id, "refusal"):
            await self._desk.act("routing", dossier_id, "refuse-hand-over", reason="Thiếu bản chính tờ khai", **facts)
        else:
            await self._desk.act("routing", dossier_id, "acknowledge", **facts)
        return True

    async def _resend(self, dossier_id: str, agency: str, line: Any, task: Any, _now: datetime) -> bool:
        facts = {"consignment": task["consignment"], "version": line["version"]}
        await self._desk.act("routing", dossier_id, "resend", agency=agency, officer="vt1", **facts)
        return True

    async def _assign(self, dossier_id: str, agency: str, line: Any, task: Any, _now: datetime) -> bool:
        await self._desk.assign(dossier_id, agency, task["leg"], officer_of(agency), line["version"])
        return True

    async def _complete(self, dossier_id: str, agency: str, line: Any, task: Any, now: datetime) -> bool:
        return await self._end(dossier_id, agency, line, task, now, "complete")

    async def _propose(self, dossier_id: str, agency: str, line: Any, task: Any, now: datetime) -> bool:
        return await self._end(dossier_id, agency, line, task, now, "propose")

    async def _end(self, dossier_id: str, agency: str, line: Any, task: Any, now: datetime, what: str) -> bool:
        life = self._lives[dossier_id]
        if not self._after(dossier_id, f"work {task['leg']}", now, await self._needs(dossier_id, task, life)):
            return False
        facts = {"leg": task["leg"], "agency": agency, "officer": task["officer"], "version": line["version"]}
        if life.supplemented and self._once(dossier_id, "supplement"):
            asked = {"content": "Bản sao giấy tờ tuỳ thân còn hạn", "legal_ground": "NĐ 61/2018 Đ.19.4"}
            await self._desk.act("routing", dossier_id, "ask-supplement", **asked, **facts)
            return True
        shown = await self._desk.act("routing", dossier_id, what, **facts)
        if what == "propose":
            await self._sign(dossier_id, agency, line, task, shown["version"])
        return True

    async def _sign(self, dossier_id: str, agency: str, line: Any, task: Any, version: int) -> None:
        """The head approves and signs, the clerk numbers and issues: within the hour, in an office that works."""
        life = self._lives[dossier_id]
        number = f"KQ-{line['code'].rpartition('-')[0][-6:]}-{life.number:04d}-{task['leg']}"
        acts = (("approve", "ld1", {}), ("sign", "ld1", {}), ("number", "vt1", {"result_no": number}), ("issue", "vt1", {}))
        for act, officer, more in acts:
            facts = {"leg": task["leg"], "agency": agency, "officer": officer, "version": version}
            version = (await self._desk.act("routing", dossier_id, act, **facts, **more))["version"]

    async def _post(self, dossier_id: str, agency: str, line: Any, task: Any, _now: datetime) -> bool:
        facts = {"leg": task["leg"], "agency": agency, "officer": task["officer"], "version": line["version"]}
        await self._desk.act("routing", dossier_id, "post-notice", **facts)
        return True

    async def _needs(self, dossier_id: str, task: Any, life: Life) -> int:
        key = (dossier_id, f"work {task['leg']}")
        if key in self._ready:
            return 0
        journey = await self._desk.get("routing", f"/journeys/{dossier_id}")
        share = granted_minutes(self._calendar, parse_term(journey["legs"][task["leg"]]["share"]))
        return int(share * 3) + 450 if life.neglected else max(10, int(share * life.pace))

    async def _apologise(self, dossier_id: str, agency: str, line: Any, _task: Any, now: datetime) -> bool:
        if not self._after(dossier_id, "apology", now, 60):
            return False
        due = max(datetime.fromisoformat(line["due_at"]), now)
        anew = self._calendar.closing(self._calendar.working_day_after(day_of(due), 2))
        await self._desk.act(
            "routing",
            dossier_id,
            "apologise",
            agency=agency,
            officer="ld1",
            version=line["version"],
            reason="Chờ xác minh tại cơ quan phối hợp",
            new_due_at=anew.isoformat(),
        )
        return True

    async def _return(self, dossier_id: str, agency: str, _line: Any, task: Any, now: datetime) -> bool:
        if not self._after(dossier_id, f"return {task['consignment']}", now, 30):
            return False
        await self._desk.act("intake", dossier_id, "return", agency=agency, officer="mc1")
        return True

    async def _answer(self, dossier_id: str, agency: str, line: Any, task: Any, _now: datetime) -> bool:
        await self._desk.act(
            "routing",
            dossier_id,
            "answer",
            version=line["version"],
            consultation=task["consultation"],
            agency=agency,
            officer="cv1",
            answer="Thống nhất",
        )
        return True

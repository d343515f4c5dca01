"""A dossier's course as those in it live it: one generator from the counter to the citizen's hand, over the public commands.

It yields the instant that it waits for, and goes on when that has come and all that was before it has happened.
"""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

from lienthong_calendar import WorkingCalendar, day_of

from lienthong_local.play.desk import Desk
from lienthong_local.play.staff import HEAD, officer_of
from lienthong_local.year.diary import Diary
from lienthong_local.year.lots import Lot

BEGINNING = ("acknowledge", "assign")
CLERK = "vt1"


class Course:
    """Lives lots: `desk` gives the commands, `top` is the province whose department is asked for opinions."""

    def __init__(self, desk: Desk, diary: Diary, calendar: WorkingCalendar, top: str) -> None:
        self._desk, self._diary, self._calendar, self._asked = desk, diary, calendar, f"{top}.SNV"

    async def of(self, lot: Lot, now: datetime) -> AsyncIterator[datetime]:
        """The course of a lot that comes now."""
        shown = await self._hand_in(lot)
        if lot.at_once and lot.channel != "online":
            return
        dossier_id = shown["dossier_id"]
        yield (now := self._diary.next(now))
        shown = await self._began(lot, dossier_id)
        async for then in self._between(lot, dossier_id, shown, now):
            yield (now := then)
        due_on = _day((await self._seen(dossier_id) if lot.twist else shown)["due_at"])
        ending = self._ending(lot, day_of(now), due_on)
        if ending is None:
            return
        if lot.twist == "apologised":
            yield (now := self._diary.on(due_on))
            await self._apologise(dossier_id, due_on)
        if ending > now:
            yield (now := ending)
        await self._finish(lot, dossier_id)
        yield self._diary.next(now)
        await self._desk.act("intake", dossier_id, "return", agency=lot.desk, officer=_clerk(lot))

    async def _hand_in(self, lot: Lot) -> dict[str, Any]:
        shown = await self._desk.submit(_body(lot))
        if lot.channel != "online":
            return shown
        clerk = {"agency": lot.desk, "officer": _clerk(lot), "version": shown["version"]}
        return await self._desk.act("intake", shown["dossier_id"], "receive", **clerk)

    async def _seen(self, dossier_id: str) -> dict[str, Any]:
        journey: dict[str, Any] = await self._desk.get("routing", f"/journeys/{dossier_id}")
        return journey

    async def _began(self, lot: Lot, dossier_id: str) -> dict[str, Any]:
        shown = await self._seen(dossier_id)
        if lot.twist == "refused":
            task = _task(shown, ("acknowledge",))
            said = {"consignment": task["consignment"], "reason": "Thiếu bản chính tờ khai"}
            shown = await self._act(dossier_id, task, shown, "refuse-hand-over", **said)
            task = _task(shown, ("resend",))
            shown = await self._act(dossier_id, task, shown, "resend", consignment=task["consignment"])
        return await self._through(lot, dossier_id, shown, BEGINNING)

    async def _between(self, lot: Lot, dossier_id: str, shown: dict[str, Any], now: datetime) -> AsyncIterator[datetime]:
        """What comes between the beginning and the end."""
        task = _task(shown, ("propose", "complete"))
        if lot.twist == "supplement":
            said = {"content": "Bản sao giấy tờ còn hạn", "legal_ground": "NĐ 61/2018 Đ.19.4", "leg": task["leg"]}
            await self._act(dossier_id, task, shown, "ask-supplement", **said)
            yield (now := self._diary.next(now))
            await self._desk.act("intake", dossier_id, "supplement", agency=lot.desk, officer=_clerk(lot))
            yield self._diary.next(now)
        if lot.twist == "consultation":
            shown = await self._act(dossier_id, task, shown, "consult", leg=task["leg"], asked=self._asked, question="Có ý kiến gì không?",
                                    answer_by=self._closing(day_of(now), 2).isoformat())  # fmt: skip
            yield self._diary.next(now)
            shown, answer = await self._seen(dossier_id), _task(shown, ("answer",))
            await self._act(dossier_id, answer, shown, "answer", consultation=answer["consultation"], answer="Thống nhất")

    def _closing(self, day: date, count: int) -> datetime:
        # The calendar's days, not the diary's: an answer may be due after the period, and not on a day of rest.
        return self._calendar.closing(self._calendar.working_day_after(day, count))

    def _ending(self, lot: Lot, today: date, due: date) -> datetime | None:
        """When the result is issued; None for a dossier that stays open."""
        if lot.end == "open":
            return None
        if lot.end == "early":
            return self._diary.on(self._diary.within(today, due, lot.part) or today)
        if lot.end == "on_day":
            return self._diary.on(due)
        return self._diary.on(self._diary.day_after(due, 1 + int(lot.part * 5)))

    async def _finish(self, lot: Lot, dossier_id: str) -> None:
        shown = await self._seen(dossier_id)
        if lot.twist == "sent_back" and (task := _task(shown, ("propose",), absent_ok=True)):
            shown = await self._act(dossier_id, task, shown, "propose", leg=task["leg"])
            shown = await self._act(dossier_id, _task(shown, ("approve",)), shown, "send-back", leg=task["leg"], reason="Sửa nội dung")
        await self._through(lot, dossier_id, shown, ())

    async def _apologise(self, dossier_id: str, due_on: date) -> None:
        shown = await self._seen(dossier_id)
        task = _task(shown, ("propose", "complete")) | {"officer": HEAD}
        await self._act(dossier_id, task, shown, "apologise", reason="Chờ xác minh tại cơ quan phối hợp",
                        new_due_at=self._closing(due_on, 5).isoformat())  # fmt: skip

    async def _through(self, lot: Lot, dossier_id: str, shown: dict[str, Any], only: tuple[str, ...]) -> dict[str, Any]:
        """Every task as it comes up, until there is none (of these), or the citizen is to be handed the result."""
        wanted = only or (*BEGINNING, "complete", "propose", "approve", "sign", "number", "issue")
        while task := _task(shown, wanted, absent_ok=True):
            shown = await self._do(lot, dossier_id, task, shown)
        return shown

    async def _do(self, lot: Lot, dossier_id: str, task: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
        if task["do"] == "assign":
            return await self._desk.assign(dossier_id, task["agency"], task["leg"], officer_of(task["agency"]), shown["version"])
        about = {"consignment": task["consignment"]} if task["do"] == "acknowledge" else {"leg": task["leg"]}
        more = {"result_no": f"{lot.number + 1}/KQ-{task['leg']}"} if task["do"] == "number" else {}
        return await self._act(dossier_id, task, shown, task["do"], **about, **more)

    async def _act(self, dossier_id: str, task: dict[str, Any], shown: dict[str, Any], command: str, **said: Any) -> dict[str, Any]:
        officer = {"approve": HEAD, "sign": HEAD, "number": CLERK, "issue": CLERK}.get(command) or task.get("officer") or CLERK
        who = {"agency": task["agency"], "officer": officer, "version": shown["version"]}
        return await self._desk.act("routing", dossier_id, command, **who, **said)


def _day(instant: str) -> date:
    return day_of(datetime.fromisoformat(instant))


def _task(shown: dict[str, Any], wanted: tuple[str, ...], absent_ok: bool = False) -> Any:
    found = next((task for task in shown["tasks"] if task["do"] in wanted), None)
    if found is None and not absent_ok:
        raise LookupError(f"{shown['dossier_id']}: no {wanted} among {[task['do'] for task in shown['tasks']]}")
    return found


def _clerk(lot: Lot) -> str:
    return f"mc{lot.number % 3 + 1}"


def _body(lot: Lot) -> dict[str, Any]:
    """The submission; one in three has an e-mail address too."""
    reached = {"phone": f"09{lot.number % 100_000_000:08d}"}
    if lot.number % 3 == 0:
        reached["email"] = f"nguoi.dan.{lot.number}@example.vn"
    immediate = {"immediate_result_no": f"{lot.number + 1}/KQ"} if lot.at_once and lot.channel == "counter" else {}
    return {"procedure": lot.procedure.id, "channel": lot.channel, "desk": lot.desk, "applicant": "person", "papers": ["form"],
            "name": f"Người dân {lot.number}", "officer": _clerk(lot), "although_alike": True, **reached, **immediate}  # fmt: skip

"""Citizens at work: they hand in, add what was asked for, pay, or take their dossier back."""

import asyncio
from datetime import datetime, timedelta

from lienthong_local.play.desk import Desk
from lienthong_local.play.officers import Officers
from lienthong_local.play.people import Life

_PATIENCE = timedelta(hours=3)


class Citizens:
    """All citizens; `dossiers` maps each received dossier to its life."""

    def __init__(self, desk: Desk, officers: Officers, lives: list[Life]) -> None:
        self._desk, self._officers = desk, officers
        self._coming = list(lives)
        self._open: dict[str, Life] = {}
        self._since: dict[str, datetime] = {}

    @property
    def still_to_come(self) -> int:
        """Lives that haven't begun."""
        return len(self._coming)

    async def act(self, now: datetime) -> None:
        """Everything that citizens do at this instant."""
        arriving = [life for life in self._coming if life.at <= now]
        self._coming = [life for life in self._coming if life.at > now]
        await asyncio.gather(*(self._hand_in(life, now) for life in arriving))
        await asyncio.gather(*(self._follow(dossier_id, life, now) for dossier_id, life in list(self._open.items())))

    async def _hand_in(self, life: Life, now: datetime) -> None:
        shown = await self._desk.submit(life.submission)
        dossier_id = shown["dossier_id"]
        if shown["status"] == "submitted":
            by = {"agency": life.submission["desk"], "officer": life.submission["officer"]}
            await self._desk.act("intake", dossier_id, "receive", **by, version=shown["version"])
        self._officers.takes_on(dossier_id, life)
        self._open[dossier_id], self._since[dossier_id] = life, now

    async def _follow(self, dossier_id: str, life: Life, now: datetime) -> None:
        if now - self._since[dossier_id] < _PATIENCE:
            return
        self._since[dossier_id] = now
        status = (await self._desk.get("intake", f"/dossiers/{dossier_id}"))["status"]
        by = {"agency": life.submission["desk"], "officer": life.submission["officer"]}
        if status == "supplement":
            await self._desk.act("intake", dossier_id, "supplement", **by)
        elif status == "fee":
            await self._desk.act("intake", dossier_id, "pay", **by, receipt_no=f"BL-{life.number:06d}")
        elif status == "received" and life.withdrawn:
            await self._desk.act("intake", dossier_id, "withdraw", **by, reason="Không còn nhu cầu")
        if status in ("returned", "withdrawn") or (status == "received" and life.withdrawn):
            del self._open[dossier_id]

"""Whole lives over HTTP as fast as the services answer: nobody waits for anything but an answer."""

import asyncio
import random
from typing import Any

from lienthong_local.play.desk import Desk
from lienthong_local.play.people import submission

LOOK = 0.25  # seconds between looks of somebody who waits: quicker ones would load what is measured
ACTS = ("acknowledge", "assign", "complete", "propose", "approve", "sign", "number", "issue", "return")
SIMPLE = ("1.001612", "1.004222", "2.000815", "1.004873", "3.000722")


class Lives:
    """Begins and lives through dossiers of a few procedures."""

    def __init__(self, desk: Desk, procedures: list[dict[str, Any]], desks: list[str], seed: int) -> None:
        self._desk, self._desks, self._dice = desk, desks, random.Random(seed)
        self._procedures = [p for p in procedures if p["id"] in SIMPLE]
        self._count = 0

    async def begin(self) -> str:
        """Hand in and receive at the counter."""
        return str((await self._desk.submit(self.drawn()))["dossier_id"])

    def drawn(self) -> dict[str, Any]:
        """The next submission."""
        self._count += 1
        body = submission(self._count, self._dice.choice(self._procedures), self._dice.choice(self._desks), self._dice)
        return body | {"channel": "counter"}

    async def live(self, dossier_id: str) -> None:
        """Every task as soon as it is there, until the result is returned."""
        shown = await self._planned(dossier_id)
        while shown["status"] != "closed":
            task = next((task for task in shown["tasks"] if task["do"] in ACTS), None)
            if task is None:
                shown = await self._again(dossier_id)
            elif task["do"] == "return":
                await self._return(dossier_id, task["agency"])
                return
            else:
                shown = await self._do(dossier_id, task)

    async def _do(self, dossier_id: str, task: dict[str, Any]) -> dict[str, Any]:
        if task["do"] == "assign":
            return await self._desk.assign(dossier_id, task["agency"], task["leg"], "cb1")
        about = {"consignment": task["consignment"]} if task["do"] == "acknowledge" else {"leg": task["leg"]}
        more = {"result_no": f"KQ-{self._count}"} if task["do"] == "number" else {}
        return await self._desk.act("routing", dossier_id, task["do"], agency=task["agency"], officer="cb1", **about, **more)

    async def _return(self, dossier_id: str, agency: str) -> None:
        # intake learns by event that the result is back.
        while not (await self._desk.get("intake", f"/dossiers/{dossier_id}"))["at_desk"]:
            await asyncio.sleep(LOOK)
        await self._desk.act("intake", dossier_id, "return", agency=agency, officer="mc1")

    async def _planned(self, dossier_id: str) -> dict[str, Any]:
        while True:
            shown = await self._desk.find("routing", f"/journeys/{dossier_id}")
            if shown is not None:
                return shown
            await asyncio.sleep(LOOK)

    async def _again(self, dossier_id: str) -> dict[str, Any]:
        await asyncio.sleep(LOOK)
        return await self._desk.get("routing", f"/journeys/{dossier_id}")

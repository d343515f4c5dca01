"""Intake with a small catalogue of its own on a real database; what it publishes is taken in when a test says so."""

import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import uuid_utils.compat as uuids
import yaml
from intake.app import build
from intake.catalogue import publish
from intake.domain.dossier import Dossier
from intake.settings import Settings
from lienthong_calendar import VIET_NAM, day_of
from lienthong_contracts import KINDS, ProcedurePublished
from lienthong_local.identity import Issuer
from lienthong_runtime import Row, RuntimeSettings
from lienthong_runtime.running import Running

ISSUER = Issuer("a secret of these tests")
SINCE = "2026-01-01"
AGENCIES = [
    {"id": "H1", "valid_from": SINCE, "name": "Thuận Bắc", "kind": "one_stop", "roles": ["desk"]},
    {"id": "H2", "valid_from": SINCE, "name": "Thuế", "kind": "vertical", "parent": "H1", "roles": ["tax"]},
    {"id": "H3", "valid_from": SINCE, "name": "Công Hải", "kind": "one_stop", "roles": ["desk"]},
]
COUNTS = {table: "select count(*) from " + table for table in ("proposal", "proposal_step", "catalogue_entry", "outbox", "answer")}
ROUTE = {"id": "r", "valid_from": SINCE, "name": "Quy trình", "decision_no": "QĐ 1",
         "legs": [{"leg": "tax", "agency": "tax", "task": "Thẩm định", "share": "1wd"}]}  # fmt: skip


def procedure(procedure_id: str, **fields: Any) -> dict[str, Any]:
    own = {"id": procedure_id, "valid_from": SINCE, "route": "r", "papers": [], "channels": ["online"]}
    return {**ProcedurePublished.example, **own, **fields}


def written(folder: Path, procedures: list[dict[str, Any]]) -> Path:
    for kind, entries in (("agencies", AGENCIES), ("routes", [ROUTE]), ("procedures", procedures)):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        (folder / kind / "x.yml").write_text(yaml.safe_dump(entries, allow_unicode=True), "utf-8")
    return folder


@dataclass
class Office:
    """A started intake, and whoever asks it."""

    running: Running
    client: httpx2.AsyncClient

    @property
    def pool(self) -> Any:
        return self.running.pool

    async def catch_up(self) -> None:
        """Take in all that was published, as the follower of the topic does."""
        for row in await self.pool.fetch("select type, payload from outbox where aggregatetype = 'catalogue.v1' order by seq"):
            self.running.catalogue.put(KINDS[row["type"]].from_json(row["payload"]))  # type: ignore[arg-type]

    def day(self, text: str) -> None:
        """It is nine o'clock of that day."""
        self.running.clock.tick(datetime.fromisoformat(f"{text}T09:00").replace(tzinfo=VIET_NAM))  # type: ignore[attr-defined]

    async def get(self, path: str, who: str = "an", roles: tuple[str, ...] = ("admin",)) -> httpx2.Response:
        return await self.client.get(path, headers=signed(who, *roles))

    async def post(self, path: str, body: Any = None, who: str = "an", roles: tuple[str, ...] = ("admin",), key: str = "",
                   **more: Any) -> httpx2.Response:  # fmt: skip
        headers = {**signed(who, *roles), "Idempotency-Key": key or uuids.uuid7().hex, **more.pop("headers", {})}
        return await self.client.post(path, headers=headers, **({"json": body} if body is not None else {}), **more)

    async def propose(self, **kinds: Any) -> dict[str, Any]:
        answer = await self.post("/proposals", {"title": "Sửa đổi", "entries": kinds})
        assert answer.status_code == 201, answer.text
        return answer.json()  # type: ignore[no-any-return]

    async def approve(self, proposal: dict[str, Any], who: str = "binh", key: str = "", **said: Any) -> httpx2.Response:
        body = {"decision_no": "QĐ 7/QĐ-UBND", "decided_on": "2026-11-24", **said}
        return await self.post(f"/proposals/{proposal['proposal_id']}/approve", body, who, ("approver",), key)

    def chosen(self, procedure_id: str) -> int | None:
        """The version that a submission of today gets."""
        today = day_of(self.running.clock.now())
        found = self.running.catalogue.in_force(ProcedurePublished, procedure_id, today)
        return found and found.entry_version

    async def submitted(self, procedure_id: str, desk: str = "H1", **more: Any) -> UUID:
        """An open dossier of the version that can be chosen today."""
        state = Dossier(status="submitted", procedure=procedure_id, procedure_version=self.chosen(procedure_id) or 0, channel="online",
                        desk=desk, return_channel="counter")  # fmt: skip
        row = Row(uuids.uuid7(), state=state.with_(**more))
        async with self.pool.acquire() as connection, connection.transaction():
            await self.running.transactor.rows.save(connection, [row])
        return row.dossier_id

    async def count(self, table: str) -> int:
        return await self.pool.fetchval(COUNTS[table])  # type: ignore[no-any-return]

    async def stored(self) -> tuple[int, ...]:
        """How much there is of all that a proposal writes."""
        return tuple([await self.count(table) for table in COUNTS])


def signed(who: str, *roles: str, agency: str | None = None) -> dict[str, str]:
    return {"Authorization": f"Bearer {ISSUER.token(who, agency, roles)}"} if roles else {}  # type: ignore[arg-type]


@contextlib.asynccontextmanager
async def office_on(pool: Any, dsn: str, folder: Path, settings: Settings | None = None) -> AsyncGenerator[Office]:
    running = Running(build(settings or Settings()), RuntimeSettings(postgres_dsn=dsn, clock="business", identity_keys=ISSUER.public), pool)
    running.follower.complete.set()
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=running.app()), base_url="http://intake") as client:
        office = Office(running, client)
        office.day("2026-11-24")
        await publish(running.parts, folder)
        await office.catch_up()
        yield office

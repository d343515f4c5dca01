"""Citizens and a desk with files in their hands, at an intake with a real database and a real folder."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx2
import uuid_utils.compat as uuids
from administration_at_work import Office, office_on, procedure, signed, written
from intake.app import build
from intake.settings import Settings
from lienthong_local.databases import create_databases, drop_databases
from lienthong_runtime.database import connect_pool
from lienthong_runtime.migrate import migrate

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
MATTER = {"procedure": "p", "name": "Nguyễn Thị Ngọc Ẩn", "phone": "0912345678", "id_no": "058199000001", "desk": "H1",
          "although_alike": True}  # fmt: skip


async def office_with_papers(infra: Any, prefix: str, folder: Path, objects: str = "") -> AsyncGenerator[Office]:
    """An intake of its own, with its documents in the folder or where `objects` says."""
    dsn = (await create_databases(infra.postgres_dsn, prefix))["intake"]
    settings = Settings(objects=objects or str(folder / "objects"))
    await migrate(dsn, build(settings).migrations)
    pool = await connect_pool(dsn, 8, "test")
    try:
        async with office_on(pool, dsn, written(folder / "catalogue", [procedure("p")]), settings) as office:
            yield office
    finally:
        await pool.close()
        await drop_databases(infra.postgres_dsn, prefix)


async def drafted(office: Office, **fields: Any) -> str:
    """A citizen's draft; its id."""
    answer = await office.post("/drafts", {"draft": {"fields": {**MATTER, **fields}}}, "cd1", ("citizen",))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["dossier_id"])


async def attached(office: Office, dossier: str, name: str, who: str = "cd1") -> httpx2.Response:
    """A file put to the dossier's form by the citizen."""
    headers = {**signed(who, "citizen"), "Idempotency-Key": uuids.uuid7().hex}
    params = {"paper": "form", "name": name, "origin": "electronic"}
    return await office.client.post(f"/dossiers/{dossier}/documents", params=params, content=PDF, headers=headers)

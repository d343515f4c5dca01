"""From an empty system to the first dossier: open while nobody administers it, then to administrators only."""

from datetime import datetime
from typing import Any

import uuid_utils.compat as uuids
from lienthong_contracts.catalogue import AgencyPublished, ProcedurePublished
from people_at_work import DESK, Person, account, at_work
from portal.first_steps.page import Step, steps
from portal_at_work import database, letter, running_with, settings_of

HERE = 'aria-current="step"'


def test_the_first_step_that_is_not_done_is_here() -> None:
    assert steps({"admin": True, "catalogue": False, "desk": True, "dossier": False}) == (
        Step("admin", "done"), Step("catalogue", "here"), Step("desk", "done"), Step("dossier", "waiting"))  # fmt: skip
    assert {step.state for step in steps({"admin": True, "desk": True})} == {"done"}


async def test_the_page_leads_on_with_what_there_is(infra: Any, prefix: str) -> None:
    async with database(infra, prefix, "first") as (pool, dsn):
        running = running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn), pool)
        app = at_work(running)
        stranger, administrator, officer = Person(app), Person(app), Person(app)
        page = (await stranger.get("/bat-dau")).text
        assert "lienthong account add" in page.partition(HERE)[2].partition("</li>")[0]
        await account(pool, "quantri", "admin")
        assert (await stranger.get("/bat-dau")).headers["location"] == "/vao?di=/bat-dau"
        await administrator.enter("quantri", di="/bat-dau")
        assert "Có danh mục" in (await administrator.get("/bat-dau")).text.partition(HERE)[2]  # agencies alone, no procedure yet
        await account(pool, "motcua", "desk", agency=DESK)
        await officer.enter("motcua")
        told = await officer.get("/bat-dau")
        assert told.status_code == 403 and "vai trò: cán bộ một cửa" in told.text
        await running.transactor.take_in([letter("DossierReceived", 1, uuids.uuid7(), desk=DESK)])
        assert "Còn 1 bước" in (await administrator.get("/bat-dau")).text


async def test_an_agency_exists_from_the_first_minute_of_its_first_day(infra: Any, prefix: str) -> None:
    async with database(infra, prefix, "midnight") as (pool, dsn):
        running = running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn, clock="business"), pool)
        app, new = at_work(running), {"id": "H32.77", "parent": None, "version": 1, "valid_from": "2099-12-01"}
        running.catalogue.put(AgencyPublished.model_validate({**AgencyPublished.example, **new}))
        running.catalogue.put(ProcedurePublished.model_validate(ProcedurePublished.example))
        await account(pool, "quantri", "admin")
        administrator = Person(app)
        await administrator.enter("quantri")
        for at, status, agencies in (("2099-11-30T23:59:00", 422, "3 cơ quan"), ("2099-12-01T00:01:00", 200, "4 cơ quan")):
            running.clock.tick(datetime.fromisoformat(f"{at}+07:00"))  # type: ignore[attr-defined]
            assert agencies in (await administrator.get("/bat-dau")).text
            made = await administrator.post("/quan-tri/nguoi-dung", login="mot.cua", agency="H32.77", roles=["desk"])
            assert made.status_code == status

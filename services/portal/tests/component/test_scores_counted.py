"""The points of TT 01/2018 are counted from the very dossiers that report 06a calls resolved, and each officer's from their own legs."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest_asyncio
from lienthong_contracts import AgencyPublished, ProcedurePublished
from officer_at_work import DESK, KT, TAX, Played, headers
from portal_at_work import browser, database, running_with, settings_of, token

SPAN = "tu=2026-11-01&den=2026-12-31"
AT = "2026-11-23T10:00:00+07:00"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def portal(infra: Any, prefix: str) -> AsyncGenerator[Any]:
    async with database(infra, prefix, "scores") as (pool, dsn):
        portal = running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix), pool)
        for kind, own in ((AgencyPublished, {"id": DESK, "parent": None}), (ProcedurePublished, {"channels": ["online"]})):
            portal.catalogue.put(kind.model_validate({**kind.example, **own, "valid_from": "2020-01-01", "valid_to": None}))
        played = Played(portal)
        await _resolved(played, "261101-0001", "early", {"appraise": (480, 200), "tax": (480, 480)})
        await _resolved(played, "261101-0002", "late", {"appraise": (480, 900), "tax": (480, 100)}, asked=2)
        await played.acknowledged("261101-0003")  # still open: no indicator of resolved dossiers counts it
        yield portal


async def _resolved(played: Played, tail: str, verdict: str, legs: dict[str, tuple[int, int]], asked: int = 0) -> None:
    dossier = await played.acknowledged(tail)
    for n in range(asked):
        await played.tell(dossier, "SupplementAsked", round=n + 1, at=AT)
    for leg, (granted, used) in legs.items():
        agency = KT if leg == "appraise" else TAX
        await played.tell(dossier, "OfficerAssigned", leg=leg, agency=agency, officer=f"{leg}-1", at=AT)
        await played.tell(dossier, "ClockStarted", clock=leg, agency=agency, granted=granted, due_at=AT, at=AT)
        await played.tell(dossier, "LegCompleted", leg=leg, agency=agency, officer=f"{leg}-1", at=AT)
        await played.tell(dossier, "ClockStopped", clock=leg, agency=agency, used=used, paused=0, at=AT)
    await played.tell(dossier, "ResultIssued", at=AT)
    await played.tell(dossier, "DeadlineMet", clock="dossier", verdict=verdict, finished_at=AT, at=AT)


async def scored(portal: Any, reader: dict[str, str], query: str = SPAN) -> dict[str, Any]:
    async with browser(portal) as client:
        return (await client.get(f"/api/bao-cao/diem?{query}", headers=reader)).json()  # type: ignore[no-any-return]


AUDITOR = {"Authorization": f"Bearer {token('auditor')}"}


def parts(made: dict[str, Any]) -> dict[int, tuple[int, int] | None]:
    return {line["number"]: None if line["points"] is None else (line["part"], line["whole"]) for line in made["lines"]}


async def test_each_indicator_shows_the_points_and_the_cases_it_was_counted_from(portal: Any) -> None:
    found = parts(await scored(portal, AUDITOR))
    assert (found[1], found[2], found[3], found[4]) == ((2, 2), (5, 4), (2, 2), (2, 2))  # legs: 2 + 1 and 0 + 2
    assert (found[5], found[7], found[8]) == (None, None, None) and found[9] == (0, 3)


async def test_an_officer_is_scored_by_the_legs_and_dossiers_that_were_theirs(portal: Any) -> None:
    officers = {one["officer"]: parts(one) for one in (await scored(portal, AUDITOR))["officers"]}
    assert set(officers) == {"appraise-1", "tax-1"}
    assert (officers["appraise-1"][2], officers["tax-1"][2]) == ((2, 2), (3, 2))
    assert officers["tax-1"][1] == (2, 2) and officers["tax-1"][7] is None


async def test_a_period_without_a_resolved_dossier_scores_nobody(portal: Any) -> None:
    made = await scored(portal, AUDITOR, "tu=2025-01-01&den=2025-01-31")
    assert made["officers"] == [] and [parts(made)[n] for n in (1, 2, 3, 4, 9)] == [None] * 5


async def test_a_head_scores_what_their_own_desk_received_and_a_stranger_nothing(portal: Any) -> None:
    own = parts(await scored(portal, headers("head", DESK), f"{SPAN}&co-quan={DESK}"))
    assert own == parts(await scored(portal, AUDITOR))
    stranger = await scored(portal, headers("head", "H01.1"))
    assert stranger["officers"] == [] and parts(stranger)[1] is None


async def test_the_page_says_what_could_not_be_measured(portal: Any) -> None:
    async with browser(portal) as client:
        page = (await client.get(f"/bao-cao/diem?{SPAN}", headers={**AUDITOR, "Accept": "text/html"})).text
        empty = (await client.get("/bao-cao/diem?tu=2025-01-01&den=2025-01-31", headers={**AUDITOR, "Accept": "text/html"})).text
    assert page.count("không đo được") >= 3 and "appraise-1" in page and "5 ÷ 4" in page
    assert "Không có hồ sơ nào được giải quyết" in empty

"""The verb `bench-windows`."""

import asyncio
import random
from typing import Annotated, Any

import asyncpg
import httpx2
import typer

from lienthong_local.bench.fresh import Json, ReportFile, fresh_stack, give
from lienthong_local.bench.machine import machine
from lienthong_local.bench.windows.filling import fill
from lienthong_local.bench.windows.lives import Place
from lienthong_local.bench.windows.pages import one_by_one, together
from lienthong_local.services import Services

DESK = "H32.41"
# Of 50 requests: what citizens and officers do all day, boards that fetch their figures, and now and then an agency's report. A whole
# country's report isn't among them: it counts two million stays, and is asked for once a month.
MIX = {
    "tracking": 12, "home": 3, "catalogue": 3, "inbox": 8, "a dossier": 6, "hand-overs": 2, "alerts": 1, "dossiers, as a head": 2,
    "dossiers of a code": 3, "dossiers overdue": 1, "board's figures": 6, "board, whole country": 1, "board, one agency": 1,
    "report 06a, as a head": 1,
}  # fmt: skip


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("bench-windows")(bench_windows)


def bench_windows(
    as_json: Json = False,
    dossiers: Annotated[int, typer.Option(min=1000, help="How many dossiers the read model has.")] = 1_000_000,
    times: Annotated[int, typer.Option(min=5, help="How often each page is asked for.")] = 40,
    seconds: Annotated[int, typer.Option(min=5, help="How long fifty requests a second go on.")] = 30,
    report: ReportFile = None,
) -> None:
    """Measure lists, boards and reports over a million dossiers, and fifty requests a second with all services running.

    Example: `lienthong bench-windows --report docs/reports/windows.json`
    """
    give(asyncio.run(_bench(dossiers, times, seconds)), as_json, report)


async def _bench(dossiers: int, times: int, seconds: int) -> dict[str, Any]:
    async with fresh_stack() as (stack, tell):
        services = stack.services
        assert services is not None
        places, procedures = await _known(services)
        filled = await fill(services.dsns["portal"], dossiers, places, procedures, tell)
        code = await _some_code(services.dsns["portal"])
        pages, url = _pages(services, places, code), services.url("portal")
        alone = await one_by_one(url, pages, times, tell)
        asked = [pages[name] for name, share in MIX.items() for _ in range(share)]
        random.Random(1).shuffle(asked)
        mixed = await together(url, asked, 50, seconds, tell)
    slowest = max(alone, key=lambda name: alone[name]["p95_ms"])
    return {**filled, "desks": len(places), "pages": alone, "slowest": slowest, "together": mixed, "machine": machine()}


async def _known(services: Services) -> tuple[list[Place], list[str]]:
    async with httpx2.AsyncClient(base_url=services.url("intake"), trust_env=False) as client:
        agencies, procedures = await _published(client, "/agencies"), await _published(client, "/procedures")
    under = {one["parent"]: one["id"] for one in agencies if one["kind"] == "resolving"}
    desks = [one for one in agencies if one["kind"] == "one_stop"]
    places = [Place(one["id"], under.get(one["id"]) or under.get(one["parent"]) or one["id"]) for one in desks]
    return places, [one["id"] for one in procedures]


async def _published(client: httpx2.AsyncClient, path: str) -> list[dict[str, Any]]:
    """Entries of the catalogue, once no more of them come."""
    found: list[dict[str, Any]] = []
    while not found or len(found) != len(again := (await client.get(path)).json()):
        found = again if found else (await client.get(path)).json()
        await asyncio.sleep(0.5)
    return found


async def _some_code(dsn: str) -> str:
    connection = await asyncpg.connect(dsn)
    try:
        found: str = await connection.fetchval("select code from record where due = 'overdue' and desk = $1 limit 1", DESK) or ""
        return found or await connection.fetchval("select code from record limit 1")
    finally:
        await connection.close()


def _pages(services: Services, places: list[Place], code: str) -> dict[str, tuple[str, str]]:
    """Every list and board, as those who look at them; their addresses and tokens."""
    admin = services.issuer.token("quan-tri", None, ("admin",))
    desk = next((place for place in places if place.desk == DESK), places[0]).desk
    head = services.issuer.token("truong", desk, ("head", "officer"))
    year = "tu=2026-01-01&den=2026-12-31"
    return {
        "board, whole country": ("/bang-theo-doi", admin), "board's figures": ("/bang-theo-doi/so-lieu", admin),
        "board, one agency": ("/bang-theo-doi", head), "inbox": ("/hop-viec", head), "dossiers": ("/ho-so", admin),
        "dossiers overdue": ("/ho-so?due=overdue", admin), "dossiers of a code": (f"/ho-so?q={code[-7:]}", admin),
        "dossiers of an agency": (f"/ho-so?agency={desk}", admin), "dossiers, as a head": ("/ho-so", head),
        "a dossier": (f"/ho-so/{code}", admin), "hand-overs": ("/ban-giao", head), "alerts": ("/canh-bao", head),
        "report 06a, one agency": (f"/bao-cao/06a?{year}&co-quan={desk}", admin), "report 06a, as a head": (f"/bao-cao/06a?{year}", head),
        "report 06a, whole country": (f"/bao-cao/06a?{year}", admin), "report 766, whole country": (f"/bao-cao/766?{year}", admin),
        "behind a cell": (f"/bao-cao/06a/ho-so?{year}&co-quan={desk}&cot=late", admin),
        "deliveries": ("/tin-gui/so-lieu", admin), "dead letters": ("/hang-loi", admin), "health": ("/suc-khoe", admin),
        "tracking": (f"/tra-cuu?ma={code}", ""), "catalogue": ("/thu-tuc?q=khai+sinh", ""), "home": ("/", ""),
    }  # fmt: skip

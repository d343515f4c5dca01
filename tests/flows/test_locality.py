"""A locality's period played through the real services ends with the figures it published (domain.md §7.6)."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from lienthong_calendar import VIET_NAM
from lienthong_local.infrastructure import Infrastructure
from lienthong_local.play.clock import ClockDriver
from lienthong_local.play.desk import Desk
from lienthong_local.play.gathering import Gathering
from lienthong_local.play.quiet import SERVICES, Barrier
from lienthong_local.services import Plan, services
from lienthong_local.verify import verify
from lienthong_local.year import announced
from lienthong_local.year.locality import Locality, read
from lienthong_local.year.measured import Measured, measured
from lienthong_local.year.played import PATIENCE, Played

FIGURES = {"received": 60, "early": 20, "on_day": 33, "late": 5, "open": 2, "resolved": 58, "online": 12, "saturdays": 4, "linked": 1,
           "paperless": 2, "overdue": 5}  # fmt: skip
MARCH: dict[str, Any] = {
    "first": date(2021, 3, 1), "last": date(2021, 4, 2), "months": 1, "procedures": {"xã": 108}, "received": {"xã": 60}, "early": 20,
    "on_day": 33, "late": 5, "open": 2, "online": 12, "online_in": None, "saturdays": 4, "linked": 1, "paperless": {"xã": 2},
    "published": [{"id": "S3", "says": name, "measure": name, "figure": n} for name, n in FIGURES.items()],
}  # fmt: skip


@pytest.fixture(scope="module")
async def found(infra: Infrastructure, prefix: str, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    locality = Locality.model_validate(read("tay-dang").model_dump() | MARCH)
    return await played(infra, prefix, locality, tmp_path_factory.mktemp("catalogues"))


async def played(infra: Infrastructure, prefix: str, locality: Locality, folder: Path) -> Measured:
    procedures = announced.write(locality, folder)
    play = Played(locality, procedures, 7, locality.calendar)
    env = {"LIENTHONG_REST": "0", "LIENTHONG_CATALOGUES": str(folder)}
    async with services(infra, Plan(topic_prefix=prefix, database_prefix=prefix, clock="business", env=env)) as running:
        urls = {name: running.url(name) for name in SERVICES}
        desk = Desk(urls, running.issuer, patient=True)
        waiting = Barrier(urls, running.token, infra.bootstrap_servers, prefix, infra.sink_url)
        ticking = ClockDriver(infra.bootstrap_servers, waiting, prefix)
        async with waiting as barrier, ticking as driver, Gathering(running.dsns, PATIENCE) as gathering:
            await play.play(desk, barrier, driver, gathering, lambda _done, _of: None)
        came = await measured(desk, locality, procedures, play.diary)
        end = datetime.combine(locality.last, datetime.max.time(), VIET_NAM)
        report = await verify(infra.bootstrap_servers, running.dsns, prefix, end)
        await desk.aclose()
    return came.verified(report)


def test_every_published_figure_is_read_from_the_reports_to_the_last_digit(found: Measured) -> None:
    assert {line.says: line.measured for line in found.table} == FIGURES
    assert found.good


def test_the_board_and_the_recount_say_what_the_report_says(found: Measured) -> None:
    assert {key: found.report[key] for key in found.board} == found.board
    assert found.recount_differs == 0


def test_the_form_s_rows_add_up_to_its_total(found: Measured) -> None:
    assert {key: sum(row[key] for row in found.fields) for key in found.report} == found.report

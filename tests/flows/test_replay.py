"""The same input ends with the same figures: played twice, and with services killed in between (design.md §4)."""

from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

import pytest
from lienthong_calendar import VIET_NAM
from lienthong_local.infrastructure import Infrastructure
from lienthong_local.play.figures import figures
from lienthong_local.play.quiet import SERVICES
from lienthong_local.play.season import Season
from lienthong_local.services import Plan, services
from lienthong_local.verify import verify
from lienthong_local.verify.topics import read_events

# Tết 2026 lies in it: 14-22 February.
WEEKS = Season(date(2026, 2, 9), date(2026, 2, 26), timedelta(hours=3), dossiers=40, seed=11)


async def played(infra: Infrastructure, prefix: str, kill: bool = False) -> dict[str, Any]:
    plan = Plan(topic_prefix=prefix, database_prefix=prefix, clock="business", env={"LIENTHONG_REST": "0"})
    async with services(infra, plan) as running:
        victims = cycle(running.processes[f"{name}-0"] for name in SERVICES)

        async def tick(number: int, _of: int, _now: datetime) -> None:
            if kill and number % 4 == 3:
                await next(victims).kill()

        urls = {name: running.url(name) for name in SERVICES}
        await WEEKS.play(urls, running.token, running.issuer, infra.bootstrap_servers, prefix, tick)
        report = await verify(infra.bootstrap_servers, running.dsns, prefix, datetime(2026, 2, 26, 17, tzinfo=VIET_NAM))
        assert report.amiss == []
        return figures(await read_events(infra.bootstrap_servers, [prefix + "dossier.v1"]))


@pytest.fixture(scope="module")
async def first(infra: Infrastructure, prefix: str) -> dict[str, Any]:
    return await played(infra, f"{prefix}a")


def test_the_weeks_have_deadlines_kept_and_broken(first: dict[str, Any]) -> None:
    assert first["dossiers"] == WEEKS.dossiers
    assert {"DeadlineBreached", "DeadlineApproaching", "DeadlineMet", "DelayEscalated", "ClockPaused"} <= set(first["kinds"])
    assert {"early", "late"} <= set(first["verdicts"])


async def test_the_same_input_ends_with_the_same_figures(infra: Infrastructure, prefix: str, first: dict[str, Any]) -> None:
    assert await played(infra, f"{prefix}b") == first


async def test_services_killed_in_between_change_no_figure(infra: Infrastructure, prefix: str, first: dict[str, Any]) -> None:
    assert await played(infra, f"{prefix}c", kill=True) == first

"""1 July 2025 on the real services: a province's agencies are replaced while dossiers are in flight, with kills in between."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from lienthong_calendar import VIET_NAM
from lienthong_contracts import ProcedurePublished
from lienthong_local.failure import StackError
from lienthong_local.infrastructure import Infrastructure
from lienthong_local.play.clock import ClockDriver
from lienthong_local.play.desk import Desk
from lienthong_local.play.officers import Officers
from lienthong_local.play.people import lives
from lienthong_local.play.quiet import SERVICES, Barrier
from lienthong_local.services import Plan, Services, services
from lienthong_local.succeed import plan as plans
from lienthong_local.succeed.carrying import Carrier
from lienthong_local.succeed.proof import look, prove
from lienthong_local.verify import verify
from lienthong_local.verify.budgets import read_catalogue
from lienthong_runtime import Catalogue
from routing.domain.agencies import agency_for

DAY = date(2025, 7, 1)
OLD_DESKS = ["H43.06.01", "H43.06.02", "H43.06", "H43.02.01", "H43.00"]
WORKING = [datetime(2025, 6, 27, 8, tzinfo=VIET_NAM) + timedelta(hours=hours) for hours in (0, 2, 6, 8)]
JULY = [day for day in range(1, 32) if date(2025, 7, day).weekday() < 5]
AFTER = [datetime(2025, 7, day, hour, tzinfo=VIET_NAM) for day in JULY for hour in (8, 10, 14, 16)]


class Province:
    """Ninh Thuận's people on the business clock."""

    def __init__(self, infra: Infrastructure, running: Services, prefix: str) -> None:
        self.infra, self.running, self.prefix = infra, running, prefix
        self.urls = {name: running.url(name) for name in SERVICES}
        self.desk = Desk(self.urls, running.issuer, patient=True)

    async def catalogue(self) -> Catalogue:
        return await read_catalogue(self.infra.bootstrap_servers, self.prefix)

    def carrier(self) -> Carrier:
        return Carrier(self.urls, self.running.token, self.infra.bootstrap_servers, self.prefix)

    async def proven(self, plan: Any) -> Any:
        return await prove(self.infra.bootstrap_servers, self.running.dsns, self.prefix, plan)

    async def hand_in(self, officers: Officers, procedures: list[dict[str, Any]], count: int, seed: int) -> list[str]:
        """Dossiers at old desks; those that come online wait for their reception, and are returned."""
        waiting = []
        for life in lives(count, seed, [WORKING[0]], procedures, OLD_DESKS):
            dossier_id = (await self.desk.submit(life.submission))["dossier_id"]
            officers.takes_on(dossier_id, replace(life, neglected=False, supplemented=False))
            waiting += [dossier_id] if life.submission["channel"] == "online" else []
        return waiting

    async def receive(self, waiting: list[str]) -> None:
        """The desks where they lie now receive them."""
        for dossier_id in waiting:
            desk = (await self.desk.get("intake", f"/dossiers/{dossier_id}"))["desk"]
            assert desk.startswith("H32")
            await self.desk.act("intake", dossier_id, "receive", agency=desk, officer="mc1")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def province(infra: Infrastructure, prefix: str) -> AsyncGenerator[Province]:
    plan = Plan(topic_prefix=prefix, database_prefix=prefix, clock="business", env={"LIENTHONG_REST": "0"})
    async with services(infra, plan) as running:
        province = Province(infra, running, prefix)
        yield province
        await province.desk.aclose()


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("plan") / "ninh-thuan.yml"
    file.write_text("decision_no: NQ 202/2025/QH15\nfrom_catalogue: [H43]\n")
    return file


async def test_a_province_is_succeeded_with_dossiers_in_flight_and_nothing_is_orphaned(province: Province, plan_file: Path) -> None:
    barrier = Barrier(province.urls, province.running.token, province.infra.bootstrap_servers, province.prefix)
    async with barrier, ClockDriver(province.infra.bootstrap_servers, barrier, province.prefix) as driver:
        await driver.tick(WORKING[0])
        catalogue = await province.catalogue()
        officers = Officers(province.desk, catalogue.calendar)
        waiting = await province.hand_in(officers, _going(catalogue), 30, seed=5)
        for now in WORKING:
            await driver.tick(now)
            await officers.work(now)
            await barrier.wait(now, 120)
        waiting += await province.hand_in(officers, _going(catalogue), 15, seed=6)  # that evening: nobody looks at them any more
        await barrier.wait(WORKING[-1], 120)
        plan = plans.settled(plans.read(plan_file), DAY, catalogue)
        await driver.tick(AFTER[0])
        before = await look(province.infra.bootstrap_servers, province.running.dsns, province.prefix, plan)
        assert len({dossier for _, dossier, _ in before.orphaned}) > 20
        await _killed_in_the_middle(province, plan)
        done = await province.carrier().carry_out(plan)
        again = await province.carrier().carry_out(plan)
        assert (done.rounds > 1, again.changed) == (True, 0)
        proof = await province.proven(plan)
        assert proof.holds, proof
        assert proof.dossiers > 15 and proof.submissions > 3 and proof.hand_overs > 3
        assert sum(proof.messages.values()) == 2 * (proof.dossiers + proof.submissions)
        await province.receive(waiting)
        now = await _worked_off(province, officers, driver, barrier)
        assert (await province.proven(plan)).holds
        report = await verify(province.infra.bootstrap_servers, province.running.dsns, province.prefix, now)
        assert report.amiss == []


async def _killed_in_the_middle(province: Province, plan: Any) -> None:
    """Both owners are killed while the plan is carried out, and then the command itself."""
    carrying = asyncio.create_task(province.carrier().carry_out(plan))
    for name in ("intake-0", "routing-0", "routing-0"):
        await province.running.processes[name].kill()
    carrying.cancel()
    await asyncio.gather(carrying, return_exceptions=True)
    await asyncio.gather(*(process.ready() for process in province.running.processes.values()))


def _going(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Short procedures whose legs all have an agency around a desk of the old province."""
    day = WORKING[0].date()
    def goes(procedure: ProcedurePublished) -> bool:
        try:
            legs = catalogue.route(procedure.route, day).legs
            return all(agency_for(leg.agency, desk, catalogue, day) for desk in OLD_DESKS for leg in legs)
        except Exception:
            return False

    short = [p for p in catalogue.every_in_force(ProcedurePublished, day) if p.term in ("sameday", "1wd", "2wd", "3wd", "5wd")]
    return [p.model_dump(mode="json") for p in short if goes(p)]


async def _worked_off(province: Province, officers: Officers, driver: ClockDriver, barrier: Barrier) -> datetime:
    """The successors' officers go on until every dossier has its result in the citizen's hand."""
    for now in AFTER[1:]:
        await driver.tick(now)
        await officers.work(now)
        await barrier.wait(now, 120)
        if not await province.desk.get("routing", "/inbox"):
            return now
    raise AssertionError(await province.desk.get("routing", "/inbox"))


@pytest.mark.parametrize(("written", "fault"), [
    ("decision_no: x\nagencies: {H32.41: H32.42}", "still in force"), ("decision_no: x\nagencies: {H43.06: H43.05}", "isn't in force"),
    ("decision_no: x\nagencies: {H99: H32.42}", "no such agency"), ("decision_no: x\nfrom_catalogue: [H99]", "there is no agency H99"),
    ("decision_no: x\nagencies: {H43.06: H43.05, H43.05: H32.41}", "ceases by the same plan"),
    ("decision_no: x\nagencies: {H43.06: H32.41.KT}", "can only be followed by another"), ("agencies: {}", "decision_no"),
    ("[", "isn't YAML"), ("decision_no: x", "no agency ceases"),
])  # fmt: skip
async def test_a_plan_that_can_t_be_carried_out_is_refused_with_every_fault(province: Province, tmp_path: Path, written: str,
                                                                            fault: str) -> None:  # fmt: skip
    (tmp_path / "plan.yml").write_text(written)
    with pytest.raises(StackError, match=fault):
        plans.settled(plans.read(tmp_path / "plan.yml"), DAY, await province.catalogue())


async def test_nobody_but_the_operator_s_command_hands_on(province: Province) -> None:
    async with httpx2.AsyncClient(trust_env=False) as client:
        for service in ("intake", "routing"):
            answer = await client.post(province.urls[service] + "/successions", json={})
            assert answer.status_code == 401
